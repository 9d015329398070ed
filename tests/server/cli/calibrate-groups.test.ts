import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTable } from "../../support/psychometric-fixtures.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { calibrate, small } from "./calibrate-files.js";

const place = temporaryFolder("khao-calibrate-groups");
const file = fileIn(place);

describe("khao calibrate with ids, groups and weights", () => {
  it("uses ids, groups, weights and columns that are no items, and only the estimates asked for", async () => {
    const out = join(place, "groups");
    // As spreadsheets write it in some countries: a name in quotes may have a comma.
    const text = small.replaceAll(",", ";").replace(";region;", ';"vùng, miền";');
    const path = await file("groups.csv", `\uFEFF${text}`);
    const options = [
      "--id",
      "id",
      "--group",
      "vùng, miền",
      "--weight",
      "w",
      "--ignore",
      "c",
      "--scores",
      "eap",
    ];
    const run = await calibrate(path, "--model", "rasch", "--out", out, ...options);
    expect(run.stderr).toContain("8 test takers, 2 items.");
    const persons = readTable(join(out, "persons.csv"));
    expect(Object.keys(persons[0])).toEqual(["id", "raw", "max", "eap", "se_eap", "infit", "outfit", "lz"]);
    expect(persons[5]).toMatchObject({ id: "6", raw: "1", max: "1" });
    const groups = readTable(join(out, "groups.csv"));
    expect(groups.map(({ group, n }) => [group, n])).toEqual([
      ["N", "4"],
      ["S", "4"],
    ]);
    expect(groups[0].mean).toBe("0");
  });

  it("says whose weight carries everything", async () => {
    const rows = Array.from(
      { length: 40 },
      (_, p) => `p${p},${p === 5 ? "1e300" : 1},${p % 2},${(p >> 1) % 2},${p % 3 ? 1 : 0}`,
    );
    const path = await file("heavy.csv", `id,w,a,b,c\n${rows.join("\n")}\n`);
    const out = join(place, "heavy");
    await calibrate(path, "--model", "rasch", "--id", "id", "--weight", "w", "--out", out);
    const notes = await readFile(join(out, "notes.csv"), "utf8");
    expect(notes).toContain("test taker p5 alone has 100.0 % of all weights");
    const even = join(place, "even");
    await calibrate(path, "--model", "rasch", "--id", "id", "--ignore", "w", "--out", even);
    expect(await readFile(join(even, "notes.csv"), "utf8")).not.toContain("of all weights");
  });

  it("takes the reference group that is named, says which it is, and that it is small", async () => {
    const path = await file("reference.csv", small);
    const common = ["--model", "rasch", "--id", "id", "--group", "region", "--weight", "w"];
    const first = await calibrate(path, ...common, "--out", join(place, "by-name"));
    expect(first.stderr + first.stdout).toContain("Reference group: N (4 test takers)");
    const out = join(place, "named");
    const named = await calibrate(path, ...common, "--reference", "S", "--out", out);
    expect(named).toMatchObject({ code: 0 });
    expect(named.stderr + named.stdout).toContain("Reference group: S (4 test takers)");
    expect(readTable(join(out, "groups.csv")).map(({ group, se_mean }) => [group, se_mean === ""])).toEqual([
      ["S", true],
      ["N", false],
    ]);
    expect(JSON.parse(await readFile(join(out, "summary.json"), "utf8")).reference_group).toBe("S");
    expect(await readFile(join(out, "notes.csv"), "utf8")).toContain("Group S is the reference");
    // Anchors hold the scale: then no group does.
    const anchor = ["--anchor", join(out, "items.csv"), "--out", join(place, "anchored")];
    const anchored = await calibrate(path, ...common, ...anchor);
    expect(anchored.code).toBe(0);
    expect(anchored.stderr + anchored.stdout).not.toContain("Reference group");
    const never = ["--out", join(place, "never")];
    const stray = await calibrate(path, ...common, "--reference", "W", ...never);
    expect(stray.stderr).toContain(
      'reference.csv: "W", which is to be the reference, is no group; there are N, S.',
    );
    const alone = await calibrate(
      path,
      "--model",
      "rasch",
      "--ignore",
      "id,region,w",
      "--reference",
      "S",
      ...never,
    );
    expect(alone.stderr).toContain("There are no groups of which S could be the reference");
    await expect(readdir(join(place, "never"))).rejects.toThrow("ENOENT");
  });

  it("refuses two rows of one id, and takes them where it is no id", async () => {
    const path = await file("twice.csv", `${small}1,N,1,0,1,0\n`);
    const out = join(place, "twice");
    const options = ["--model", "rasch", "--group", "region", "--weight", "w", "--out", out];
    const run = await calibrate(path, ...options, "--id", "id");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('twice.csv, line 10, column "id": the id "1" was in line 2 already');
    await expect(readdir(out)).rejects.toThrow("ENOENT");
    const empty = await file("empty-id.csv", `${small},N,1,0,1,0\n`);
    expect((await calibrate(empty, ...options, "--id", "id")).stderr).toContain("the id is empty");
    expect(await calibrate(path, ...options, "--ignore", "id")).toMatchObject({ code: 0 });
  });
});
