import { describe, expect, it } from "vitest";
import { literal, oneLine } from "../../../server/exports/spss/literals.js";
import { spssNames } from "../../../server/exports/spss/names.js";
import { spssFiles } from "../../../server/exports/spss/files.js";
import type { CellValue, Column, Table } from "../../../server/exports/table.js";
import { hasPspp, readByPspp } from "../../support/read-by-pspp.js";

const source = { en: "test" };
const column = (name: string, type: Column["type"], more: Partial<Column> = {}): Column => ({
  name,
  type,
  label: { vi: `Nhãn của ‘${name}’`, en: `Label of '${name}'` },
  source,
  ...more,
});

/** Everything that is hard for SPSS in one file. */
const hard: Table = {
  name: "responses_raw.csv",
  title: { vi: "Câu trả lời. Có dấu chấm", en: "Responses. With a full stop" },
  columns: [
    column("id", "id"),
    column("by", "nominal", {
      values: [
        { value: "A", label: { vi: "Đúng; 'nháy'", en: "Right; it's" } },
        { value: "B", label: { vi: "ữ".repeat(100), en: "" } },
      ],
    }),
    column("2nd-text", "text", {
      label: { vi: "Một nhãn rất dài, có 'nháy'. ".repeat(20), en: "x".repeat(300) },
    }),
    column("score", "integer", {
      itemId: "ITEM",
      values: [0, 1].map((value) => ({ value, label: { vi: `${value} điểm`, en: `Score ${value}` } })),
    }),
    column("tiny", "number"),
    column("at", "time"),
    column("none", "number"),
  ],
  rows: () => rows,
};
const at = "2026-11-27T01:02:03.450Z";
const rows: CellValue[][] = [
  ["T1", "A", 'nói "được",\nrồi\r\nthôi', 1, 1.25e-7, at, null],
  ["T2", null, "'tiếng Việt' 😀 ", 0, -3.5, at, null],
  ["T3", "B", null, null, 1 / 3, at, null],
];
const empty: Table = { ...hard, name: "codes.csv", rows: () => [] };

async function filesOf(tables: Table[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { name, parts } of await spssFiles(tables)) {
    let text = "";
    for await (const part of parts()) text += part;
    files.set(name, text);
  }
  return files;
}

describe("names in SPSS", () => {
  it("stay as they are where SPSS takes them, and are no reserved word, no longer than 64 and not twice elsewhere", () => {
    expect(spssNames(["KM101Q01_R", "by", "2nd-text", "To", "n"])).toEqual([
      "KM101Q01_R",
      "v_by",
      "v_2nd_text",
      "v_To",
      "n",
    ]);
    expect(spssNames(["v_by", "by", "V_BY"])).toEqual(["v_by", "v_by_2", "V_BY_3"]);
    const long = spssNames(["x".repeat(80), "x".repeat(90)]);
    expect(new Set(long).size).toBe(2);
    for (const name of long) expect(name.length).toBe(64);
  });
});

describe("texts in SPSS's syntax", () => {
  it("have their apostrophes doubled, and a long one goes on in the next line, nowhere within a pair", () => {
    expect(literal("it's")).toBe("'it''s'");
    const text = "'ữ".repeat(150);
    const lines = literal(text).split(" +\n    ");
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(200);
    expect(lines.map((line) => line.slice(1, -1).replaceAll("''", "'")).join("")).toBe(text);
  });
  it("are cut within so many bytes, never within a sign", () => {
    expect(oneLine(" a\n b ", 10)).toBe("a b");
    const cut = oneLine("Tiếng Việt ".repeat(40), 256);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(256);
    expect(cut).not.toContain("\uFFFD");
    expect(cut.endsWith("…")).toBe(true);
  });
});

describe("the syntax for SPSS", () => {
  it("has no line over 256 bytes, no label over SPSS's limits, and reads the copy where texts have line breaks", async () => {
    const files = await filesOf([hard, empty]);
    expect([...files.keys()]).toEqual([
      "responses_raw.csv",
      "responses_raw_spss.txt",
      "codes.csv",
      "read_vi.sps",
      "read_en.sps",
    ]);
    expect(files.get("responses_raw.csv")).toContain('"nói ""được"",\nrồi\r\nthôi"');
    expect(files.get("responses_raw_spss.txt")).toContain('"nói ""được"",↵rồi↵thôi"');
    for (const language of ["vi", "en"]) {
      const syntax = files.get(`read_${language}.sps`)!;
      for (const line of syntax.split("\n")) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(256);
      expect(syntax).toContain("/FILE='responses_raw_spss.txt'");
      expect(syntax).toContain("SAVE OUTFILE='responses_raw.sav'");
      expect(syntax).not.toContain("codes.sav");
    }
  });

  it("reads the file itself where no text has a line break", async () => {
    const files = await filesOf([{ ...hard, rows: () => rows.slice(1) }]);
    expect(files.has("responses_raw_spss.txt")).toBe(false);
    expect(files.get("read_en.sps")).toContain("/FILE='responses_raw.csv'");
  });

  it.skipIf(!hasPspp)(
    "is taken by PSPP without a warning, and every cell comes back (skipped where PSPP is not installed)",
    async () => {
      const files = await filesOf([hard, empty]);
      for (const language of ["vi", "en"]) {
        const { said, status, rows: back } = readByPspp(files, `read_${language}.sps`, ["responses_raw"]);
        expect(said).not.toMatch(/warning|error|note:/i);
        expect(status).toBe(0);
        const [header, ...cells] = back.responses_raw;
        expect(header).toEqual(["id", "v_by", "v_2nd_text", "score", "tiny", "at", "none"]);
        expect(cells.map((row) => row.slice(0, 3).map((cell) => cell.trimEnd()))).toEqual([
          ["T1", "A", 'nói "được",↵rồi↵thôi'],
          ["T2", "", "'tiếng Việt' 😀"],
          ["T3", "B", ""],
        ]);
        expect(cells.map((row) => row[3].trim())).toEqual(["1", "0", ""]);
        expect(cells.map((row) => Number(row[4]))).toEqual([1.25e-7, -3.5, 1 / 3]);
        // Its CSV has no fractions of a second.
        for (const row of cells) expect(row[5]).toBe("11/27/2026 01:02:03");
      }
    },
  );
});
