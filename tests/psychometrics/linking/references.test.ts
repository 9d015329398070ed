import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  formItem,
  jackknifeLink,
  link,
  linkErrorOfDifferences,
  robustShift,
  type CalibratedForm,
  type LinkOptions,
  type ModelName,
} from "../../../psychometrics/index.js";
import { fixture } from "../../support/psychometric-fixtures.js";

const expected = JSON.parse(readFileSync(fixture("sim-neat/expected.json"), "utf8"));

function form(model: ModelName, rows: [item: string, slope: number, difficulty: number][]): CalibratedForm {
  return {
    items: rows.map(([item, slope, difficulty]) =>
      formItem({ item, model, slope, difficulties: [difficulty] }),
    ),
  };
}

describe("two forms with ten common items", () => {
  const formX = form("2pl", expected.formX);
  const formY = form("2pl", expected.formY);

  function differences(options: LinkOptions, constants: { A: number; B: number }): [number, number] {
    const { slope, intercept, converged } = link(formX, formY, options);
    expect(converged).toBe(true);
    return [Math.abs(slope - constants.A), Math.abs(intercept - constants.B)];
  }

  // Closed formulas, from parameters with ten digits.
  it.each([
    ["mean-mean", "meanMean"],
    ["mean-sigma", "meanSigma"],
    ["mean-geometric-mean", "meanGeoMean"],
  ] as const)("%s linking is what its formula gives", (method, name) => {
    for (const difference of differences({ method }, expected.own[name]))
      expect(difference).toBeLessThan(1e-8);
  });

  // Haberman's joint least squares of two studies come to this method; sirt's result is 6e-5 from the closed formula, far
  // inside the 0.005 that linking constants are wanted to.
  it("mean-geometric-mean linking agrees with sirt's Haberman linking", () => {
    const haberman = { A: 1.226354929, B: 0.5465737613 };
    for (const difference of differences({ method: "mean-geometric-mean" }, haberman))
      expect(difference).toBeLessThan(1e-4);
  });

  // The same criterion on the same points in base R. The search there stopped where the criterion no longer fell in its
  // seventh digit, which leaves the constants uncertain in the fifth.
  it.each([
    ["haebara", "normal", "Haebara_normal"],
    ["haebara", "uniform", "Haebara_uniform"],
    ["stocking-lord", "normal", "SL_normal"],
    ["stocking-lord", "uniform", "SL_uniform"],
  ] as const)("%s linking with %s weights agrees with its definition in base R", (method, kind, name) => {
    for (const difference of differences({ method, weights: { kind } }, expected.own[name]))
      expect(difference).toBeLessThan(2e-5);
  });

  // equateIRT takes Gauss-Hermite points; the integral over the normal is the same to five digits.
  it.each([
    ["mean-mean", "mean-mean"],
    ["mean-sigma", "mean-sigma"],
    ["haebara", "Haebara"],
    ["stocking-lord", "Stocking-Lord"],
  ] as const)("%s linking agrees with equateIRT", (method, name) => {
    for (const difference of differences({ method }, expected.equateIRT[name]))
      expect(difference).toBeLessThan(2e-5);
  });

  // plink prints six digits and stops early; its symmetric criterion weighs the two scales as ours does.
  it.each([
    ["haebara", false, "nonsymmetric", "HB"],
    ["stocking-lord", false, "nonsymmetric", "SL"],
    ["haebara", true, "symmetric", "HB"],
    ["stocking-lord", true, "symmetric", "SL"],
  ] as const)("%s linking, symmetric %s, agrees with plink", (method, isSymmetric, kind, name) => {
    const constants = expected.plink[kind][name];
    for (const difference of differences({ method, isSymmetric, weights: { kind: "uniform" } }, constants))
      expect(difference).toBeLessThan(3e-4);
  });

  it("the criterion at its minimum is that of base R", () => {
    // Base R takes the mean over points of the sum over items of squared differences of the right answers' curves; here
    // both categories count, and the normal weights do not end at 4.
    const haebara = link(formX, formY, { method: "haebara" }).criterion ?? NaN;
    expect(Math.abs(haebara / 2 - expected.own.Haebara_normal.criterion)).toBeLessThan(1e-6);
    const stockingLord = link(formX, formY, { weights: { kind: "uniform" } }).criterion ?? NaN;
    expect(Math.abs(stockingLord - expected.own.SL_uniform.criterion)).toBeLessThan(1e-9);
  });
});

/** 25 reading items of PISA in two studies: Monseur & Berezner's (2007) example as sirt's data.pisaPars has it. */
const pisa: [item: string, first: number, second: number][] = [
  ["R055Q01", -1.459, -1.525],
  ["R055Q02", 0.474, 0.509],
  ["R055Q03", 0.012, -0.013],
  ["R055Q05", -0.771, -0.832],
  ["R067Q01", -2.135, -1.861],
  ["R067Q04", 0.08, 0.327],
  ["R067Q05", -0.264, -0.109],
  ["R102Q04A", 1.422, 1.607],
  ["R102Q05", 0.668, 0.98],
  ["R104Q01", -1.254, -1.406],
  ["R104Q02", 1.33, 1.326],
  ["R104Q05", 2.475, 2.165],
  ["R111Q01", -0.377, -0.371],
  ["R111Q02B", 1.171, 1.226],
  ["R111Q06B", 0.762, 0.809],
  ["R219Q02", -1.423, -1.139],
  ["R220Q01", 0.901, 1.028],
  ["R220Q02B", -0.179, 0.031],
  ["R220Q04", -0.005, 0.2],
  ["R220Q05", -1.347, -1.251],
  ["R220Q06", -0.435, -0.209],
  ["R227Q01", 0.172, 0.234],
  ["R227Q02T", 0.093, 0.135],
  ["R227Q03", 0.225, 0.259],
  ["R227Q06", -0.888, -0.665],
];

describe("25 PISA reading items in two studies (published by sirt)", () => {
  const rasch = (study: 1 | 2) =>
    form(
      "rasch",
      pisa.map((row) => [row[0], 1, row[study]]),
    );
  // sirt's shift is what study 2 lies above study 1, where the two are compared: B with its sign turned.
  const base = rasch(1);
  const other = rasch(2);
  // sirt compares on 100 points from -4 to 4.
  const weights = { kind: "uniform", range: 4, nodeCount: 100 } as const;
  const unitOf = Object.fromEntries(pisa.map(([item]) => [item, item.slice(0, 4)]));
  const differences = pisa.map(([, first, second]) => second - first);

  it("give the published mean-mean shift, with the slope held at 1", () => {
    const { slope, intercept } = link(base, other, { method: "mean-mean" });
    expect(slope).toBe(1);
    expect(-intercept).toBeCloseTo(0.08828, 8);
    expect(linkErrorOfDifferences(differences)).toBeCloseTo(0.029748, 6);
  });

  it("give the published Stocking-Lord shift, to the digits that the published search found", () => {
    // A second run of sirt gave 0.09294.
    expect(Math.abs(-link(base, other, { weights }).intercept - 0.092935)).toBeLessThan(1e-5);
  });

  it("give the published jackknife link errors, by text and by item", () => {
    // Published 0.04491 and 0.02683; a second run of sirt gave 0.04490 and 0.02682.
    const byText = jackknifeLink(base, other, { weights }, unitOf);
    expect(byText.units).toHaveLength(8);
    expect(Math.abs(byText.linkErrors.intercept - 0.044905)).toBeLessThan(1.5e-5);
    const byItem = jackknifeLink(base, other, { weights });
    expect(byItem.units).toHaveLength(25);
    expect(Math.abs(byItem.linkErrors.intercept - 0.026825)).toBeLessThan(1.5e-5);
    expect(byItem.linkErrors.slope).toBe(0);
  });

  it("have no outliers: robust linking trims nothing, and the published MAD is theirs", () => {
    const robust = robustShift(differences);
    expect(robust.trimmedCount).toBe(0);
    expect(robust.shift).toBeCloseTo(0.08828, 8);
    expect(robust.standardError).toBeCloseTo(0.029748, 6);
    expect(robust.medianAbsoluteDeviation).toBeCloseTo(0.1824, 4);
  });

  it("with two items broken are robust: the trimmed shift stays where the plain one runs away", () => {
    const broken = differences.map((difference, i) => (i < 2 ? difference + 2 : difference));
    const robust = robustShift(broken);
    expect(robust.trimmedCount).toBeGreaterThanOrEqual(2);
    expect(Math.abs(robust.shift - 0.08828)).toBeLessThan(0.05);
    expect(broken.reduce((sum, difference) => sum + difference, 0) / 25).toBeGreaterThan(0.24);
    expect(() => robustShift([0.1, 0.2])).toThrow("at least 3 common items");
  });
});
