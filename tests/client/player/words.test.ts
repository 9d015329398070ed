import { describe, expect, it } from "vitest";
import en from "../../../client/player/i18n/en.json";
import laterEn from "../../../client/player/i18n/later/en.json";
import laterVi from "../../../client/player/i18n/later/vi.json";
import vi from "../../../client/player/i18n/vi.json";
import itemEn from "../../../client/shared/item-view/i18n/en.json";
import itemVi from "../../../client/shared/item-view/i18n/vi.json";
import { playerWords } from "../../../client/player/words.js";
import { makeSay } from "../../../client/shared/say.js";

const stem = (key: string) => key.replace(/_(one|other)$/, "");
const places = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe.each([
  ["player", vi, en],
  ["player's later screens", laterVi, laterEn],
  ["item view", itemVi, itemEn],
])("the words of the %s", (_name, vietnamese: Record<string, string>, english: Record<string, string>) => {
  it("are there in both languages", () => {
    expect([...new Set(Object.keys(english).map(stem))].sort()).toEqual(Object.keys(vietnamese).sort());
  });
  it("fill the same places", () => {
    for (const [key, sentence] of Object.entries(english)) {
      expect(places(sentence), key).toEqual(places(vietnamese[stem(key)]));
    }
  });
});

describe("saying", () => {
  it("takes the plural of the language, and writes numbers its way", () => {
    expect(playerWords.en("itemCount", { count: 1 })).toBe("1 question");
    expect(playerWords.en("itemCount", { count: 1200 })).toBe("1,200 questions");
    expect(playerWords.vi("itemCount", { count: 1200 })).toBe("1.200 câu hỏi");
  });
  it("leaves a place that nothing fills visible", () => {
    const say = makeSay({ vi: { hello: "Chào {name}" }, en: { hello: "Hello {name}" } });
    expect(say.vi("hello")).toBe("Chào {name}");
    expect(say.en("hello", { name: "{code}" })).toBe("Hello {code}");
  });
});
