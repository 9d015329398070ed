import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { latentRegression } from "../../../psychometrics/index.js";
import { fixedItemsFrom } from "../../../psychometrics/population-model/fixed-item.js";
import type { PosteriorMethod } from "../../../psychometrics/index.js";
import {
  fixture,
  hasShared,
  largestDifference,
  needsShared,
  readScores,
  readTable,
  shared,
} from "../../support/psychometric-fixtures.js";

/** A latent regression of TAM, with the item parameters it goes with. */
interface Reference {
  items: { item: string; slope: number; intercepts: number[] }[];
  predictors: string[];
  logLik: number;
  beta: number[];
  variance: number;
  eapReliability: number;
  pvMean: number;
  pvVariance: number;
  eapRegression: number[];
  persons: number[];
  eap: number[];
  sd: number[];
}

function fitted(path: string, reference: Reference, method: PosteriorMethod, weight?: string) {
  const names = reference.items.map(({ item }) => item);
  const data = readScores(path, { items: names, weight });
  const items = fixedItemsFrom(reference.items.map((item) => ({ ...item, model: "gpcm" })));
  const rows = readTable(path);
  const columns = Float64Array.from(
    reference.predictors.flatMap((predictor) => rows.map((row) => Number(row[predictor]))),
  );
  const design = { names: reference.predictors, columns };
  return { data, regression: latentRegression([{ name: "theta", items }], data, design, { method }) };
}

/**
 * TAM's item parameters and regression maximise the likelihood together, so with the items fixed there the maximum in
 * the regression is the same. TAM fixes the intercept at 0 for that; ours is estimated and must come out as 0. TAM
 * stopped at changes of 1e-7, which is the reason for 1e-5.
 */
function expectAgreement(path: string, reference: Reference, method: PosteriorMethod, weight?: string) {
  const { data, regression } = fitted(path, reference, method, weight);
  const { summary, means, covariances } = regression;
  const meanWeight = data.weights.reduce((sum, value) => sum + value, 0) / data.personCount;
  expect(Math.abs(summary.logLikelihood / meanWeight - reference.logLik)).toBeLessThan(0.001);
  expect(
    largestDifference(
      summary.coefficients.map(({ estimate }) => estimate),
      reference.beta,
    ),
  ).toBeLessThan(1e-5);
  expect(summary.residualCovariance[0][0]).toBeCloseTo(reference.variance, 5);
  const places = reference.persons.map((place) => place - 1);
  expect(
    largestDifference(
      places.map((p) => means[p]),
      reference.eap,
    ),
  ).toBeLessThan(1e-5);
  expect(
    largestDifference(
      places.map((p) => Math.sqrt(covariances[p])),
      reference.sd,
    ),
  ).toBeLessThan(1e-5);
  expect(summary.eapReliability[0]).toBeCloseTo(reference.eapReliability, 5);
  expect(summary.populationMean[0]).toBeCloseTo(reference.pvMean, 5);
  expect(summary.populationVariance[0]).toBeCloseTo(reference.pvVariance, 5);
  // The regression of posterior means on the predictors is the regression itself: what EM stops at.
  const regressed = regression.design.regress(means, 1);
  expect(largestDifference([...regressed], [...regression.coefficients])).toBeLessThan(1e-5);
}

const grid: PosteriorMethod = { kind: "grid", count: 101, range: 10 };

describe("a latent regression with items fixed, beside TAM", () => {
  const path = fixture("sim-booklet/data.csv");
  const references = JSON.parse(
    readFileSync(fixture("sim-booklet/latent-regression.json"), "utf8"),
  ) as Record<string, Reference>;

  it("agrees on a booklet design under the Rasch and partial credit models, on TAM's own grid", () => {
    expectAgreement(path, references.rasch, grid);
  });

  it("agrees under the 2PL and GPCM, by adaptive quadrature", () => {
    expectAgreement(path, references["2pl"], { kind: "quadrature" });
  });

  it("agrees with weights", () => {
    expectAgreement(path, references.rasch_weighted, grid, "weight");
  });

  it("is within 0.002 by Laplace's approximation, which has an error of its own", () => {
    const { regression } = fitted(path, references["2pl"], { kind: "laplace" });
    const { summary, means } = regression;
    const estimates = summary.coefficients.map(({ estimate }) => estimate);
    expect(largestDifference(estimates, references["2pl"].beta)).toBeLessThan(0.002);
    expect(Math.abs(summary.residualCovariance[0][0] - references["2pl"].variance)).toBeLessThan(0.002);
    const eap = references["2pl"].persons.map((place) => means[place - 1]);
    expect(largestDifference(eap, references["2pl"].eap)).toBeLessThan(0.002);
    expect(Math.abs(summary.logLikelihood - references["2pl"].logLik)).toBeLessThan(0.1);
  });
});

/** The file of a TAM run as it stands beside the project. */
interface TamFile {
  item: { item: string }[];
  AXsi: (number | "NA")[][];
  B_cat: number[][];
  Yvars: string[];
  logLik: number;
  beta: number[][];
  variance: number;
  EAPrel: number;
  EAPregression: { coef: number[]; pvMeanLimit: number; pvVarLimit: number };
  personIndex1based: number[];
  EAP: { theta: number[]; sd: number[] };
}

function readTam(kind: string): Reference {
  const tam = JSON.parse(readFileSync(shared(`verbagg_dich.ref/latreg_tam_${kind}.json`), "utf8")) as TamFile;
  return {
    items: tam.item.map(({ item }, i) => ({
      item,
      slope: tam.B_cat[i][1],
      intercepts: tam.AXsi[i].slice(1).filter((value) => value !== "NA"),
    })),
    predictors: tam.Yvars.slice(1),
    logLik: tam.logLik,
    beta: tam.beta.map(([value]) => value),
    variance: tam.variance,
    eapReliability: tam.EAPrel,
    pvMean: tam.EAPregression.pvMeanLimit,
    pvVariance: tam.EAPregression.pvVarLimit,
    eapRegression: tam.EAPregression.coef,
    persons: tam.personIndex1based,
    eap: tam.EAP.theta,
    sd: tam.EAP.sd,
  };
}

describe.skipIf(!hasShared)(`verbal aggression on sex and anger ${needsShared}`, () => {
  for (const kind of ["rasch", "2pl"]) {
    it(`agrees with TAM, ${kind}`, () => {
      expectAgreement(shared("verbagg_dich.csv"), readTam(kind), grid);
      expectAgreement(shared("verbagg_dich.csv"), readTam(kind), { kind: "quadrature" });
    });

    it(`agrees with mirt, ${kind}: another program's item parameters, likelihood and EAP`, () => {
      const mirt = JSON.parse(readFileSync(shared(`verbagg_dich.ref/latreg_mirt_${kind}.json`), "utf8")) as {
        logLik: number;
        coef: Record<string, { par: Record<string, number> }>;
        EAP: { theta: number[]; se: number[] };
        personIndex1based: number[];
      };
      const tam = readTam(kind);
      const items = tam.items.map(({ item }) => {
        const { a1, d } = mirt.coef[item].par;
        return { item, slope: a1, intercepts: [d] };
      });
      const { regression } = fitted(shared("verbagg_dich.csv"), { ...tam, items }, grid);
      expect(Math.abs(regression.summary.logLikelihood - mirt.logLik)).toBeLessThan(0.001);
      const places = mirt.personIndex1based.map((place) => place - 1);
      // mirt stopped at changes of 1e-7 in slopes and intercepts, far along a flat ridge with the regression.
      const eap = places.map((p) => regression.means[p]);
      expect(largestDifference(eap, mirt.EAP.theta)).toBeLessThan(1e-4);
    });
  }
});
