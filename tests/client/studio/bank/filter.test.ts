import { describe, expect, it } from "vitest";
import { defaults, filterItems, fold } from "../../../../client/studio/bank/filter.js";
import type { ItemRow } from "../../../../server/contract/bank.js";

function row(id: string, more: Partial<ItemRow> = {}): ItemRow {
  return {
    id,
    unitId: id.slice(0, 5),
    unitTitle: { vi: "Bể nước mưa", en: "Rainwater tank" },
    summary: { vi: "Đường biểu diễn cho thấy gì?", en: "What does the graph show?" },
    kind: "choice",
    subject: "mathematics",
    grade: 9,
    framework: { code: "pisa-2022", name: { vi: "PISA 2022", en: "PISA 2022" } },
    domain: {
      code: "change-and-relationships",
      name: { vi: "Thay đổi và các mối quan hệ", en: "Change and relationships" },
    },
    process: { code: "employ", name: { vi: "Vận dụng toán học", en: "Employ" } },
    expectedDifficulty: "medium",
    maxScore: 1,
    status: "approved",
    version: 1,
    isFrozen: false,
    languages: ["vi", "en"],
    exposureCount: 0,
    statistics: null,
    problemCount: 0,
    changedAt: "2026-03-02T08:00:00.000Z",
    ...more,
  };
}

const rows = [
  row("KM101Q01"),
  row("KM102Q01", { kind: "order", status: "draft", problemCount: 2 }),
  row("KR101Q01", {
    subject: "reading",
    grade: 5,
    domain: { code: "narrative", name: { vi: "Văn bản tự sự", en: "Narrative text" } },
  }),
];
const found = (change: Partial<ReturnType<typeof defaults>>) =>
  filterItems(rows, { ...defaults(), ...change }).map(({ id }) => id);

describe("words", () => {
  it("are found without marks and case, đ too, in either language", () => {
    expect(fold("Đường Ống")).toBe("duong ong");
    expect(found({ words: "duong BE NUOC" })).toHaveLength(3);
    expect(found({ words: "rainwater graph" })).toHaveLength(3);
    expect(found({ words: "kr101" })).toEqual(["KR101Q01"]);
  });

  it("must all be found, each anywhere in the row", () => {
    expect(found({ words: "narrative tank" })).toEqual(["KR101Q01"]);
    expect(found({ words: "narrative quantity" })).toEqual([]);
  });
});

describe("choices", () => {
  it("let everything through when nothing is chosen", () => expect(found({})).toHaveLength(3));

  it("narrow together", () => {
    expect(found({ subject: "mathematics" })).toEqual(["KM101Q01", "KM102Q01"]);
    expect(found({ subject: "mathematics", kind: "order" })).toEqual(["KM102Q01"]);
    expect(found({ grade: "5" })).toEqual(["KR101Q01"]);
    expect(found({ status: "draft", domain: "narrative" })).toEqual([]);
    expect(found({ onlyProblems: true })).toEqual(["KM102Q01"]);
  });
});
