import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvOf, type CellValue, type Table } from "../../../server/exports/table.js";

const source = { en: "test" };

async function fileOf(rows: CellValue[][]): Promise<string> {
  const table: Table = {
    name: "t.csv",
    title: {},
    columns: [
      { name: "id", label: {}, type: "id", source },
      { name: "text", label: {}, type: "text", source },
      { name: "number", label: {}, type: "number", source },
    ],
    rows: () => rows,
  };
  let file = "";
  for await (const part of csvOf(table)) file += part;
  return file;
}

describe("a CSV file", () => {
  it("keeps what was typed: quotes, commas, line ends, formulas of a spreadsheet", async () => {
    const texts = [
      'nói "được"',
      "a, b",
      "một\nhai",
      "=1+1",
      "+84",
      "-2",
      "@SUM(A1)",
      " khoảng trắng ",
      "007",
    ];
    const file = await fileOf(texts.map((text, k) => [`T${k}`, text, k]));
    const read = parse<{ text: string }>(file, { columns: true });
    expect(read.map(({ text }) => text)).toEqual(texts);
  });

  it("has an empty cell for what is missing, and quotes around every text", async () => {
    expect(await fileOf([["T1", null, null]])).toBe('"id","text","number"\n"T1",,\n');
    expect(await fileOf([["T1", "x", 0.1]])).toBe('"id","text","number"\n"T1","x",0.1\n');
  });

  it("has a header where there are no rows", async () => {
    expect(await fileOf([])).toBe('"id","text","number"\n');
  });

  it("writes many rows once each", async () => {
    const rows = Array.from({ length: 1001 }, (_, k): CellValue[] => [`T${k}`, "x", k]);
    const read = parse<{ id: string }>(await fileOf(rows), { columns: true });
    expect(read.map(({ id }) => id)).toEqual(rows.map(([id]) => id));
  });
});
