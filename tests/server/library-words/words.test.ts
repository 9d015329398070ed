import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { message, Refusal, type Message, type MessageCode } from "../../../psychometrics/index.js";
import { pluralsAfterNumbers } from "../../support/plural-after-number.js";
import { reasonInWords } from "../../../server/library-words/reason-in-words.js";
import { reasonOf } from "../../../server/library-words/reason-of.js";
import { inBothLanguages, libraryWords, messageIn } from "../../../server/library-words/words.js";

const codes = Object.keys(libraryWords.en) as MessageCode[];
const placesIn = (text: string) => [
  ...new Set([...text.matchAll(/\{(\w+)[|}]/gu)].map(([, name = ""]) => name)),
];

/** The library's sources but for the sentences themselves. */
const sources = readdirSync("psychometrics", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.startsWith(join("messages", "sentences")))
  .map((name) => ({ name, text: readFileSync(join("psychometrics", name), "utf8") }));

describe("the words of the library", () => {
  it("stand in both languages, and in Vietnamese with its marks", () => {
    expect(Object.keys(libraryWords.vi).sort()).toEqual([...codes].sort());
    for (const code of codes)
      if (/[a-z]{3,}/iu.test(libraryWords.en[code].replace(/\{[^{}]+\}/gu, "")))
        expect(libraryWords.vi[code], code).toMatch(/[À-ỹđ]/iu);
  });

  it("say the same values in both languages, none left out and none without a place", () => {
    for (const code of codes) {
      const places = placesIn(libraryWords.en[code]);
      const values = Object.fromEntries(places.map((place, n) => [place, `⟨${n}⟩`]));
      const said = { code, values, english: "" } as unknown as Message;
      for (const words of Object.values(inBothLanguages(said))) {
        expect(placesIn(words), code).toEqual([]);
        for (const value of Object.values(values)) expect(words, code).toContain(value);
      }
    }
  });

  it("tell one from many in English wherever a number counts something", () => {
    const values = readFileSync("psychometrics/messages/values.ts", "utf8");
    const numbers = new Set([...values.matchAll(/^ {2}(\w+): number;$/gmu)].map(([, name]) => name));
    expect(numbers.size).toBeGreaterThan(20);
    for (const code of codes)
      expect(
        pluralsAfterNumbers(libraryWords.en[code], (place) => numbers.has(place)),
        code,
      ).toEqual([]);
    const silent = (count: number) => message("persons-without-responses", { count }).english;
    expect(silent(1)).toMatch(/^1 test taker has no responses and does not count/u);
    expect(silent(2)).toMatch(/^2 test takers have no responses: they do not count/u);
    const part = message("part-of-items", { items: ["a"], persons: 1 });
    expect(part.english).toBe("items a (1 test taker)");
    expect(messageIn("vi", part)).toBe("các câu a (1 thí sinh)");
  });

  it("are all given by the library, and no code is in two files", () => {
    const all = sources.map(({ text }) => text).join("\n");
    for (const code of codes) expect(all.includes(`"${code}"`), code).toBe(true);
    const folder = "psychometrics/messages/sentences";
    const named = readdirSync(folder)
      .filter((file) => file !== "index.ts")
      .flatMap((file) =>
        [...readFileSync(join(folder, file), "utf8").matchAll(/^ {2}(?:"([\w-]+)"|(\w+)):/gmu)].map(
          ([, quoted, plain]) => quoted ?? plain,
        ),
      );
    expect(named.sort()).toEqual([...codes].sort());
  });

  it("go into a sentence with the messages and lists that it contains", () => {
    const reason = message("item-constant", { score: 1 });
    expect(messageIn("vi", message("item-left-out", { item: "i1", reason }))).toBe(
      "Câu i1 bị bỏ ra: mọi người được đưa ra câu này đều được 1 điểm.",
    );
    const both = message("several-reasons", { reasons: [message("own-not-converged"), reason] });
    expect(both.english).toBe(
      "the calibration with parameters of its own did not converge; everybody who was presented it scored 1",
    );
    expect(message("scores-of-others", { item: "i2", scores: [2, 3] }).english).toContain(
      "scored 2, 3, which",
    );
  });
});

describe("a refusal of the library", () => {
  it("has a code wherever it is made; only what cannot be is an error without one", () => {
    const without = sources.flatMap(({ name, text }) => {
      const count = text.match(/new (?:Range|Type)?Error\(/gu)?.length ?? 0;
      return count > 0 ? [`${name.replaceAll("\\", "/")} ${count}`] : [];
    });
    expect(without.sort()).toEqual(["assembly/assemble.ts 1", "calibrate/m-step.ts 1"]);
  });

  it("is a RangeError with an English message, and with code and values", () => {
    const refusal = new Refusal("data-without-item", { item: "x" });
    expect(refusal).toBeInstanceOf(RangeError);
    expect(refusal.message).toBe("the data have no item x");
    expect(refusal.reason).toMatchObject({ code: "data-without-item", values: { item: "x" } });
    expect(reasonInWords(reasonOf(refusal)).vi).toBe("dữ liệu không có câu x");
  });

  it("goes to another thread whole", () => {
    const { reason } = new Refusal("unknown-group", { group: "x", groups: ["a", "b"] });
    expect(messageIn("vi", structuredClone<Message>(reason))).toBe("không có nhóm x; các nhóm là a, b");
  });

  it("without a code, such as JavaScript's own, stays in English", () => {
    expect(reasonInWords(reasonOf(new RangeError("Invalid array length")))).toEqual({
      vi: "Invalid array length",
      en: "Invalid array length",
    });
  });
});
