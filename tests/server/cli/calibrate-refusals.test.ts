import { chmod, mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { speak } from "../../../server/terminal/words.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { calibrate, small } from "./calibrate-files.js";

const place = temporaryFolder("khao-calibrate-refused");

const file = fileIn(place);

describe("khao calibrate", () => {
  it("refuses a design that no test taker connects, by the items' names, unless told or anchored", async () => {
    // Two booklets of three items each; without an item in common.
    const rows = Array.from({ length: 60 }, (_, p) => {
      const cells = [p % 2, p % 3 === 0 ? 1 : 0, p % 5 < 2 ? 1 : 0].join(",");
      return p < 30 ? `${cells},,,` : `,,,${cells}`;
    });
    const path = await file("apart.csv", `a1,a2,a3,b1,b2,b3\n${rows.join("\n")}\n`);
    const out = join(place, "apart");
    const refused = await calibrate(path, "--model", "rasch", "--out", out);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("apart from the largest stand items b1, b2, b3 (30 test takers)");
    expect(await readdir(place)).not.toContain("apart");
    speak("vi");
    const said = await calibrate(path, "--model", "rasch", "--out", out).finally(() => speak("en"));
    expect(said.stderr).toContain("tách thành 2 phần");
    expect(said.stderr).toContain("ngoài phần lớn nhất còn các câu b1, b2, b3 (30 thí sinh). Hãy cho");

    const anchors = await file("apart-anchors.csv", "item,model,a,b1\na1,rasch,1,0\nb1,rasch,1,0.4\n");
    expect((await calibrate(path, "--model", "rasch", "--anchor", anchors, "--out", out)).code).toBe(0);
    expect((await calibrate(path, "--model", "rasch", "--unconnected", "--out", out, "--replace")).code).toBe(
      0,
    );
    expect(readTable(join(out, "items.csv"))).toHaveLength(6);
  });
});

describe("khao calibrate with bad input ends with one sentence that says where, and writes nothing", () => {
  const cases: [string, string, string[], string][] = [
    [
      "a letter where a score should be",
      "a,b\n1,0\n0,x\n",
      [],
      'bad.csv, line 3, column "b": "x" is not a score',
    ],
    [
      "weights that are all 0",
      "w,a\n0,1\n0,0\n",
      ["--weight", "w"],
      'bad.csv, column "w": every weight is 0',
    ],
    [
      "a column that is no item",
      "a,group\n1,north\n",
      [],
      'column "group": "north" is not a score; write a whole number from 0 to 126, or leave the cell empty where the item was not presented (raw options need --key; a code for a missing response is named by --missing-codes, "missingCodes"). Where the column is no item, leave it out by --ignore ("ignore"), or say what it is, as by --group ("group")',
    ],
    ["a negative score", "a,b\n1,-1\n", [], 'line 2, column "b": "-1" is not a score'],
    ["a row that is too short", "a,b\n1,0\n1\n", [], "line 3: it has 1 cell where the header has 2"],
    ["two columns of one name", "a,a\n1,0\n", [], 'line 1: two columns are named "a"'],
    ["a column without a name", "a,\n1,0\n", [], "line 1: column 2 has no name"],
    ["an empty file", "", [], "bad.csv is empty"],
    ["a header without rows", "a,b\n", [], "has a header but no rows"],
    ["an open quote", 'a,b\n"1,0\n0,1\n', [], "not readable as CSV"],
    [
      "a column that is not there",
      "a,b\n1,0\n",
      ["--id", "pid"],
      'there is no column "pid", which --id names',
    ],
    [
      "a weight that is no number",
      "a,w\n1,heavy\n",
      ["--weight", "w"],
      'line 2, column "w": "heavy" is not a weight',
    ],
    ["an empty group", "a,g\n1,\n", ["--group", "g"], 'line 2, column "g": the group is empty'],
    ["items on which all did the same", "a,b\n1,0\n1,0\n", [], "no item can be calibrated"],
    [
      "a model for right or wrong and scores above",
      "a,b\n2,0\n1,1\n0,1\n",
      [],
      "item a has scores up to 2, but 2pl",
    ],
  ];

  it.each(cases)("%s", async (_, content, options, sentence) => {
    const folder = await mkdtemp(join(place, "bad-"));
    const path = join(folder, "bad.csv");
    await writeFile(path, content);
    const run = await calibrate(path, "--model", "2pl", "--out", join(folder, "out"), ...options);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe("");
    const lines = run.stderr.trim().split("\n");
    expect(lines[lines.length - 1]).toContain(sentence);
    expect(run.stderr).not.toMatch(/\bat .*:\d+:\d+/);
    expect(await readdir(folder)).toEqual(["bad.csv"]);
  });

  it("a side file that does not fit", async () => {
    const path = await file("side.csv", "a,b\n1,0\n0,1\n");
    const sideFiles: [string, string, string][] = [
      ["--key", "item,key\nz,A\n", 'line 2, column "item": the responses have no item "z"'],
      ["--key", "item,key\na,\n", 'line 2, column "key": the key is empty'],
      ["--key", "name,key\na,A\n", 'there is no column "item"'],
      ["--models", "item,model\na,5pl\n", 'line 2, column "model": "5pl" is no model'],
      ["--models", "item,model\na,2pl\na,2pl\n", 'line 3, column "item": "a" is there a second time'],
      ["--anchor", "item,a,b1\na,one,0\n", 'line 2, column "a": "one" is not a number'],
      ["--anchor", "item,a,b1\nz,1,0\n", "none of its items is among the responses"],
      ["--anchor", "item,a,b1,b2\na,1,,0\n", 'line 2, column "b1": "" is not a number'],
      [
        "--anchor",
        "item,a,b1,c\na,1,0,0.2\n",
        'column "c": item "a" has a lower asymptote of 0.2, but its model 2pl',
      ],
      ["--anchor", "item,model,a,b1,c\na,3pl,1,0,20\n", 'column "c": "20" is no lower asymptote'],
      ["--anchor", "item,a,b1,scores\na,1,0,2\n", 'column "scores": "2" are not the scores of 2 categories'],
    ];
    for (const [option, content, sentence] of sideFiles) {
      const side = await file("side-file.csv", content);
      const run = await calibrate(path, "--model", "2pl", "--out", join(place, "side-out"), option, side);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain(sentence);
    }
    expect(await readdir(place)).not.toContain("side-out");
  });

  it("a file that is not there, a folder that is not there, and options without meaning", async () => {
    const path = await file("fine.csv", small);
    const missing = await calibrate(join(place, "none.csv"), "--model", "2pl", "--out", join(place, "x"));
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain(`There is no file ${join(place, "none.csv")}.`);
    const nowhere = await calibrate(path, "--model", "2pl", "--out", join(place, "no", "where"));
    expect(nowhere.stderr).toContain("There is no folder");
    for (const bad of [
      ["--quadrature", "2"],
      ["--range", "-1"],
      ["--scores", "eap,best"],
      ["--missing", "maybe"],
      ["--seed", "x"],
    ]) {
      const run = await calibrate(path, "--model", "2pl", "--out", join(place, "x"), ...bad);
      expect(run.code).not.toBe(0);
      expect(run.stderr).toContain(bad[0]);
    }
    expect((await calibrate(path, "--model", "6pl", "--out", join(place, "x"))).stderr).toContain(
      "It has to be one of rasch",
    );
    expect(await readdir(place)).not.toContain("x");
  });

  it.skipIf(process.getuid?.() === 0)("a folder that may not be written", async () => {
    const locked = join(place, "locked");
    await mkdir(locked);
    await chmod(locked, 0o555);
    const path = await file("locked.csv", small);
    const run = await calibrate(
      path,
      "--model",
      "rasch",
      "--out",
      join(locked, "out"),
      "--ignore",
      "id,region,w",
    );
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("may not be written");
  });
});
