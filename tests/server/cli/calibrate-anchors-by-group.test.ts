import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readRecords } from "../../../server/cli/files/read-csv.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { analyse, analysisFile, withDif } from "./analysis-files.js";
import { calibrate } from "./calibrate-files.js";

const place = temporaryFolder("khao-anchors-by-group");
const file = fileIn(place);
const first = join(place, "first");
const items = join(first, "items.csv");
const unique = [{ item: "I4", groups: ["b"] }];
const common = { responses: "dif.csv", group: "group", model: "2pl", scores: ["eap"], tolerance: 1e-7 };
const options = ["--model", "2pl", "--scores", "eap", "--tolerance", "1e-7"];

const analyseTo = async (out: string, content: object) =>
  analyse(await analysisFile(place, `${out}.json`, { ...common, ...content }), "--out", join(place, out));
const logLikelihoodOf = async (folder: string) =>
  (JSON.parse(await readFile(join(folder, "summary.json"), "utf8")) as { log_likelihood: number })
    .log_likelihood;
/** The notes on the calibration, with their codes. */
const notesOf = async (folder: string) =>
  (await readRecords(join(place, folder, "notes.csv"), ["about", "note", "code"]))
    .filter(({ cells }) => cells.about === "calibration")
    .map(({ cells }) => ({ code: cells.code ?? "", note: cells.note ?? "" }));

/**
 * Means, variances and log-likelihood are those of the calibration that the anchors are of: a maximum of the likelihood in
 * all parameters is one in the groups' alone. EM ends within 1e-5 of it; with group a's parameters of I4 in both groups the
 * log-likelihood is more than 20 lower.
 */
async function expectTheFirst(out: string): Promise<void> {
  const groups = readTable(join(place, out, "groups.csv"));
  readTable(join(first, "groups.csv")).forEach(({ group, mean, variance }, g) => {
    expect(groups[g].group).toBe(group);
    expect(Math.abs(Number(groups[g].mean) - Number(mean))).toBeLessThan(1e-4);
    expect(Math.abs(Number(groups[g].variance) - Number(variance))).toBeLessThan(1e-4);
  });
  const difference = (await logLikelihoodOf(join(place, out))) - (await logLikelihoodOf(first));
  expect(Math.abs(difference)).toBeLessThan(1e-4);
}

describe("anchors from a calibration with partial invariance", () => {
  let responses = "";
  beforeAll(async () => {
    responses = await withDif(place);
    expect(await analyseTo("first", { unique })).toMatchObject({ code: 0 });
  });

  it("hold in khao calibrate each group's own parameters, and the notes say so", async () => {
    const out = ["--group", "group", "--anchor", items, "--out", join(place, "anchored")];
    const run = await calibrate(responses, ...options, ...out);
    expect(run.stderr).toContain("each group is given those of its name");
    await expectTheFirst("anchored");
    const parts = (folder: string) =>
      readTable(join(folder, "items.csv")).map(({ item, groups, a }) => [item, groups, Number(a).toFixed(8)]);
    expect(parts(join(place, "anchored"))).toEqual(parts(first));
    expect((await notesOf("anchored")).map(({ code, note }) => [code, note.slice(-5)])).toEqual([
      ["own-parameters", ": I4."],
    ]);
  });

  it("hold in khao analyse, with the same unique parameters and without", async () => {
    await analyseTo("alone", { anchor: items });
    await expectTheFirst("alone");
    await analyseTo("beside", { anchor: items, unique });
    await expectTheFirst("beside");
    // Nothing of an item is estimated.
    const errors = readTable(join(place, "beside", "items.csv")).map(({ se_a }) => se_a);
    expect(errors).toEqual(errors.map(() => ""));
  });

  it("are those of their reference group for groups that they do not know, and without groups", async () => {
    const renamed = (await readFile(responses, "utf8")).replaceAll(/^b,/gmu, "c,");
    const other = await file("renamed.csv", renamed);
    await calibrate(
      ...[other, ...options, "--group", "group", "--anchor", items, "--out", join(place, "renamed")],
    );
    const own = readTable(items).find(({ item, groups }) => item === "I4" && groups === "a");
    const found = readTable(join(place, "renamed", "items.csv")).filter(({ item }) => item === "I4");
    expect(found).toHaveLength(1);
    expect(Number(found[0].b1)).toBeCloseTo(Number(own?.b1), 7);
    expect(await logLikelihoodOf(join(place, "renamed"))).toBeLessThan((await logLikelihoodOf(first)) - 20);
    expect((await notesOf("renamed")).map(({ code }) => code)).toEqual([
      "own-parameters",
      "anchors-of-unknown-groups",
    ]);
    expect((await notesOf("renamed"))[1].note).toContain(
      "group a of the items that differ between groups: c.",
    );
    const out = ["--ignore", "group", "--anchor", items, "--out", join(place, "ungrouped")];
    await calibrate(responses, ...options, ...out);
    expect((await notesOf("ungrouped")).map(({ code }) => code)).toEqual(["anchors-without-groups"]);
  });

  it("leave an item to be estimated in a group that has no row of its own, and a note names both", async () => {
    const rows = (await readFile(items, "utf8")).trim().split("\n");
    const folder = await file("some.csv", `${rows.filter((row) => !/^I4,.*,b$/u.test(row)).join("\n")}\n`);
    expect(readTable(folder)).toHaveLength(8);
    await file("groups.csv", "group\na\nb\n");
    const out = ["--group", "group", "--anchor", folder, "--out", join(place, "some")];
    await calibrate(responses, ...options, ...out);
    await expectTheFirst("some");
    const parts = readTable(join(place, "some", "items.csv")).filter(({ item }) => item === "I4");
    expect(parts.map(({ groups, se_a }) => [groups, se_a === ""])).toEqual([
      ["b", false],
      ["a", true],
    ]);
    expect((await notesOf("some")).map(({ code }) => code)).toEqual(["own-parameters", "anchors-missing"]);
    expect((await notesOf("some"))[1].note).toContain(
      "for other groups than b only, and are estimated there: I4.",
    );
  });

  it("are refused where unique parameters, or invariance, are to be found across their groups", async () => {
    const across = await analyseTo("across", { anchor: items, unique: [{ item: "I4", groups: ["a", "b"] }] });
    expect(across.stderr).toContain(
      "item I4: parameters are to be unique in a, b, but an anchor gives those of a;",
    );
    const invariance = await analyseTo("search", { anchor: items, invariance: {} });
    expect(invariance.stderr).toContain("item I4: an anchor is for a alone");
    expect(await readdir(place)).not.toContain("across");
    expect(await readdir(place)).not.toContain("search");
  });
});
