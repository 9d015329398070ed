import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  contingencyDif,
  logisticDif,
  partialInvariance,
  type CalibrationOptions,
} from "../../../psychometrics/index.js";
import { fixture, readScores, readTable } from "../../support/psychometric-fixtures.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { analyse, analysisFile, withDif } from "./analysis-files.js";

const place = temporaryFolder("khao-analyse");
const analysis = (name: string, content: unknown) => analysisFile(place, name, content);

describe("khao analyse", () => {
  it("puts constraints and priors on a calibration as the library does", async () => {
    const constraints: Partial<CalibrationOptions> = {
      fixed: [{ item: "item1", parameter: "slope", value: 1 }],
      equal: [{ parameter: "slope", items: ["item2", "item3"] }],
      priors: [{ parameter: "slope", prior: { kind: "log-normal", mean: 0, standardDeviation: 0.4 } }],
    };
    const data = readScores(fixture("lsat7/data.csv"));
    const names = data.items;
    const own = JSON.parse(
      JSON.stringify(constraints).replace(/item(\d)/gu, (_, n: string) => names[Number(n) - 1]),
    ) as Partial<CalibrationOptions>;
    const file = await analysis("constraints.json", {
      ...{ responses: fixture("lsat7/data.csv"), model: "2pl", standardErrors: "sandwich", scores: ["eap"] },
      ...own,
    });
    const out = join(place, "constraints");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    const expected = calibrate(data, { model: "2pl", standardErrors: "sandwich", ...own });
    const items = readTable(join(out, "items.csv"));
    expect(Number(items[0].a)).toBe(1);
    expect(items[1].a).toBe(items[2].a);
    items.forEach((row, i) => {
      expect(Number(row.a)).toBeCloseTo(expected.items[i].slope, 8);
      expect(Number(row.se_b1)).toBeCloseTo(expected.items[i].standardErrors.difficulties[0] ?? NaN, 8);
    });
  });

  it("finds the item that differs between groups by partial invariance and by every method of differential functioning", async () => {
    const responses = await withDif(place);
    const file = await analysis("dif.json", {
      ...{ responses: "dif.csv", group: "group", model: "rasch", quadrature: 31 },
      invariance: { threshold: 0.08 },
      dif: { reference: "a", focal: "b", logistic: true, likelihoodRatio: true },
    });
    const out = join(place, "dif");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    const data = readScores(responses, {
      items: ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"],
      group: "group",
    });
    const library = partialInvariance(data, { model: "rasch", quadrature: 31 }, { threshold: 0.08 });
    const steps = readTable(join(out, "invariance-steps.csv"));
    expect(steps.map(({ item, group }) => [item, group])).toEqual(
      library.steps.map(({ item, group }) => [item, group]),
    );
    expect([...new Set(steps.map(({ item }) => item))]).toEqual(["I4"]);
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(summary.log_likelihood).toBeCloseTo(library.calibration.logLikelihood, 8);
    const table = readTable(join(out, "dif.csv"));
    const mh = contingencyDif(data, { reference: "a", focal: "b" });
    table.forEach((row, i) =>
      expect(Number(row.mh_delta)).toBeCloseTo(mh.items[i].mantelHaenszel?.delta ?? NaN, 8),
    );
    expect(table[3].ets_class).toBe("C");
    const regressed = readTable(join(out, "dif-logistic.csv"));
    expect(Number(regressed[3].uniform_p)).toBeLessThan(1e-6);
    const { items } = logisticDif(data, { reference: "a", focal: "b" });
    regressed.forEach((row, i) => {
      expect(Number(row.uniform_wald)).toBeCloseTo(items[i].uniform?.wald?.chiSquare ?? NaN, 8);
      expect(Number(row.non_uniform_wald_p)).toBeCloseTo(items[i].nonUniform?.wald?.p ?? NaN, 8);
      expect(Number(row.both_wald)).toBeCloseTo(items[i].both?.wald?.chiSquare ?? NaN, 8);
    });
    expect(Number(readTable(join(out, "dif-likelihood-ratio.csv"))[3].both_p)).toBeLessThan(1e-6);
  });

  it("writes SIBTEST and crossing SIBTEST with mirt's numbers", async () => {
    interface Theirs extends Record<"beta" | "X2" | "df" | "p", number> {
      item: string;
      type: string;
      SE: number | null;
    }
    const expected: { SIBTEST: Theirs[] } = JSON.parse(
      await readFile(fixture("sim-dif/expected.json"), "utf8"),
    );
    const file = await analysis("sibtest.json", {
      ...{ responses: fixture("sim-dif/data.csv"), group: "focal", model: "rasch", quadrature: 15 },
      ...{ scores: ["eap"], standardErrors: "none", dif: { reference: "0", focal: "1", sibtest: true } },
    });
    const out = join(place, "sibtest");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    const uniform = readTable(join(out, "dif-sibtest.csv"));
    const crossing = readTable(join(out, "dif-crossing-sibtest.csv"));
    expect(uniform).toHaveLength(20);
    // Both sides are written with ten digits.
    for (const { item, type, beta, SE, X2, df, p } of expected.SIBTEST) {
      const row = (type === "SIBTEST" ? uniform : crossing).find((each) => each.item === item);
      expect(row).toMatchObject({ reference: "0", focal: "1", n: "2000", purified: "no", note: "" });
      expect(Number(row?.beta)).toBeCloseTo(beta, 8);
      expect(Number(row?.chi_square)).toBeCloseTo(X2, 6);
      expect(Number(row?.p)).toBeCloseTo(p, 8);
      if (type === "SIBTEST") expect(Number(row?.se_beta)).toBeCloseTo(SE ?? NaN, 8);
      else expect(Number(row?.df)).toBe(df);
    }
    // The bounds of Roussos and Stout (1996) on the reference's own numbers, of the items that it has.
    const classes = expected.SIBTEST.filter(({ type }) => type === "SIBTEST").map(({ item, beta, p }) => {
      const size = Math.abs(beta);
      return [item, p >= 0.05 || size < 0.059 ? "A" : size < 0.088 ? "B" : "C"];
    });
    expect(new Set(classes.map(([, each]) => each)).size).toBeGreaterThan(1);
    const classOf = new Map(uniform.map((row) => [row.item, row.class]));
    for (const [item, each] of classes) expect(classOf.get(item), item).toBe(each);
    const parts = crossing.map((row) => Number(row.beta_below) + Number(row.beta_above));
    uniform.forEach(({ beta }, i) => expect(parts[i]).toBeCloseTo(Number(beta), 8));
  });

  it("says in a table of SIBTEST why nobody could be compared", async () => {
    const rows = [...Array(40)].map((_, p) => (p % 2 ? `a,${p % 3 ? 1 : 0},1,` : `b,,${p % 3 ? 1 : 0},0`));
    await writeFile(join(place, "rotated.csv"), ["group,I1,I2,I3", ...rows, "a,0,0,1"].join("\n"));
    const file = await analysis("rotated.json", {
      ...{ responses: "rotated.csv", group: "group", model: "rasch", quadrature: 15, scores: ["eap"] },
      dif: { match: "share", sibtest: true },
    });
    const out = join(place, "rotated");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    for (const name of ["dif-sibtest.csv", "dif-crossing-sibtest.csv"])
      for (const row of readTable(join(out, name)))
        expect(row).toMatchObject({
          ...{ n: "1", n_scores: "0", beta: "", p: "" },
          ...(name === "dif-sibtest.csv" && { class: "" }),
          note: "one of the groups has nobody who responded to every item",
        });
  });

  it("takes the reference group that the file names", async () => {
    await withDif(place);
    const file = await analysis("reference.json", {
      ...{ responses: "dif.csv", group: "group", reference: "b", model: "rasch", quadrature: 21 },
      scores: ["eap"],
    });
    const out = join(place, "reference");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(join(out, "summary.json"), "utf8")).reference_group).toBe("b");
    expect(readTable(join(out, "groups.csv")).map(({ group }) => group)).toEqual(["b", "a"]);
  });
});
