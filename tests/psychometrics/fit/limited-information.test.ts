import { describe, expect, it } from "vitest";
import {
  calibrate,
  informationCriteria,
  modelFit,
  responseData,
  simulateAbilities,
  simulateResponses,
  type Calibration,
} from "../../../psychometrics/index.js";
import { freeParameters } from "../../../psychometrics/fit/free-parameters.js";
import { groupMargins } from "../../../psychometrics/fit/group-margins.js";
import { marginCovariance } from "../../../psychometrics/fit/margin-covariance.js";
import { marginJacobian } from "../../../psychometrics/fit/margin-jacobian.js";
import { expectedMargins, marginsAtNodes, momentsOf } from "../../../psychometrics/fit/moments.js";
import { comparedSamples } from "../../../psychometrics/fit/samples.js";
import {
  noncentralChiSquareCdf,
  noncentralityFor,
} from "../../../psychometrics/numeric/noncentral-chi-square.js";
import { align } from "../../../psychometrics/persons/align.js";
import { needsShared } from "../../support/psychometric-fixtures.js";
import { hasReference, mirtCase, referenceCases, referenceData } from "../../support/reference-files.js";
import { uniformFrom } from "../../support/uniform.js";

/** Models whose derivatives mirt has right; the others are in `limited-information-mirt.test.ts`. */
const exact = referenceCases({
  lsat6: ["mirt_1pl", "mirt_2pl", "mirt_3pl_logitnorm"],
  lsat7: ["mirt_1pl", "mirt_2pl", "mirt_3pl_logitnorm"],
  science: ["mirt_grm"],
  sat12: ["mirt_1pl", "mirt_2pl"],
  sim_2pl: ["mirt_2pl"],
  sim_gpcm: ["mirt_grm"],
  verbagg: ["mirt_grm"],
  verbagg_dich: ["mirt_1pl", "mirt_2pl"],
});

describe("M2* and C2, against mirt at its own parameters", () => {
  it.for(exact)("%s by %s", ([set, file], { skip }) => {
    if (!hasReference(set, file)) return skip(needsShared);
    const { reference, calibration } = mirtCase(set, file);
    const data = referenceData(set);
    const isBinary = Math.max(...data.maxScores) === 1;
    for (const kind of isBinary ? (["M2*"] as const) : (["M2*", "C2"] as const)) {
      const ours = modelFit(calibration, data, kind);
      const theirs = reference.M2[kind];
      if (theirs.error) {
        expect(ours).toMatchObject({ m2: null, p: null, reason: { english: "too few degrees of freedom" } });
        continue;
      }
      expect(ours.df).toBe(theirs.df);
      // Parameters of ten digits leave 2e-9.
      expect(Math.abs((ours.m2 ?? 0) / theirs.M2 - 1)).toBeLessThan(1e-8);
      const near = (value: number | null, other: number) =>
        expect(Math.abs((value ?? Infinity) - other)).toBeLessThan(0.0005);
      near(ours.p, theirs.p);
      near(ours.rmsea, theirs.RMSEA);
      near(ours.rmsea05, theirs.RMSEA_5);
      near(ours.rmsea95, theirs.RMSEA_95);
      near(ours.srmsr, theirs.SRMSR);
      // In M2* of polytomous items mirt's independence model has more parameters than margins tell apart, and what its
      // decomposition then leaves is arbitrary.
      if (kind === "M2*" && !isBinary) continue;
      near(ours.tli, theirs.TLI);
      near(ours.cfi, theirs.CFI);
      // The same run of the information criteria.
      const criteria = informationCriteria(calibration);
      expect(criteria.aic).toBeCloseTo(reference.AIC, 3);
      expect(criteria.bic).toBeCloseTo(reference.BIC, 3);
      expect(criteria.sabic).toBeCloseTo(reference.SABIC, 3);
    }
  });
});

describe("the derivatives of the margins", () => {
  it.each([
    ["sim_gpcm", "mirt_2pl", "C2"],
    ["sim_gpcm", "mirt_rasch", "M2*"],
    ["sim_gpcm", "mirt_grm", "C2"],
    ["sim_gpcm", "mirt_grm", "M2"],
    ["lsat7", "mirt_3pl_logitnorm", "M2*"],
    ["lsat7", "mirt_1pl", "M2*"],
    ["lsat7", "mirt_rasch", "C2"],
  ] as const)("%s by %s agree with differences", (set, file, kind) => {
    const { calibration } = mirtCase(set, file);
    const data = referenceData(set);
    const free = freeParameters(calibration);
    const marginsOf = (changed: Calibration) => {
      const aligned = align(changed, data);
      const { samples } = comparedSamples(changed, aligned, data.weights);
      const [{ moments, at }] = groupMargins(changed, aligned, samples, kind);
      return { moments, at, expected: expectedMargins(marginsAtNodes(moments, at), at.mass) };
    };
    const { moments, at } = marginsOf(calibration);
    const columns = marginJacobian(moments, at, free, 0);
    const step = 1e-5;
    const moved = (place: number, by: number): Calibration => ({
      ...calibration,
      items: calibration.items.map((item, i) => ({
        ...item,
        parameters: item.parameters.map((value, j) => (free.places[i][j] === place ? value + by : value)),
      })),
      groups: calibration.groups.map((group) => ({
        ...group,
        variance: group.variance + (free.groups[0].variance === place ? by : 0),
      })),
    });
    for (const place of [0, 1, 2, free.count - 1]) {
      const up = marginsOf(moved(place, step)).expected;
      const down = marginsOf(moved(place, -step)).expected;
      columns[place].forEach((value, m) => expect(value).toBeCloseTo((up[m] - down[m]) / (2 * step), 6));
    }
  });
});

describe("M2, M2* and C2", () => {
  it("are the same for right-or-wrong items", () => {
    const { calibration } = mirtCase("lsat7", "mirt_2pl");
    const data = referenceData("lsat7");
    const { statistic, ...all } = modelFit(calibration, data, "M2");
    expect(statistic).toBe("M2");
    expect(modelFit(calibration, data, "M2*")).toMatchObject(all);
    expect(modelFit(calibration, data, "C2")).toMatchObject(all);
  });

  it.each(["M2", "M2*", "C2"] as const)(
    "%s has the covariance of the multinomial over all patterns",
    (kind) => {
      const categories = [3, 4, 2];
      const uniform = uniformFrom("multinomial");
      const mass = Float64Array.of(0.2, 0.5, 0.3);
      const probabilities = categories.map((count) => {
        const table = Float64Array.from({ length: count * 3 }, () => 0.1 + uniform());
        return table.map((value, at) => {
          let sum = 0;
          for (let k = 0; k < count; k++) sum += table[k * 3 + (at % 3)];
          return value / sum;
        });
      });
      const moments = momentsOf(categories, kind);
      const size = { M2: 6 + 11, "M2*": 3 + 3, C2: 6 + 3 }[kind];
      const means = new Float64Array(size);
      const products = new Float64Array(size * size);
      for (let x = 0; x < 24; x++) {
        const pattern = [Math.floor(x / 8), Math.floor(x / 2) % 4, x % 2];
        const chance = mass.reduce(
          (sum, f, q) => sum + pattern.reduce((p, k, i) => p * probabilities[i][k * 3 + q], f),
          0,
        );
        const value = moments.functions.map(({ item, values }) => values[pattern[item]]);
        const margins = [
          ...moments.single.map((f) => value[f]),
          ...moments.pairs.map(([f, g]) => value[f] * value[g]),
        ];
        margins.forEach((a, m) => {
          means[m] += chance * a;
          margins.forEach((b, n) => (products[m * size + n] += chance * a * b));
        });
      }
      const covariance = marginCovariance(moments, { mass, probabilities });
      expect(covariance.length).toBe(size * size);
      covariance.forEach((found, at) => {
        const [m, n] = [Math.floor(at / size), at % size];
        expect(found).toBeCloseTo(products[at] - means[m] * means[n], 12);
      });
    },
  );
});

describe("M2 where the model holds", () => {
  it("has its degrees of freedom for a mean and rejects about as often as it should", () => {
    const items = Array.from({ length: 7 }, (_, n) => ({
      item: `i${n}`,
      model: "gpcm" as const,
      slope: 0.8 + 0.1 * n,
      difficulties: n % 2 ? [-0.5 + 0.1 * n, 0.6] : [-0.9 + 0.3 * n],
    }));
    const runs = 40;
    let sum = 0;
    let rejected = 0;
    let df = 0;
    for (let run = 0; run < runs; run++) {
      const uniform = uniformFrom(`m2 ${run}`);
      const data = simulateResponses(uniform, simulateAbilities(uniform, 800), items);
      const calibration = calibrate(data, { model: "gpcm", standardErrors: "none", tolerance: 1e-4 });
      const fit = modelFit(calibration, data, "C2");
      sum += fit.m2 ?? NaN;
      df = fit.df ?? NaN;
      if ((fit.p ?? 0) < 0.05) rejected++;
    }
    // The mean of 40 chi-squares of df has standard deviation sqrt(2 df / 40); 2 rejections of 40 are expected.
    expect(Math.abs(sum / runs - df)).toBeLessThan(3.5 * Math.sqrt((2 * df) / runs));
    expect(rejected).toBeLessThanOrEqual(7);
  });
});

describe("what it rests on", () => {
  const { calibration } = mirtCase("lsat7", "mirt_2pl");
  const data = referenceData("lsat7");

  it("counts a test taker of weight two as two", () => {
    const rows = Array.from({ length: 200 }, (_, p) => [...data.scores.subarray(p * 25, p * 25 + 5)]);
    const items = [...data.items];
    const a = modelFit(calibration, responseData({ items, rows, weights: rows.map((_, p) => 1 + (p % 2)) }));
    const b = modelFit(
      calibration,
      responseData({ items, rows: rows.flatMap((row, p) => (p % 2 ? [row, row] : [row])) }),
    );
    for (const name of ["m2", "df", "rmsea", "srmsr", "cfi"] as const)
      expect(a[name]).toBeCloseTo(b[name] ?? NaN, 8);
  });

  it("says why there is none with responses missing here and there, a histogram or three items", () => {
    const uniform = uniformFrom("here and there");
    const scores = data.scores.map((score) => (uniform() < 0.3 ? -1 : score));
    expect(modelFit(calibration, { ...data, scores })).toMatchObject({
      ...{ m2: null, srmsr: null, booklets: [], notes: [] },
      reason: { code: "few-in-booklets", values: { least: 100 } },
    });
    const histogram = { ...calibration.groups[0], mass: new Array<number>(61).fill(1 / 61) };
    expect(modelFit({ ...calibration, groups: [histogram] }, data).reason?.english).toBe(
      "it is for a normal distribution of ability",
    );
    expect(modelFit(calibration, data, "M2", 14).reason?.english).toBe(
      "it would compare 15 margins, more than 14",
    );
    const three = { ...calibration, items: calibration.items.slice(0, 3), parameterCount: 6 };
    expect(modelFit(three, data).reason?.english).toBe("too few degrees of freedom");
  });

  it("refuses a calibration that does not say which parameters were free", () => {
    expect(() => modelFit({ ...calibration, parameterCount: 9 }, data)).toThrow(
      "calibrate with keepsCovariance",
    );
    // It was asked for, and there is none: that is another matter.
    expect(() => modelFit({ ...calibration, parameterCount: 9, covariance: null }, data)).toThrow(
      "the information matrix of the 9 parameters is singular, so the data do not determine every one of them",
    );
  });
});

describe("the noncentral chi-square", () => {
  it("is the central one without noncentrality, and has the published value", () => {
    expect(noncentralChiSquareCdf(3.841459, 1, 0)).toBeCloseTo(0.95, 6);
    // One degree of freedom: P(|Z + 2| <= 3) = Phi(1) - Phi(-5).
    expect(noncentralChiSquareCdf(9, 1, 4)).toBeCloseTo(0.8413447, 6);
  });

  it("is inverted", () => {
    const found = noncentralityFor(0.05, 30, 10);
    expect(noncentralChiSquareCdf(30, 10, found)).toBeCloseTo(0.05, 8);
    expect(noncentralityFor(0.95, 5, 10)).toBe(0);
  });
});
