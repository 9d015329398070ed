import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  modelNames,
  responseData,
  responseDataOf,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  type Calibration,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { fixture, largestDifference, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

const lsat7 = readScores(fixture("lsat7/data.csv"));
const slopesOf = (calibration: Calibration) => calibration.items.map(({ slope }) => slope);

function rows(data: ResponseData): (number | null)[][] {
  const count = data.items.length;
  return Array.from({ length: data.personCount }, (_, p) =>
    Array.from(data.scores.subarray(p * count, (p + 1) * count), (score) => (score < 0 ? null : score)),
  );
}

describe("a calibration", () => {
  const original = calibrate(lsat7, { model: "2pl" });

  it("does not depend on the order of the test takers or of the items", () => {
    const order = [3, 1, 4, 0, 2];
    const data = responseData({
      items: order.map((i) => lsat7.items[i]),
      rows: rows(lsat7)
        .reverse()
        .map((row) => order.map((i) => row[i])),
    });
    const turned = calibrate(data, { model: "2pl" });
    expect(turned.logLikelihood).toBeCloseTo(original.logLikelihood, 6);
    order.forEach((i, n) => expect(turned.items[n].slope).toBeCloseTo(original.items[i].slope, 4));
  });

  it("takes twice the weight for the same test taker twice", () => {
    const weights = Array.from({ length: 1000 }, (_, p) => (p % 3 === 0 ? 2 : 1));
    const weighted = calibrate(responseData({ items: lsat7.items, rows: rows(lsat7), weights }), {
      model: "2pl",
    });
    const twice = rows(lsat7).flatMap((row, p) => (p % 3 === 0 ? [row, row] : [row]));
    const repeated = calibrate(responseData({ items: lsat7.items, rows: twice }), { model: "2pl" });
    expect(weighted.logLikelihood).toBeCloseTo(repeated.logLikelihood, 8);
    expect(largestDifference(slopesOf(weighted), slopesOf(repeated))).toBeLessThan(1e-8);
    const errors = (calibration: Calibration) => calibration.items.map((item) => item.standardErrors.slope);
    expect(largestDifference(errors(weighted), errors(repeated))).toBeLessThan(1e-8);
  });

  it("does not look at test takers of weight zero", () => {
    const extra = [...rows(lsat7), [1, 0, 1, 0, 1], [0, 0, 0, 0, 7]];
    const weights = extra.map((_, p) => (p < 1000 ? 1 : 0));
    const data = responseData({ items: lsat7.items, rows: extra, weights });
    expect(calibrate(data, { model: "2pl" }).logLikelihood).toBeCloseTo(original.logLikelihood, 8);
  });

  it("is the same by the GPCM as by the 2PL, and by the PCM as by Rasch, on right or wrong items", () => {
    expect(calibrate(lsat7, { model: "gpcm" }).logLikelihood).toBe(original.logLikelihood);
    expect(calibrate(lsat7, { model: "grm" }).logLikelihood).toBeCloseTo(original.logLikelihood, 6);
    const rasch = calibrate(lsat7, { model: "rasch" });
    expect(calibrate(lsat7, { model: "pcm" }).logLikelihood).toBe(rasch.logLikelihood);
  });

  it("has the same likelihood by the 1PL as by Rasch, with the standard deviation as its slope", () => {
    const rasch = calibrate(lsat7, { model: "rasch", quadrature: 121, range: 12 });
    const equal = calibrate(lsat7, { model: "1pl", quadrature: 121, range: 12 });
    expect(equal.logLikelihood).toBeCloseTo(rasch.logLikelihood, 6);
    expect(equal.items[0].slope).toBeCloseTo(Math.sqrt(rasch.groups[0].variance), 5);
    expect(new Set(slopesOf(equal)).size).toBe(1);
    expect(rasch.parameterCount).toBe(equal.parameterCount);
  });

  it("stores as JSON and scores the same when read again", () => {
    const data = readScores(fixture("lsat6/data.csv"));
    const calibration = calibrate(data, { model: "2pl" });
    const read = JSON.parse(JSON.stringify(calibration)) as typeof calibration;
    expect(scorePersons(read, data)).toEqual(scorePersons(calibration, data));
  });

  it("never loses log-likelihood from one cycle to the next", () => {
    const { history } = calibrate(readScores(fixture("sim-gpcm/data.csv")), { model: "gpcm" });
    history.slice(1).forEach((value, n) => expect(value).toBeGreaterThanOrEqual(history[n] - 1e-6));
  });

  it("gives its own estimates back as anchors, with the ability distribution they imply", () => {
    const anchors = original.items.map(({ item, slope, intercepts }) => ({
      item,
      model: "2pl" as const,
      slope,
      intercepts,
    }));
    const all = calibrate(lsat7, { model: "2pl", anchors });
    expect(all.groups[0].mean).toBeCloseTo(0, 4);
    expect(all.groups[0].variance).toBeCloseTo(1, 3);
    expect(all.parameterCount).toBe(2);
    const some = calibrate(lsat7, { model: "2pl", anchors: anchors.slice(0, 3) });
    expect(slopesOf(some).slice(0, 3)).toEqual(slopesOf(original).slice(0, 3));
    expect(some.logLikelihood).toBeCloseTo(original.logLikelihood, 3);
  });

  it("mixes models, each item by its own", () => {
    const mixed = calibrate(lsat7, { model: "2pl", models: { Item1: "rasch", Item5: "3pl" } });
    expect(mixed.items[0].slope).toBe(1);
    expect(mixed.items[4].lowerAsymptote).toBeGreaterThan(0);
    // A slope of 1 holds the unit, so the variance is free.
    expect(mixed.groups[0].varianceStandardError).toBeGreaterThan(0);
  });

  it("is the same whatever the blocks in which responses are summed: any missing pattern agrees with brute force", () => {
    const items: SimulatedItem[] = [0, 1, 2, 3].map((n) => ({
      item: `i${n}`,
      model: "gpcm",
      slope: 1,
      difficulties: n % 2 ? [-0.5, 0.5] : [0.3],
    }));
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 8 }), (seed) => {
        const uniform = uniformFrom(seed);
        const abilities = simulateAbilities(uniform, 60);
        const data = simulateResponses(uniform, abilities, items, () => uniform() < 0.7);
        const calibration = calibrate(data, {
          model: "pcm",
          cyclesMax: 5,
          standardErrors: "none",
          tolerance: 1e-12,
        });
        expect(calibration.logLikelihood).toBeCloseTo(bruteForce(data, calibration), 7);
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(modelNames)("a calibration by the %s", (model) => {
  const isGraded = !["rasch", "1pl", "2pl", "3pl"].includes(model);
  const uniform = uniformFrom(`laws of ${model}`);
  const items: SimulatedItem[] = Array.from({ length: 5 }, (_, i) => ({
    item: `i${i}`,
    model: "gpcm",
    slope: 1.2,
    difficulties: isGraded ? [-1.2 + 0.4 * i, -0.4 + 0.4 * i] : [-1 + 0.5 * i],
  }));
  const data = simulateResponses(uniform, simulateAbilities(uniform, 240), items);
  const options = { model, quadrature: 21, range: 5 };
  const original = calibrate(data, options);
  /** All that a calibration says of its items, with standard errors, item by item in the order of `names`. */
  const numbersOf = ({ items: found }: Calibration, names = data.items) =>
    names.flatMap((name) => {
      const item = found.find((one) => one.item === name);
      const size = item?.parameters.length ?? 0;
      const errors = item?.parameters.map((_, j) => Math.sqrt(item.covariance?.[j * (size + 1)] ?? NaN));
      return item && errors ? [...item.parameters, ...errors] : [NaN];
    });

  it("does not depend on the order of the test takers or of the items", () => {
    const order = [3, 1, 4, 0, 2];
    const turned = calibrate(
      responseData({
        items: order.map((i) => data.items[i]),
        rows: rows(data)
          .reverse()
          .map((row) => order.map((i) => row[i])),
      }),
      options,
    );
    // Sums in another order end a little elsewhere within the tolerance of the iteration, 1e-6 a cycle.
    expect(turned.logLikelihood).toBeCloseTo(original.logLikelihood, 6);
    expect(largestDifference(numbersOf(turned), numbersOf(original))).toBeLessThan(2e-4);
  });

  it("takes twice the weight for the same test taker twice, and does not look at a weight of zero", () => {
    // The last two test takers have a score that no item of the model may have: nobody may look at them.
    const weights = Array.from({ length: 242 }, (_, p) => (p >= 240 ? 0 : p % 3 === 0 ? 2 : 1));
    const strange = [rows(data)[0], items.map(() => 9)];
    const weighted = calibrate(
      responseData({ items: data.items, rows: [...rows(data), ...strange], weights }),
      options,
    );
    const twice = rows(data).flatMap((row, p) => (p % 3 === 0 ? [row, row] : [row]));
    const repeated = calibrate(responseData({ items: data.items, rows: twice }), options);
    expect(weighted.logLikelihood).toBeCloseTo(repeated.logLikelihood, 8);
    expect(largestDifference(numbersOf(weighted), numbersOf(repeated))).toBeLessThan(1e-6);
    expect(weighted.logLikelihood).not.toBeCloseTo(original.logLikelihood, 0);
  });
});

/** The marginal log-likelihood by the definition, one test taker, node and item after another. */
function bruteForce(data: ResponseData, calibration: Calibration): number {
  const { count, range } = calibration.quadrature;
  const nodes = Array.from({ length: count }, (_, q) => -range + (2 * range * q) / (count - 1));
  const density = nodes.map((node) => Math.exp(-(node ** 2) / (2 * calibration.groups[0].variance)));
  const total = density.reduce((sum, value) => sum + value, 0);
  let logLikelihood = 0;
  for (const row of rows(data)) {
    let marginal = 0;
    nodes.forEach((node, q) => {
      let likelihood = density[q] / total;
      calibration.items.forEach(({ item, slope, intercepts, scoreValues }) => {
        const score = row[data.items.indexOf(item)];
        if (score === null) return;
        const terms = [0, ...intercepts].map((intercept, k) => Math.exp(k * slope * node + intercept));
        likelihood *= terms[scoreValues.indexOf(score)] / terms.reduce((sum, term) => sum + term, 0);
      });
      marginal += likelihood;
    });
    logLikelihood += Math.log(marginal);
  }
  return logLikelihood;
}

describe("groups", () => {
  it("of the same responses have the same distribution", () => {
    const data = responseDataOf({
      items: lsat7.items,
      personCount: 2000,
      scores: Int8Array.of(...lsat7.scores, ...lsat7.scores),
      groups: Array.from({ length: 2000 }, (_, p) => (p < 1000 ? "a" : "b")),
    });
    const calibration = calibrate(data, { model: "2pl" });
    expect(calibration.groups[1].mean).toBeCloseTo(0, 3);
    expect(calibration.groups[1].variance).toBeCloseTo(1, 3);
    expect(calibration.groups[0].meanStandardError).toBeNull();
    expect(calibration.groups[1].meanStandardError).toBeGreaterThan(0);
  });
});
