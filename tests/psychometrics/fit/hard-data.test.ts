import { describe, expect, it } from "vitest";
import {
  calibrate,
  conditionalErrors,
  curveDeviations,
  informationCriteria,
  localDependence,
  modelFit,
  plugInFit,
  q3,
  reliabilityAnalysis,
  responseData,
  scorePersons,
  type ModelName,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { changed, nanIn, simulated } from "../../support/hard-data.js";
import { uniformFrom } from "../../support/uniform.js";

function everything(data: ResponseData, model: ModelName) {
  const calibration = calibrate(data, { model, cyclesMax: 200, keepsCovariance: true });
  const found = {
    reliability: reliabilityAnalysis(data),
    errors: conditionalErrors(data),
    m2: modelFit(calibration, data),
    c2: modelFit(calibration, data, "C2"),
    deviations: curveDeviations(calibration, data),
    dependence: localDependence(calibration, data),
    q3: q3(calibration, data, "wle"),
    q3Posterior: q3(calibration, data, "posterior"),
    plugged: (["eap", "map", "ml", "wle"] as const).map((at) => plugInFit(calibration, data, at)),
    persons: (["eap", "map", "ml", "wle"] as const).map((at) => scorePersons(calibration, data, [at], at)),
    criteria: informationCriteria(calibration),
  };
  expect(nanIn(found)).toEqual([]);
  // Never an infinite or a missing estimate without a reason.
  for (const persons of found.persons)
    for (const { estimates } of persons)
      for (const { theta, reason } of Object.values(estimates))
        if (theta === null || !Number.isFinite(theta)) expect(reason?.english).toMatch(/\w{3}/);
  for (const fit of [found.m2, found.c2]) if (fit.m2 === null) expect(fit.reason?.english).toMatch(/\w{3}/);
  return found;
}

const binary = simulated(300, [[-1], [-0.5], [0], [0.3], [0.6], [1]], "fit hard");

describe("hard data give a result that says what happened, for every statistic", () => {
  it("items that all got right or wrong", () => {
    const { m2 } = everything(
      changed(binary, (score, _, i) => (i === 0 ? 1 : i === 1 ? 0 : score)),
      "2pl",
    );
    // The four items left make eight parameters and ten margins.
    expect(m2.df).toBe(2);
  });

  it("test takers without responses, and with all right or all wrong", () => {
    const found = everything(
      changed(binary, (score, p) => (p < 5 ? null : p < 10 ? 1 : p < 15 ? 0 : score)),
      "2pl",
    );
    const ml = found.persons[2];
    expect(ml[0].estimates.ml).toMatchObject({ theta: null, reason: { english: "there are no responses" } });
    expect(ml[7].estimates.ml?.reason?.english).toBe("the likelihood is highest at the highest ability");
    expect(ml[7]).toMatchObject({ infit: null, lz: null });
  });

  it("weights of zero, and a group of one", () => {
    const rows = Array.from({ length: 300 }, (_, p) => [...binary.scores.subarray(p * 6, p * 6 + 6)]);
    const found = everything(
      responseData({
        items: binary.items,
        rows,
        weights: rows.map((_, p) => p % 2),
        groups: rows.map((_, p) => (p === 1 ? "one" : "rest")),
        groupNames: ["rest", "one"],
      }),
      "rasch",
    );
    expect(found.m2).toMatchObject({ reason: null, groups: [{ n: 149 }, { n: 1 }] });
    expect(found.deviations[0].groups[1].n).toBeCloseTo(1, 10);
  });

  it("an item keyed the wrong way round", () => {
    everything(
      changed(binary, (score, _, i) => (i === 2 ? 1 - score : score)),
      "2pl",
    );
  });

  it("five percent presented", () => {
    const uniform = uniformFrom("sparse fit");
    const steps = Array.from({ length: 30 }, (_, n) => [-1.5 + n / 10]);
    const found = everything(
      simulated(600, steps, "sparse", () => uniform() < 0.05),
      "rasch",
    );
    expect(found.m2.reason?.english).toContain("fewer than half");
    expect(found.reliability.cases).toBe("available");
  });

  it("thirty categories", () => {
    const steps = Array.from({ length: 29 }, (_, k) => -2 + k / 7);
    const { c2, m2 } = everything(simulated(400, [steps, steps, steps, steps], "thirty fit"), "pcm");
    expect(m2.reason?.english).toBe("too few degrees of freedom");
    expect(c2.m2 === null ? c2.reason : "").toMatch(/^$|singular|degrees of freedom/);
  });
});
