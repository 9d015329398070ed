import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readForm } from "../../../server/cli/files/read-form.js";
import { fixture, readTable } from "../../support/psychometric-fixtures.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";
import { calibrate } from "./calibrate-files.js";

const place = temporaryFolder("khao-calibrate-anchors");
const file = fileIn(place);

describe("khao calibrate with anchors and a model by item", () => {
  it("keeps anchors where they are, in both forms, and takes models by item", async () => {
    const first = join(place, "first");
    await calibrate(fixture("lsat6/data.csv"), "--model", "2pl", "--out", first);
    const second = join(place, "second");
    await calibrate(
      fixture("lsat7/data.csv"),
      "--model",
      "2pl",
      "--anchor",
      join(first, "items.csv"),
      "--out",
      second,
    );
    // Ten digits are written, so the last one may turn when they are read and written again.
    const columns = (rows: Record<string, string>[]) =>
      rows.map(({ a, b1 }) => [Number(a).toFixed(7), Number(b1).toFixed(7)]);
    expect(columns(readTable(join(second, "items.csv")))).toEqual(
      columns(readTable(join(first, "items.csv"))),
    );
    const inGroups = await file(
      "parts.csv",
      "item,a,b1,groups\nItem1,1,-2,north\nItem1,1,-1,south\nItem2,1,0,south\n",
    );
    const fourth = await calibrate(
      ...[
        fixture("lsat7/data.csv"),
        "--model",
        "rasch",
        "--anchor",
        inGroups,
        "--out",
        join(place, "fourth"),
      ],
    );
    expect(fourth.stderr).toContain("have the parameters of group north: Item1.");
    expect(fourth.stderr).toContain(
      "have anchors for other groups than north only: they are estimated: Item2.",
    );
    expect(readTable(join(place, "fourth", "items.csv"))[0]).toMatchObject({ b1: "-2", se_a: "" });
    const byHand = await file("anchors.csv", "item,a,b1\nItem1,1,-2\n");
    const models = await file("models.csv", "item,model\nItem2,rasch\n");
    const third = join(place, "third");
    await calibrate(
      fixture("lsat7/data.csv"),
      "--model",
      "2pl",
      "--anchor",
      byHand,
      "--models",
      models,
      "--out",
      third,
    );
    const items = readTable(join(third, "items.csv"));
    expect(items[0]).toMatchObject({ a: "1", b1: "-2", intercept1: "2", se_a: "" });
    expect(items[1]).toMatchObject({ model: "rasch", a: "1" });
  });

  it("names the scores of an item whose categories are not 0 to m, and reads them where its parameters are given", async () => {
    const [header = "", ...rows] = (await readFile(fixture("lsat7/data.csv"), "utf8")).trim().split("\n");
    const doubled = rows.map((row) => row.replace(/^1/u, "2"));
    const path = await file("gap.csv", `${[header, ...doubled].join("\n")}\n`);
    const first = join(place, "gap");
    await calibrate(path, "--model", "gpcm", "--scores", "eap", "--out", first);
    const items = readTable(join(first, "items.csv"));
    expect(items.map(({ max_score, scores }) => [max_score, scores])).toEqual([
      ["2", "0 2"],
      ...[2, 3, 4, 5].map(() => ["1", ""]),
    ]);
    const again = join(place, "gap-again");
    await calibrate(path, "--model", "gpcm", "--anchor", first, "--out", again);
    expect(readTable(join(again, "items.csv"))[0]).toMatchObject({ scores: "0 2" });
    const { form } = await readForm(first, "gpcm");
    expect(form.items[0]?.scoreValues).toEqual([0, 2]);
  });

  it("writes the slopes of a nominal item's categories, and takes them as anchors; scales are told apart by a column", async () => {
    const rows = (await readFile(fixture("sim-gpcm/data.csv"), "utf8")).trim().split("\n");
    const short = rows.map((row) => row.split(",").slice(0, 6).join(",")).slice(0, 1001);
    const path = await file("graded.csv", `${short.join("\n")}\n`);
    const models = await file(
      "scales.csv",
      "item,model,scale\nP01,nominal,\nP02,rsm,one\nP03,rsm,one\nP04,rsm,two\nP05,rsm,two\n",
    );
    const first = join(place, "nominal");
    const run = await calibrate(path, "--model", "pcm", "--models", models, "--out", first);
    expect(run.stderr).toContain("Converged");
    const items = readTable(join(first, "items.csv"));
    expect(Number(items[0].slope3)).toBeCloseTo(3 * Number(items[0].a), 6);
    expect(Number(items[0].se_slope1)).toBeGreaterThan(0);
    expect(items[1].slope1).toBe("");
    const distance = (row: Record<string, string>) => (Number(row.b2) - Number(row.b1)).toFixed(6);
    expect(distance(items[1])).toBe(distance(items[2]));
    expect(distance(items[3])).toBe(distance(items[4]));
    expect(distance(items[1])).not.toBe(distance(items[3]));
    const again = join(place, "nominal-again");
    await calibrate(path, "--model", "pcm", "--anchor", join(first, "items.csv"), "--out", again);
    const logLikelihood = async (folder: string) =>
      (JSON.parse(await readFile(join(folder, "summary.json"), "utf8")) as { log_likelihood: number })
        .log_likelihood;
    expect(await logLikelihood(again)).toBeCloseTo(await logLikelihood(first), 3);
    const bare = await file("bare.csv", "item,model,a,b1,b2,b3\nP01,nominal,1,-1,0,1\n");
    const refused = await calibrate(
      path,
      "--model",
      "pcm",
      "--anchor",
      bare,
      "--out",
      join(place, "bare-out"),
    );
    expect(refused.stderr).toContain('nominal item "P01" needs a slope for each category: slope1 to slope3');
  });
});
