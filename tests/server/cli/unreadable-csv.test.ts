import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../../server/cli/files/read-csv.js";
import { SpokenError } from "../../../server/terminal/words.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-unreadable");

/** What is said of a file, in each language. */
async function refusalOf(content: string | Buffer): Promise<Record<"en" | "vi", string>> {
  const path = join(place, "a.csv");
  await writeFile(path, content);
  const error = await readCsv(path, () => () => undefined).then(
    () => null,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(SpokenError);
  return { en: (error as SpokenError).say("en"), vi: (error as SpokenError).say("vi") };
}

describe("a file that is no CSV is refused with what it is, in both languages", () => {
  it.each([
    ["an object", '{\n  "items": [1, 2]\n}\n'],
    ["an object on one line, after a byte order mark", '\uFEFF{"a":1,"b":2}\n'],
    ["a list of objects", '[\n  { "item": "a" },\n  { "item": "b" }\n]\n'],
    ["a list of names", '["a", "b"]\n'],
  ])("JSON: %s", async (_, content) => {
    const said = await refusalOf(content);
    expect(said.en).toBe("a.csv is JSON; a table is wanted here: CSV, whose first line names the columns.");
    expect(said.vi).toMatch(/^a\.csv là JSON; ở đây cần một bảng/u);
  });

  it.each([
    ["a workbook", Buffer.from("504b030414000600", "hex")],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1000000000000", "hex")],
    ["a table in UTF-16", Buffer.from("\uFEFFitem,key\na,1\n", "utf16le")],
  ])("%s", async (_, content) => {
    const said = await refusalOf(content);
    expect(said.en).toMatch(/^a\.csv is no text in UTF-8, but a workbook/u);
    expect(said.vi).toMatch(/^a\.csv không phải văn bản UTF-8 mà là sổ tính/u);
  });

  it.each([
    ['item,slope\n"a"x,1\n', 2, "a cell goes on after its closing quotation mark", "còn chữ"],
    ['item,slope\na"b,1\n', 2, "a quotation mark stands within a cell", "giữa một ô có dấu ngoặc kép"],
    ['item,slope\n"a,1\nb,2\n', 3, "the file ends before a quotation mark is closed", "chưa được đóng"],
  ])("quotation marks: %j", async (content, line, en, vi) => {
    const said = await refusalOf(content);
    expect(said.en).toContain(`a.csv, line ${line}: this is not readable as CSV (${en}`);
    expect(said.vi).toContain(`a.csv, dòng ${line}: không đọc được như CSV (`);
    expect(said.vi).toContain(vi);
    // Nothing of the parser's English is left in it.
    expect(said.vi).not.toMatch(/quote|delimiter|line/iu);
  });

  it("but a header may begin with a bracket", async () => {
    const path = join(place, "bracket.csv");
    await writeFile(path, "[1],{x}\n1,0\n");
    const rows: string[][] = [];
    await readCsv(path, () => (cells) => rows.push(cells));
    expect(rows).toEqual([["1", "0"]]);
  });
});
