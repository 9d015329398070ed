import { describe, expect, it } from "vitest";
import { declarationOf, declarations } from "../../../item-bank/interactions/index.js";
import type { Item, Unit } from "../../../item-bank/types.js";
import { readItem } from "../../../item-bank/validate.js";
import { unfinishedWork } from "../../../item-bank/validation/unfinished.js";
import { itemAround, localised } from "../../support/interaction-laws.js";

const said = (item: Item, unit?: Unit) =>
  unfinishedWork(item, unit)
    .filter(({ severity }) => severity === "error")
    .map(({ path }) => path);

/** The example words of a starter replaced by an author's, the same way in every text. */
function written(item: Item, languages: string[] = ["vi", "en"]): Item {
  let count = 0;
  return JSON.parse(
    JSON.stringify(item, (key, value: unknown) => {
      if (!languages.includes(key)) return value;
      const words = JSON.stringify(value).replace(/‹[^›]*›/gu, () => `${key} ${++count}`);
      return JSON.parse(words) as unknown;
    }),
  ) as Item;
}

const exampleKeys: Partial<Record<Item["interaction"]["kind"], Item["scoring"]>> = {
  textEntry: { key: { response: { type: "number", value: 0, tolerance: 0 } }, rule: "allOrNothing" },
  slider: { key: { from: 37, to: 40 } },
};

/** What each kind's untouched example is told of; an open response has no example, it lacks its coding guide. */
const untouched: Record<Item["interaction"]["kind"], string[]> = {
  choice: ["A", "B", "C", "D"].flatMap((_, k) => both(`/interaction/choices/${k}/content`)),
  trueFalseCluster: [0, 1, 2, 3].flatMap((k) => both(`/interaction/statements/${k}/content`)),
  inlineChoice: [
    ...both("/interaction/text"),
    ...[0, 1].flatMap((k) => both(`/interaction/gaps/0/choices/${k}/content`)),
  ],
  textEntry: ["/scoring/key"],
  extendedText: [],
  match: [0, 1, 2].flatMap((k) => both(`/interaction/rows/${k}/content`)),
  order: [0, 1, 2].flatMap((k) => both(`/interaction/choices/${k}/content`)),
  gapMatch: [
    ...both("/interaction/text"),
    ...[0, 1, 2].flatMap((k) => both(`/interaction/choices/${k}/content`)),
  ],
  hotspot: [...both("/interaction/alt"), ...[0, 1].flatMap((k) => both(`/interaction/areas/${k}/label`))],
  slider: ["/scoring/key"],
  likert: both("/interaction/statements/0/content"),
};

function both(path: string): string[] {
  return [`${path}/vi`, `${path}/en`];
}

describe("an item that begins as its interaction's example", () => {
  it.each(declarations.map(({ kind }) => kind))("%s: every part left as it was is named", (kind) => {
    const item = itemAround(declarationOf(kind).starter());
    expect(said(item).sort()).toEqual([...untouched[kind]].sort());
  });

  it.each(declarations.map(({ kind }) => kind))("%s: has nothing more to say once it is written", (kind) => {
    const item = written(itemAround(declarationOf(kind).starter()));
    expect(said({ ...item, scoring: exampleKeys[kind] ?? item.scoring })).toEqual([]);
  });

  it.each(declarations.map(({ kind }) => kind))("%s: one language written leaves the other", (kind) => {
    const item = written(itemAround(declarationOf(kind).starter()), ["vi"]);
    const expected = untouched[kind].filter((path) => !path.endsWith("/vi"));
    expect(said(item).sort()).toEqual(expected.sort());
  });

  it("extendedText: lacks a coding guide, whatever else is written", () => {
    const { rubric: _, ...item } = itemAround(declarationOf("extendedText").starter());
    expect(readItem(item).problems.map(({ path }) => path)).toEqual(["/rubric"]);
  });

  it("names the words that are still there, in both languages", () => {
    const [first] = unfinishedWork(itemAround(declarationOf("choice").starter()));
    expect(first?.message.vi).toContain("‹phương án A›");
    expect(first?.message.en).toContain("‹phương án A›");
  });
});

describe("a second language that is a copy of the first", () => {
  const item = (vi: string, en: string) => ({
    ...written(itemAround(declarationOf("choice").starter())),
    stem: { vi: localised(vi).vi, en: localised(en).en },
  });
  const severities = (vi: string, en = vi) => unfinishedWork(item(vi, en)).map(({ severity }) => severity);

  it("is an error when it is a sentence", () => {
    expect(severities("Bể chứa được bao nhiêu lít nước?")).toEqual(["error"]);
    expect(severities("Bể chứa được bao nhiêu lít nước?", "How many litres does it hold?")).toEqual([]);
  });

  it("is pointed out when it may be a name", () => {
    expect(severities("Nguyễn Thị Minh Khai")).toEqual(["warning"]);
  });

  it("is no matter for numbers, units and formulas", () => {
    expect(severities("12,5 cm")).toEqual([]);
    const formula = {
      type: "math" as const,
      latex: "\\text{ab cd ef gh ij kl mn}",
      mathml: "<math></math>",
    };
    const text = { vi: [formula], en: [formula] };
    expect(unfinishedWork({ ...item("a", "b"), stem: text })).toEqual([]);
  });
});

describe("what an item stands with", () => {
  const unit: Unit = {
    id: "TEST",
    title: { vi: "Bể nước" },
    itemIds: ["TEST-Q01"],
    subject: "mathematics",
    grade: 9,
    source: "",
  };
  const item = written(itemAround(declarationOf("choice").starter()));

  it("lacks a language that the item stands in", () => {
    expect(said(item, unit)).toEqual(["/unit/title/en"]);
    expect(said(item, { ...unit, title: { vi: "Bể nước", en: "Tank" } })).toEqual([]);
    const stimulus = { en: localised("A tank.").en };
    expect(said(item, { ...unit, title: { vi: "Bể nước", en: "Tank" }, stimulus })).toEqual([
      "/unit/stimulus/vi",
    ]);
  });

  it("need not have the language that the item leaves out", () => {
    const vietnamese = JSON.parse(
      JSON.stringify(item, (key, value: unknown) => (key === "en" ? undefined : value)),
    ) as Item;
    expect(said(vietnamese, unit)).toEqual([]);
  });

  it("says when a coding guide has no samples, without keeping the item back", () => {
    const open = itemAround(declarationOf("extendedText").starter());
    const codes = open.rubric?.codes.map((code) => ({ ...code, samples: [] })) ?? [];
    const problems = unfinishedWork({ ...open, rubric: { codes } });
    expect(problems.map(({ severity, path }) => [severity, path])).toEqual([
      ["warning", "/rubric/codes/0/samples"],
      ["warning", "/rubric/codes/1/samples"],
    ]);
  });
});

describe("parts that look the same", () => {
  it("are found in the labels of areas and options, and whatever the blanks between words", () => {
    const alike = (kind: "hotspot" | "likert") => {
      const item = written(itemAround(declarationOf(kind).starter()));
      const label = { vi: "Như nhau", en: "The same" };
      const { interaction } = item;
      if (interaction.kind === "hotspot") interaction.areas.forEach((area) => (area.label = label));
      if (interaction.kind === "likert") interaction.options.forEach((option) => (option.label = label));
      return readItem(item).problems.map(({ path }) => path);
    };
    expect(alike("hotspot")).toEqual(both("/interaction/areas/1/label"));
    expect(alike("likert")).toContain("/interaction/options/3/label/en");
    const choices = written(itemAround(declarationOf("choice").starter()));
    if (choices.interaction.kind === "choice") {
      choices.interaction.choices[0].content = localised("Hai  lần");
      choices.interaction.choices[1].content = localised(" Hai lần");
    }
    expect(readItem(choices).problems.map(({ path }) => path)).toEqual(
      both("/interaction/choices/1/content"),
    );
  });
});
