import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { calibrate, itemFit, scorePersons, type ModelName } from "../../../psychometrics/index.js";
import {
  hasShared,
  largestDifference,
  needsShared,
  readScores,
  shared,
} from "../../support/psychometric-fixtures.js";

const metaOf = (name: string) => JSON.parse(readFileSync(shared(`${name}.meta.json`), "utf8"));
const referenceOf = (name: string, file: string) =>
  JSON.parse(readFileSync(shared(`${name}.ref/${file}.json`), "utf8"));

/** Log-likelihood and parameters agree to 0.001, steps of nearly flat items to 0.003, EAP to 0.001 (DESIGN's targets are wider). */
function compare(name: string, model: ModelName, file: string): void {
  const data = readScores(shared(`${name}.csv`), { items: metaOf(name).itemColumns });
  const expected = referenceOf(name, file);
  const calibration = calibrate(data, {
    model,
    quadrature: expected.settings.quadpts,
    range: expected.settings.theta_lim[1],
  });
  expect(Math.abs(calibration.logLikelihood - expected.logLik)).toBeLessThan(0.001);
  for (const item of calibration.items) {
    const { par, SE } = expected.items_IRT[item.item];
    const difficulties = item.difficulties.map((_, k) => par[`b${k + 1}`] ?? par.b);
    expect(Math.abs(item.slope - par.a)).toBeLessThan(0.001);
    expect(largestDifference(item.difficulties, difficulties)).toBeLessThan(
      Math.abs(par.a) < 0.1 ? 0.003 : 0.001,
    );
    if (typeof SE.a === "number")
      expect(Math.abs((item.standardErrors.slope ?? 0) / SE.a - 1)).toBeLessThan(0.01);
  }
  const persons = scorePersons(calibration, data, ["eap"]);
  const eap = expected.personIndex1based.map((p: number) => persons[p - 1].estimates.eap?.theta);
  expect(largestDifference(eap, expected.scores.EAP.theta)).toBeLessThan(0.001);
}

describe.skipIf(!hasShared)(`data sets that stay outside the project ${needsShared}`, () => {
  it.each<[string, ModelName, string]>([
    ["science", "pcm", "mirt_rasch"],
    ["science", "gpcm", "mirt_2pl"],
    ["science", "grm", "mirt_grm"],
    ["sat12", "rasch", "mirt_rasch"],
    ["sat12", "1pl", "mirt_1pl"],
    ["sat12", "2pl", "mirt_2pl"],
    ["mg3", "pcm", "mirt_rasch"],
    ["mg3", "gpcm", "mirt_2pl"],
    ["mg3", "grm", "mirt_grm"],
    ["verbagg", "gpcm", "mirt_2pl"],
    ["verbagg_dich", "rasch", "mirt_rasch"],
    ["sim_booklet", "gpcm", "mirt_2pl"],
    ["sim_neat", "2pl", "mirt_2pl"],
  ])("%s by %s agrees with mirt", compare);

  it.each<[string, string, ModelName, string]>([
    ["verbagg", "male", "pcm", "mg_mirt_rasch"],
    ["verbagg", "male", "gpcm", "mg_mirt_2pl"],
    ["sim_booklet", "group", "pcm", "mg_mirt_rasch"],
    ["sim_booklet", "group", "gpcm", "mg_mirt_2pl"],
  ])("%s in the groups of %s by %s agrees with mirt", (name, group, model, file) => {
    const data = readScores(shared(`${name}.csv`), { items: metaOf(name).itemColumns, group });
    const expected = referenceOf(name, file);
    const calibration = calibrate(data, { model, quadrature: 101, range: 10 });
    expect(Math.abs(calibration.logLikelihood - expected.logLik)).toBeLessThan(0.001);
    expect(calibration.parameterCount).toBe(expected.nest);
    for (const {
      name: label,
      mean,
      variance,
      meanStandardError,
      varianceStandardError,
    } of calibration.groups) {
      const { par, SE } = expected.groupPars[label];
      expect(largestDifference([mean, variance], [par.MEAN_1, par.COV_11])).toBeLessThan(0.001);
      if (typeof SE.MEAN_1 === "number") expect((meanStandardError ?? 0) / SE.MEAN_1).toBeCloseTo(1, 2);
      if (typeof SE.COV_11 === "number") expect((varianceStandardError ?? 0) / SE.COV_11).toBeCloseTo(1, 2);
    }
    for (const { item, slope } of calibration.items) {
      expect(Math.abs(slope - expected.items[item].par.a1)).toBeLessThan(0.001);
    }
  });

  it("mg3 with its sampling weights agrees with TAM", () => {
    const data = readScores(shared("mg3.csv"), { items: metaOf("mg3").itemColumns, weight: "weight" });
    const expected = referenceOf("mg3", "tam_gpcm_weighted");
    // TAM scales weights to sum to the number of rows.
    const total = data.weights.reduce((sum, weight) => sum + weight, 0);
    const scaled = { ...data, weights: data.weights.map((weight) => (weight * data.personCount) / total) };
    const calibration = calibrate(scaled, { model: "gpcm" });
    expect(Math.abs(calibration.logLikelihood - expected.logLik)).toBeLessThan(0.001);
    const slopes = expected.item_irt.map((item: { alpha: number }) => item.alpha);
    expect(
      largestDifference(
        calibration.items.map(({ slope }) => slope),
        slopes,
      ),
    ).toBeLessThan(0.001);
    const rmsd = expected.RMSD.RMSD.map((item: { Group1: number }) => item.Group1);
    expect(
      largestDifference(
        itemFit(calibration, scaled).map((item) => item.rmsd),
        rmsd,
      ),
    ).toBeLessThan(0.0001);
  });

  it("Science by the GPCM has mirt's S-X2", () => {
    const data = readScores(shared("science.csv"));
    const fit = itemFit(calibrate(data, { model: "gpcm" }), data);
    const expected = referenceOf("science", "mirt_2pl").itemfit.S_X2;
    fit.forEach((item, i) => {
      expect(item.sx2Df).toBe(expected[i]["df.S_X2"]);
      expect(Math.abs((item.sx2 ?? 0) - expected[i].S_X2)).toBeLessThan(0.005);
    });
  });
});
