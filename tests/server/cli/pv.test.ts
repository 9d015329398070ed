import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { latentRegression, plausibleValues, type PopulationModel } from "../../../psychometrics/index.js";
import { loadingsTable } from "../../../server/cli/pv/result-tables.js";
import { speak } from "../../../server/terminal/words.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import {
  place,
  pv,
  file,
  two,
  items,
  responseRows,
  responses,
  background,
  files,
} from "../../support/pv-study.js";

describe("khao pv", () => {
  it("writes plausible values, the regression and its codebook to a folder", async () => {
    const paths = await files();
    const common = ["--items", paths.items, "--id", "student", "--ignore", "region,w"];
    const more = ["--background", paths.background, "--numeric", "ses", "--share", "1", "--draws", "3"];
    const { code, said } = await pv(paths.responses, ...common, ...more, "--out", paths.out);
    expect(said).toContain("160 test takers; items: MATH 8, READ 8.");
    expect(said).toContain(`3 plausible values for each test taker. Results in ${paths.out}.`);
    expect(code).toBe(0);

    const values = readTable(join(paths.out, "plausible-values.csv"));
    expect(Object.keys(values[0])).toEqual([
      "id",
      ...["PV1MATH", "PV2MATH", "PV3MATH"],
      ...["PV1READ", "PV2READ", "PV3READ"],
    ]);
    expect(values.map(({ id }) => id)).toEqual(two.ids);
    for (const row of values)
      for (const [name, cell] of Object.entries(row))
        if (name !== "id") expect(Math.abs(Number(cell || NaN))).toBeLessThan(8);

    const contrasts = readTable(join(paths.out, "contrasts.csv"));
    expect(contrasts.filter((row) => row.left_out === "").map((row) => row.contrast)).toEqual([
      ...["sex=m", "sex=(missing)", "ses"],
    ]);
    // What each was coded by: the first level is the reference, and numbers are standardised.
    const ses = two.ids.map((_, p) => two.design.columns[160 + p]);
    const mean = ses.reduce((sum, value) => sum + value, 0) / 160;
    const sd = Math.sqrt(ses.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 160);
    expect(contrasts.map(({ reference }) => reference)).toEqual(["f", "", "", ""]);
    expect(contrasts[2]).toMatchObject({ kind: "value", left_out: "" });
    expect(Number(contrasts[2].mean)).toBeCloseTo(mean, 8);
    expect(Number(contrasts[2].sd)).toBeCloseTo(sd, 8);
    expect(said).not.toContain("notes.csv");

    const components = readTable(join(paths.out, "components.csv"));
    expect(components).toHaveLength(3);
    // All components are kept: what they explain of a contrast is all of it, and weights are unit vectors.
    const loadings = readTable(join(paths.out, "component-loadings.csv"));
    const sums = (names: string, values: string) => {
      const found: Record<string, number> = {};
      for (const row of loadings) found[row[names]] = (found[row[names]] ?? 0) + Number(row[values]) ** 2;
      return Object.entries(found).map(([name, sum]) => `${name} ${sum.toFixed(8)}`);
    };
    expect(sums("contrast", "correlation")).toEqual(
      ["sex=m", "sex=(missing)", "ses"].map((name) => `${name} 1.00000000`),
    );
    expect(sums("component", "weight")).toEqual(["pc1", "pc2", "pc3"].map((name) => `${name} 1.00000000`));
    expect(Number(components[2].cumulative)).toBeCloseTo(1, 9);
    const regression = readTable(join(paths.out, "regression.csv"));
    expect(regression.map(({ dimension, predictor }) => `${dimension} ${predictor}`)).toEqual(
      ["MATH", "READ"].flatMap((d) => ["(intercept)", "pc1", "pc2", "pc3"].map((name) => `${d} ${name}`)),
    );
    for (const row of regression) expect(Number(row.se)).toBeGreaterThan(0);
    const summary = JSON.parse(await readFile(join(paths.out, "summary.json"), "utf8"));
    expect(summary).toMatchObject({ n_persons: 160, draws: 3, seed: 1, dimensions: ["MATH", "READ"] });
    expect(summary.groups[0]).toMatchObject({ n_components: 3, converged: true });
  });

  it("gives what the library gives", async () => {
    const paths = await files();
    const plain = await file("plain.csv", [
      ["student", "group", "ses"],
      ...two.ids.map((id, p) => [id, two.design.columns[p], two.design.columns[160 + p]]),
    ]);
    const common = ["--items", paths.items, "--id", "student", "--ignore", "region,w", "--draws", "2"];
    const more = ["--background", plain, "--numeric", "group,ses", "--no-components", "--out", paths.out];
    expect((await pv(paths.responses, ...common, ...more)).code).toBe(0);
    // Standardised predictors have other coefficients and the same fit.
    const known = latentRegression(two.dimensions, two.data, two.design);
    const persons = readTable(join(paths.out, "persons.csv"));
    persons.forEach((row, p) => expect(Number(row.eap_READ)).toBeCloseTo(known.means[p * 2 + 1], 4));
    const drawn = plausibleValues(known, { ids: two.ids, seed: 1, count: 2 });
    const values = readTable(join(paths.out, "plausible-values.csv"));
    values.forEach((row, p) => expect(Number(row.PV2MATH)).toBeCloseTo(drawn[(p * 2 + 1) * 2], 1));
  });

  it("leaves a column that --ignore names out of items and background alike, where both are in one file", async () => {
    const paths = await files();
    // A number of 160 values could be no background without being named as one.
    const both = await file("one-file.csv", [
      ["student", "region", "w", "sex", "ses", "serial", ...items],
      ...responseRows.map((row, p) => [
        ...[...row.slice(0, 3), ...background[p + 1].slice(1)],
        ...[`s${p}`, ...row.slice(3)],
      ]),
    ]);
    const link = join(place, "both-link.csv");
    await symlink(both, link);
    const common = ["--items", paths.items, "--id", "student", "--group", "region", "--weight", "w"];
    const more = [
      "--numeric",
      "ses",
      "--no-components",
      "--draws",
      "1",
      "--workers",
      "1",
      "--background",
      link,
    ];
    const many = await pv(both, ...common, ...more, "--out", paths.out);
    expect(many.stderr).toContain('column "serial": it has 160 different values;');
    expect(many.stderr).toContain("name it in --numeric where they are numbers, or in --ignore.");
    const run = await pv(both, ...common, ...more, "--ignore", "serial", "--out", paths.out);
    expect(run.code).toBe(0);
    const contrasts = await readFile(join(paths.out, "contrasts.csv"), "utf8");
    expect(contrasts).toContain("sex");
    expect(contrasts).not.toContain("serial");
    const notes = await readFile(join(paths.out, "notes.csv"), "utf8");
    expect(notes).toContain("columns that --ignore names are neither items nor background: serial.");
    const clash = await pv(both, ...common, ...more, "--ignore", "serial,ses", "--out", `${paths.out}1`);
    expect(clash.stderr).toContain('--numeric names "ses", which --ignore leaves out;');
  });

  it("takes the background from the responses' own file as from one of its own, and keeps it when items are ignored", async () => {
    const paths = await files();
    const both = await file("both.csv", [
      ["student", "region", "w", "sex", "ses", ...items],
      ...responseRows.map((row, p) => [...row.slice(0, 3), ...background[p + 1].slice(1), ...row.slice(3)]),
    ]);
    const common = ["--items", paths.items, "--id", "student", "--group", "region", "--weight", "w"];
    const more = ["--numeric", "ses", "--no-components", "--draws", "1", "--workers", "1"];
    const apart = await pv(
      ...[paths.responses, ...common, ...more, "--background", paths.background, "--out", paths.out],
    );
    const one = await pv(both, ...common, ...more, "--background", both, "--out", `${paths.out}1`);
    // The responses' file has the columns too, and they are named as no items of it.
    const ignored = ["--ignore", "sex,ses", "--background", paths.background, "--out", `${paths.out}2`];
    const cut = await pv(both, ...common, ...more, ...ignored);
    expect([apart.code, one.code, cut.code]).toEqual([0, 0, 0]);
    const contrasts = readTable(join(paths.out, "contrasts.csv")).filter((row) => row.left_out === "");
    expect(new Set(contrasts.map(({ contrast }) => contrast))).toEqual(
      new Set(["sex=m", "sex=(missing)", "ses"]),
    );
    const values = await readFile(join(paths.out, "plausible-values.csv"), "utf8");
    for (const out of [`${paths.out}1`, `${paths.out}2`])
      expect(await readFile(join(out, "plausible-values.csv"), "utf8")).toBe(values);
    const notes = await readFile(join(`${paths.out}1`, "notes.csv"), "utf8");
    expect(notes).toContain("Columns of the responses that are background are no items: sex, ses.");
    expect(notes).toContain(
      "Columns of both.csv that are items, groups or weights are no background: region",
    );
  });

  it("gives the same numbers for shuffled rows and any number of workers, group by group", async () => {
    const paths = await files();
    const shuffled = await file("shuffled.csv", [
      responses[0],
      ...responseRows.map((_, p) => responseRows[(p * 37) % 160]),
    ]);
    const common = ["--items", paths.items, "--id", "student", "--group", "region", "--weight", "w"];
    const more = ["--background", paths.background, "--numeric", "ses", "--draws", "2", "--seed", "9"];
    const outs = [`${paths.out}1`, `${paths.out}2`];
    const one = await pv(paths.responses, ...common, ...more, "--workers", "1", "--out", outs[0]);
    const two_ = await pv(shuffled, ...common, ...more, "--workers", "2", "--out", outs[1]);
    expect([one.code, two_.code]).toEqual([0, 0]);
    expect(two_.said).toContain("(2 of 2)");
    const [first, second] = outs.map((out) => readTable(join(out, "plausible-values.csv")));
    const byId = new Map(second.map((row) => [row.id, row]));
    for (const row of first) expect(byId.get(row.id)).toEqual(row);
    expect(readTable(join(outs[1], "regression.csv"))).toEqual(readTable(join(outs[0], "regression.csv")));
    expect(new Set(first.map(({ group }) => group))).toEqual(new Set(["north", "south"]));
  });

  it("says on the terminal that there are notes, and the weightiest, in both languages", async () => {
    const paths = await files();
    const some = await file("some.csv", background.slice(0, 101));
    const common = ["--items", paths.items, "--id", "student", "--ignore", "region,w", "--draws", "1"];
    const run = () =>
      pv(
        paths.responses,
        ...common,
        "--background",
        some,
        "--numeric",
        "ses",
        "--out",
        paths.out,
        "--replace",
      );
    const english = await run();
    expect(english.said).toContain(
      "Notes in notes.csv: 1. The weightiest: 60 test takers are not in some.csv: all their background counts as missing.",
    );
    speak("vi");
    const vietnamese = await run().finally(() => speak("en"));
    expect(vietnamese.said).toContain("notes.csv: 1.");
    expect(vietnamese.said).toContain("60 thí sinh không có trong some.csv");
  });

  it("takes dimensions from a file of their own, and draws without background", async () => {
    const paths = await files();
    const dimensions = await file("dimensions.csv", [
      ["item", "dimension"],
      ...items.slice(0, 8).map((item) => [item, "NUM"]),
    ]);
    const common = ["--items", paths.items, "--id", "student", "--ignore", "region,w", "--draws", "1"];
    const { code } = await pv(paths.responses, ...common, "--dimensions", dimensions, "--out", paths.out);
    expect(code).toBe(0);
    expect(Object.keys(readTable(join(paths.out, "plausible-values.csv"))[0])).toEqual(["id", "PV1NUM"]);
    const notes = await readFile(join(paths.out, "notes.csv"), "utf8");
    expect(notes).toContain("Columns without item parameters or without a dimension were left out: d2i1");
    expect(notes).toContain("There is no background");
  });
});

it("component-loadings.csv of a large model leaves out what says nothing of a component", () => {
  const contrasts = Array.from({ length: 400 }, (_, j) => ({ name: `c${j}` }));
  const loadings = new Float64Array(300 * 400).fill(0.04);
  // Times the root of 4, the component's variance: a correlation of 0.12 beside others of 0.08.
  loadings[7] = -0.06;
  const components = { count: 300, eigenvalues: new Float64Array(400).fill(4), loadings, share: 1 };
  const models = [{ group: "", persons: [], model: { components, contrasts } as unknown as PopulationModel }];
  const { rows } = loadingsTable({ models, ids: [], hasGroups: false, dimensions: [], drawCount: 1 });
  expect(rows).toEqual([["pc1", "c7", -0.06, -0.12]]);
});
