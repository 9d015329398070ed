import { describe, expect, it } from "vitest";
import { choice } from "../../item-bank/interactions/choice.js";
import { extendedText } from "../../item-bank/interactions/extended-text.js";
import { latexToMathML } from "../../item-bank/text/mathml.js";
import { renewItemFormulas } from "../../item-bank/text/renew.js";
import { isUnscored, readBlock, readDesign, readItem, readUnit } from "../../item-bank/validate.js";
import { describePlace } from "../../item-bank/validation/place.js";
import { itemAround, localised, textWithGaps } from "../support/interaction-laws.js";

const sound = () => itemAround(choice.starter());
const problemsOf = (item: unknown) =>
  readItem(item).problems.map(({ path, message }) => `${path} ${message.en}`);
const without = (name: string) => Object.fromEntries(Object.entries(sound()).filter(([key]) => key !== name));

describe("reading an item", () => {
  it("gives the item back, and leaves what it was given alone", () => {
    const item = sound();
    const before = JSON.stringify(item);
    expect(readItem(item)).toEqual({ value: item, problems: [] });
    expect(JSON.stringify(item)).toBe(before);
  });

  it("fills in defaults", () => {
    const item = sound();
    const { kind, choices } = item.interaction as Extract<typeof item.interaction, { kind: "choice" }>;
    const bare = { ...item, interaction: { kind, choices }, scoring: { key: ["A"] } };
    expect(readItem(bare).value).toMatchObject({
      interaction: { maxChoices: 1, shuffle: false },
      scoring: { rule: "allOrNothing" },
    });
  });

  it.each([[undefined], [null], [42], ["item"], [[]], [{}]])("survives %j", (value) => {
    expect(readItem(value).value).toBeNull();
    expect(readItem(value).problems.length).toBeGreaterThan(0);
  });

  it("says what is missing and what is too much", () => {
    expect(problemsOf(without("metadata"))).toEqual(["/metadata This is missing."]);
    expect(problemsOf({ ...sound(), colour: "red" })).toEqual(["/colour There is no property of this name."]);
    expect(problemsOf({ ...sound(), id: "m 1" })).toEqual([
      "/id This has characters that cannot stand here.",
    ]);
    expect(problemsOf({ ...sound(), maxScore: "1" })).toEqual(["/maxScore This has to be a whole number."]);
  });

  it("speaks only of the kind that the interaction names", () => {
    const item = sound();
    expect(problemsOf({ ...item, interaction: { kind: "chioce" } })).toEqual([
      "/interaction/kind There is no interaction “chioce”.",
    ]);
    expect(problemsOf({ ...item, interaction: { kind: "slider", minimum: 0, maximum: 10 } })).toEqual([
      "/interaction/step This is missing.",
      "/scoring/rule There is no property of this name.",
      "/scoring/key This has to be a group of properties.",
    ]);
  });

  it("lists the words that may stand where one may", () => {
    const item = sound();
    expect(problemsOf({ ...item, scoring: { key: ["A"], rule: "most" } })).toEqual([
      "/scoring/rule This has to be one of: allOrNothing, partial.",
    ]);
  });

  it("speaks only of the kind that a block of text names", () => {
    const item = sound();
    const stem = { vi: [{ type: "paragraph", children: [{ type: "text" }] }], en: [{ type: "html" }] };
    expect(problemsOf({ ...item, stem })).toEqual([
      "/stem/vi/0/children/0/text This is missing.",
      "/stem/en/0 This has to be one of: paragraph, heading, list, quote, math, table, figure.",
    ]);
  });

  it("misses a language that stands elsewhere, and words where there are none", () => {
    const item = sound();
    expect(problemsOf({ ...item, stem: { vi: localised("?").vi } })).toEqual([
      "/stem/en The English version is missing.",
    ]);
    expect(problemsOf({ ...item, stem: localised(" ") })).toEqual([
      "/stem/vi The Vietnamese version is empty.",
      "/stem/en The English version is empty.",
    ]);
  });

  it("takes an item in one language", () => {
    const item = JSON.parse(JSON.stringify(sound(), (key, value) => (key === "en" ? undefined : value)));
    expect(readItem(item).value).not.toBeNull();
  });

  it("misses a figure, and finds gaps outside an interaction's text", () => {
    const figure = [{ type: "figure" as const, asset: "tank.vi.svg", alt: "Bể" }];
    const item = { ...sound(), stem: { vi: figure, en: figure } };
    expect(readItem(item, new Set(["tank.vi.svg"])).value).not.toBeNull();
    expect(readItem(item, new Set()).problems[0].message.en).toBe("There is no figure file tank.vi.svg.");
    expect(problemsOf({ ...sound(), stem: textWithGaps(["g1"]) })[0]).toBe(
      "/stem/vi Gaps can stand only in the interaction's text.",
    );
  });

  it("refuses markup in a formula and makes it again from its LaTeX", () => {
    const evil = { type: "math" as const, latex: "x", mathml: "<math><script>alert(1)</script></math>" };
    const item = { ...sound(), stem: { vi: [evil], en: [evil] } };
    expect(readItem(item).value).toBeNull();
    expect(readItem(renewItemFormulas(item, latexToMathML)).value?.stem.vi).toEqual([
      { type: "math", latex: "x", mathml: latexToMathML("x", true) },
    ]);
  });

  it("wants a coding guide for an open response, with a code for every score", () => {
    const item = itemAround({
      interaction: { kind: "extendedText", lines: 4, maxCharacters: 400 },
      scoring: { rule: "humanCoded" },
      maxScore: 2,
    });
    expect(readItem(item).value).not.toBeNull();
    expect(problemsOf({ ...item, rubric: undefined })[0]).toMatch(/needs a coding guide/u);
    const codes = item.rubric?.codes ?? [];
    expect(problemsOf({ ...item, rubric: { codes: [codes[0], { ...codes[2], code: "0" }] } })).toEqual([
      "/rubric/codes/1/code Code 0 is used above already.",
      "/rubric/codes There is no code for the score 1 yet.",
    ]);
  });

  it("finds two codes that are given for the same thing", () => {
    const item = itemAround(extendedText.starter());
    const codes = item.rubric?.codes.map((code) => ({ ...code, description: localised("Trả lời đúng") }));
    expect(problemsOf({ ...item, rubric: { codes } })).toEqual([
      "/rubric/codes/1/description/vi This reads the same as number 1.",
      "/rubric/codes/1/description/en This reads the same as number 1.",
    ]);
  });

  it("takes a question of any kind without right and wrong, with the maximum score 0", () => {
    const item = { ...sound(), scoring: { rule: "none" }, maxScore: 0 };
    expect(readItem(item)).toEqual({ value: item, problems: [] });
    expect(isUnscored(item)).toBe(true);
    expect(problemsOf({ ...item, maxScore: 1 })).toEqual([
      "/maxScore An unscored question has the maximum score 0.",
    ]);
    expect(problemsOf({ ...sound(), maxScore: 0 })).toContain(
      "/maxScore A scored item needs at least one point.",
    );
  });

  it("warns of scores that no response gets without refusing the item", () => {
    const item = { ...sound(), maxScore: 3 };
    const reading = readItem(item);
    expect(reading.value).not.toBeNull();
    expect(reading.problems[0]).toMatchObject({ severity: "warning", path: "/maxScore" });
  });

  it("says everything in both languages", () => {
    for (const { message } of readItem({ id: "x", stem: { vi: [] } }).problems) {
      expect(message.vi).toBeTruthy();
      expect(message.en).toBeTruthy();
    }
  });
});

describe("reading units, blocks and designs", () => {
  const title = { vi: "Tên", en: "Title" };

  it("takes sound ones", () => {
    const unit = { id: "KM101", title, itemIds: ["KM101Q01"], subject: "mathematics", grade: 9, source: "" };
    expect(readUnit(unit).value).toEqual(unit);
    const block = { id: "KMB1", title, kind: "test", unitIds: ["KM101"], timeLimitMinutes: 20 };
    expect(readBlock(block).value).toEqual(block);
    const design = { kind: "fixed", booklets: [{ id: "BOOKLET-1", title, blockIds: ["KMB1"] }] };
    expect(readDesign(design).value).toEqual(design);
  });

  it("wants no time limit for a questionnaire", () => {
    const block = { id: "QSB1", title, kind: "questionnaire", unitIds: ["QST01"], timeLimitMinutes: 20 };
    expect(readBlock(block).problems[0].path).toBe("/timeLimitMinutes");
  });

  it("finds a block twice in a booklet and a booklet twice in a design", () => {
    const booklet = { id: "BOOKLET-1", title, blockIds: ["KMB1", "KMB1"] };
    const { value, problems } = readDesign({ kind: "fixed", booklets: [booklet, booklet] });
    expect(value).toBeNull();
    expect(problems.map(({ path }) => path)).toEqual([
      "/booklets/1/id",
      "/booklets/0/blockIds/1",
      "/booklets/1/blockIds/1",
    ]);
  });
});

describe("the place of a problem", () => {
  it("is told in words", () => {
    expect(describePlace("/interaction/choices/2/content/en")).toEqual({
      vi: "phần tương tác, phương án 3, nội dung, tiếng Anh",
      en: "interaction, choice 3, content, English",
    });
  });
});
