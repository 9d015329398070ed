import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pv, file, items, responseRows, responses, background, files } from "../../support/pv-study.js";

describe("khao pv refuses, with the place and no folder,", () => {
  const refusals: [string, (paths: Awaited<ReturnType<typeof files>>) => Promise<string[]>, string][] = [
    [
      "an id that comes twice",
      async (paths) => [await file("twice.csv", [...responses, responseRows[3]]), "--items", paths.items],
      'twice.csv, line 162, column "student": the id "t4" was in line 5 already; each test taker needs one of their own.',
    ],
    [
      "a cell that is no number in a numeric background column",
      async (paths) => [
        ...[paths.responses, "--items", paths.items, "--numeric", "ses", "--background"],
        await file("bad.csv", [background[0], ["t1", "f", "rich"], ...background.slice(2)]),
      ],
      'bad.csv, line 2, column "ses": "rich" is not a number; leave the cell empty where the answer is missing, or take the column out of --numeric.',
    ],
    [
      "a background column with too many levels",
      async (paths) => [paths.responses, "--items", paths.items, "--background", paths.background],
      'background.csv, line 1, column "ses": it has 160 different values; name it in --numeric where they are numbers, or in --ignore-background.',
    ],
    [
      "a dimension whose name makes no column name",
      async (paths) => [
        ...[paths.responses, "--items", paths.items, "--dimensions"],
        await file("dims.csv", [
          ["item", "dimension"],
          [items[0], "Đọc hiểu"],
        ]),
      ],
      'dims.csv, line 2, column "dimension": "Đọc hiểu" makes no column name; write a name of letters A to Z, digits and _, such as MATH.',
    ],
    [
      "a score that the item does not have",
      async (paths) => [
        await file("high.csv", [
          responses[0],
          ["t1", "north", 1, 2, ...items.slice(1).map(() => 1)],
          ...responses.slice(2),
        ]),
        ...["--items", paths.items],
      ],
      "item d1i1: the score 2 of row 1",
    ],
    [
      "a background with no variable left",
      async (paths) => [
        ...[paths.responses, "--items", paths.items, "--background", paths.background],
        ...["--ignore-background", "sex,ses"],
      ],
      "background.csv, line 1: no column is left as a background variable;",
    ],
    [
      "a numeric name that is ignored",
      async (paths) => [
        ...[paths.responses, "--items", paths.items, "--background", paths.background],
        ...["--numeric", "ses", "--ignore-background", "ses"],
      ],
      'background.csv: --numeric names "ses", which --ignore-background leaves out;',
    ],
    [
      "a name in a pair that is ignored",
      async (paths) => [
        ...[paths.responses, "--items", paths.items, "--background", paths.background, "--numeric", "ses"],
        ...["--interactions", "ses:sex", "--ignore-background", "sex"],
      ],
      'background.csv: --interactions names "sex", which --ignore-background leaves out;',
    ],
    [
      "an item as a numeric name",
      async (paths) => [
        ...[paths.responses, "--items", paths.items, "--background", paths.responses],
        ...["--numeric", items[0]],
      ],
      `responses.csv: --numeric names "${items[0]}", which is the id or an item`,
    ],
    [
      "background of nobody in the responses",
      async (paths) => [
        ...[paths.responses, "--items", paths.items, "--background"],
        await file("others.csv", [background[0], ["x1", "f", "1"]]),
      ],
      'others.csv: none of the ids in column "student" is among the responses; the two files must name test takers alike.',
    ],
  ];
  for (const [title, argsOf, sentence] of refusals) {
    it(title, async () => {
      const paths = await files();
      const args = [...(await argsOf(paths)), "--id", "student", "--ignore", "region,w", "--out", paths.out];
      const { code, said } = await pv(...args);
      expect(said).toContain(sentence);
      expect(code).toBe(1);
      expect(await readdir(join(paths.out, ".."))).toEqual([]);
    });
  }

  it("a group in which every response is right, by its name and the dimension's", async () => {
    const paths = await files();
    const alike = await file("alike.csv", [
      responses[0],
      ...responseRows.map((row, p) => (p < 90 ? row : [...row.slice(0, 3), ...items.map(() => 1)])),
    ]);
    const common = ["--items", paths.items, "--id", "student", "--group", "region", "--ignore", "w"];
    const { code, said } = await pv(alike, ...common, "--workers", "1", "--out", paths.out);
    expect(said).toContain("group south: every response to the items of MATH is right");
    expect(code).toBe(1);
    expect(await readdir(join(paths.out, ".."))).toEqual([]);
  });

  it("options on a background that is not named, and on components that are not wanted", async () => {
    const paths = await files();
    const common = [paths.responses, "--items", paths.items, "--id", "student", "--out", paths.out];
    const forgotten = await pv(...common, "--numeric", "ses", "--share", "0.9");
    expect(forgotten.code).toBe(1);
    expect(forgotten.said).toContain("--numeric, --share: there is no background");
    const both = ["--background", paths.background, "--no-components", "--components-max", "3"];
    expect((await pv(...common, ...both)).said).toContain("--components-max: with --no-components");
    await expect(readdir(paths.out)).rejects.toThrow("ENOENT");
  });

  it("a share above 1 and a pair that is none", async () => {
    const paths = await files();
    const common = [paths.responses, "--items", paths.items, "--out", paths.out];
    expect((await pv(...common, "--share", "1.5")).said).toContain("It must be above 0 and at most 1.");
    expect((await pv(...common, "--interactions", "a-b")).said).toContain('"a-b" is no pair');
  });
});
