import { describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  responseData,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  slopeMax,
  type CalibrationOptions,
  type ModelName,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { uniformFrom } from "../../support/uniform.js";

const models = ["1pl", "2pl", "3pl", "gpcm", "grm", "nominal"] as const;
const names = ["a", "b", "c", "d", "e", "f"];
const isGraded = (model: ModelName) => ["gpcm", "grm", "nominal"].includes(model);
/** Middle scores occur too where the model has them, so that nothing is left of the scores' gaps. */
const highestOf = (model: ModelName) => (isGraded(model) ? 2 : 1);

/** Half of the test takers have everything right, the other half everything wrong. */
function halves(model: ModelName): ResponseData {
  const rows = Array.from({ length: 100 }, (_, p) => names.map(() => (p % 2 ? highestOf(model) : 0)));
  return responseData({ items: names, rows });
}

/** Whoever has an item right has all easier ones right: a perfect scale (Guttman, 1944). */
function scalogram(model: ModelName): ResponseData {
  const rows = Array.from({ length: 70 }, (_, p) =>
    names.map((_name, i) => (p % 7 > i ? highestOf(model) : 0)),
  );
  return responseData({ items: names, rows });
}

function ordinary(model: ModelName): ResponseData {
  const uniform = uniformFrom("ordinary");
  const items = names.map((item, i) => ({
    item,
    model: "gpcm" as const,
    slope: 1.2,
    difficulties: isGraded(model) ? [-1.2 + i / 3, -0.5 + i / 3] : [-1 + i / 3],
  }));
  return simulateResponses(uniform, simulateAbilities(uniform, 400), items);
}

const fit = (data: ResponseData, model: ModelName, options: Partial<CalibrationOptions> = {}) =>
  calibrate(data, { model, standardErrors: "none", ...options });

/** The mean EAP of the test takers with each raw score that occurs, lowest score first. */
function eapByScore(data: ResponseData, calibration: ReturnType<typeof calibrate>): number[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { raw, estimates } of scorePersons(calibration, data, ["eap"])) {
    const entry = sums.get(raw) ?? { sum: 0, count: 0 };
    entry.sum += estimates.eap?.theta ?? NaN;
    entry.count++;
    sums.set(raw, entry);
  }
  return [...sums].sort(([a], [b]) => a - b).map(([, { sum, count }]) => sum / count);
}

describe("responses too consistent for a slope", () => {
  it.each(models)("end at the bound of the slopes, and the items are named (%s)", (model) => {
    for (const data of [halves(model), scalogram(model)]) {
      const calibration = fit(data, model);
      expect(calibration.converged).toBe(false);
      for (const { slope } of calibration.items) expect(slope).toBe(slopeMax);
      expect(
        calibration.notes.filter(({ english }) =>
          english.startsWith("Items a, b, c, d, e, f: their slopes went"),
        ),
      ).toHaveLength(1);
    }
  });

  it("have one likelihood, by whatever model of which the 2PL is a case", () => {
    const reached = (["1pl", "2pl", "gpcm", "grm", "nominal"] as const).map(
      (model) => fit(halves("2pl"), model).logLikelihood,
    );
    for (const logLikelihood of reached) expect(logLikelihood).toBeCloseTo(reached[0], 6);
  });

  it("end so in the dimension that they are of, and the other one is estimated", () => {
    const { scores, personCount } = ordinary("2pl");
    const rows = Array.from({ length: personCount }, (_, p) =>
      names.map((_name, i) => (i < 3 ? scores[p * 6 + i] : p % 2)),
    );
    const dimensions = [
      { name: "A", items: names.slice(0, 3) },
      { name: "B", items: names.slice(3) },
    ];
    const { calibration } = calibrateMultidimensional(responseData({ items: names, rows }), {
      ...{ model: "2pl", dimensions, quadrature: 21 },
    });
    expect(calibration.converged).toBe(false);
    expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
      "Items d, e, f: their slopes went to the bound of 20",
    );
    expect(calibration.items[3].standardErrors.slope).toBeNull();
    expect(calibration.items[0].standardErrors.slope).toBeGreaterThan(0);
  });

  it("leave an item alone that is not one of them, with its standard error", () => {
    const copied = ordinary("2pl");
    const rows = Array.from({ length: copied.personCount }, (_, p) => {
      const own = Array.from(copied.scores.subarray(p * 6, p * 6 + 6));
      return [...own.slice(0, 3), own[5], own[5], own[5]];
    });
    const calibration = calibrate(responseData({ items: names, rows }), { model: "2pl" });
    expect(calibration.converged).toBe(false);
    expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
      "Items d, e, f: their slopes went to the bound of 20",
    );
    expect(calibration.items[3].standardErrors.slope).toBeNull();
    expect(calibration.items[0].standardErrors.slope).toBeGreaterThan(0);
    expect(calibration.items[0].standardErrors.slope).toBeLessThan(1);
  });
});

describe("EAP rises with the raw score", () => {
  it.each(models)("on halves, on a perfect scale and on ordinary responses (%s)", (model) => {
    for (const data of [halves(model), scalogram(model), ordinary(model)]) {
      const means = eapByScore(data, fit(data, model));
      means.slice(1).forEach((mean, n) => expect(mean).toBeGreaterThan(means[n]));
    }
  });
});

describe("the direction of the scale", () => {
  const backwards = Object.fromEntries(names.map((item) => [item, -1]));
  const start = names.map((item) => ({ item, parameter: "slope", value: backwards[item] }));

  it.each(models)("is that of most items, wherever the iteration began (%s)", (model) => {
    const data = ordinary(model);
    const calibration = fit(data, model, { start });
    expect(calibration.items.every(({ slope }) => slope > 0)).toBe(true);
    expect(calibration.logLikelihood).toBeCloseTo(fit(data, model).logLikelihood, 3);
  });

  it("takes the groups and a histogram round with it", () => {
    const data = ordinary("2pl");
    const groups = Array.from({ length: data.personCount }, (_, p) => Number(p % 3 === 0));
    const grouped = { ...data, groups: Int32Array.from(groups), groupNames: ["rest", "third"] };
    const options = { groups: { rest: { shape: "histogram" as const } }, tolerance: 1e-5 };
    const turned = fit(grouped, "2pl", { ...options, start });
    const plain = fit(grouped, "2pl", options);
    expect(turned.groups[1].mean).toBeCloseTo(plain.groups[1].mean, 2);
    expect(turned.logLikelihood).toBeCloseTo(plain.logLikelihood, 2);
    const means = eapByScore(grouped, turned);
    means.slice(1).forEach((mean, n) => expect(mean).toBeGreaterThan(means[n]));
  });

  it("leaves one or two items that are keyed the wrong way round as they are", () => {
    const data = ordinary("2pl");
    const rows = Array.from({ length: data.personCount }, (_, p) =>
      Array.from(data.scores.subarray(p * 6, p * 6 + 6), (score, i) => (i < 2 ? 1 - score : score)),
    );
    const { items, converged } = fit(responseData({ items: names, rows }), "2pl");
    expect(converged).toBe(true);
    expect(items.map(({ slope }) => Math.sign(slope))).toEqual([-1, -1, 1, 1, 1, 1]);
  });

  it("is that of the anchors, even where most other items go the other way", () => {
    const data = ordinary("2pl");
    const anchors = [{ item: "a", model: "2pl" as const, slope: -1.2, intercepts: [1.2] }];
    const { items } = fit(data, "2pl", { anchors, cyclesMax: 300 });
    expect(items[0].slope).toBe(-1.2);
  });
});
