import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  classicalAnalysis,
  eapReliability,
  itemFit,
  scorePersons,
  scoreTable,
  testInformation,
  wleReliability,
  type Calibration,
  type ModelName,
  type ResponseData,
} from "../../../psychometrics/index.js";
import {
  fixture,
  largestDifference,
  readScores,
  type Reference,
  type ReferenceModel,
  type ReferenceNumber,
} from "../../support/psychometric-fixtures.js";

// What is compared and why no closer: tests/fixtures/psychometrics/lsat6/README.md.
const parameterTolerance = 0.001;
const fitTolerance = 0.005;
const relativeErrorTolerance = 0.01;

function errorsAgree(ours: (number | null)[], theirs: (ReferenceNumber | null)[]): void {
  ours.forEach((value, n) => {
    const other = theirs[n];
    if (typeof other !== "number") return;
    expect(Math.abs((value ?? Infinity) / other - 1)).toBeLessThan(relativeErrorTolerance);
  });
}

function checkParameters(calibration: Calibration, expected: ReferenceModel): void {
  expect(calibration.converged).toBe(true);
  expect(Math.abs(calibration.logLikelihood - expected.logLik)).toBeLessThan(0.001);
  expect(calibration.parameterCount).toBe(expected.parameterCount);
  expect(calibration.aic).toBeCloseTo(expected.aic, 2);
  expect(calibration.bic).toBeCloseTo(expected.bic, 2);
  expect(Math.abs(calibration.groups[0].variance - expected.variance)).toBeLessThan(parameterTolerance);
  errorsAgree([calibration.groups[0].varianceStandardError], [expected.seVariance]);
  for (const item of calibration.items) {
    const reference = expected.items[item.item];
    expect(Math.abs(item.slope - reference.a)).toBeLessThan(parameterTolerance);
    expect(largestDifference(item.difficulties, reference.b)).toBeLessThan(parameterTolerance);
    errorsAgree([item.standardErrors.slope], [reference.seA]);
    if (reference.seB) errorsAgree(item.standardErrors.difficulties, reference.seB);
  }
}

function checkPersons(calibration: Calibration, data: ResponseData, expected: ReferenceModel): void {
  const all = scorePersons(calibration, data, ["eap", "map", "ml", "wle"]);
  const sample = expected.persons.map((p: number) => all[p - 1]);
  for (const name of ["eap", "map", "ml", "wle"] as const) {
    const estimates = sample.map((person) => person.estimates[name]);
    const { theta, se } = expected[name];
    expect(
      largestDifference(
        estimates.map((estimate) => estimate?.theta),
        theta,
      ),
    ).toBeLessThan(parameterTolerance);
    if (se) {
      expect(
        largestDifference(
          estimates.map((estimate) => estimate?.standardError),
          se,
        ),
      ).toBeLessThan(parameterTolerance);
    }
  }
  expect(eapReliability(all, data.weights)).toBeCloseTo(expected.eapReliability, 4);
  if (expected.tam) {
    const ofTam = expected.tam.persons.map((p: number) => all[p - 1].estimates.wle);
    expect(
      largestDifference(
        ofTam.map((estimate) => estimate?.theta),
        expected.tam.wle.theta,
      ),
    ).toBeLessThan(0.001);
    expect(
      largestDifference(
        ofTam.map((estimate) => estimate?.standardError),
        expected.tam.wle.se,
      ),
    ).toBeLessThan(0.001);
    expect(wleReliability(all, data.weights)).toBeCloseTo(expected.tam.wleReliability, 4);
  }
  if (expected.personFitAtWle) {
    for (const name of ["infit", "outfit", "lz"] as const) {
      const theirs = expected.personFitAtWle.map((fit) => fit[name]);
      expect(
        largestDifference(
          sample.map((person) => person[name]),
          theirs,
        ),
      ).toBeLessThan(fitTolerance);
    }
  }
}

function checkItemFit(
  calibration: Calibration,
  data: ResponseData,
  expected: ReferenceModel,
  polytomous: boolean,
): void {
  const fit = itemFit(calibration, data);
  if (expected.tam) {
    expect(
      largestDifference(
        fit.map(({ infit }) => infit),
        expected.tam.msq.map((x) => x.infit),
      ),
    ).toBeLessThan(1e-4);
    expect(
      largestDifference(
        fit.map(({ outfit }) => outfit),
        expected.tam.msq.map((x) => x.outfit),
      ),
    ).toBeLessThan(1e-4);
    expect(
      largestDifference(
        fit.map(({ rmsd }) => rmsd),
        expected.tam.rmsd,
      ),
    ).toBeLessThan(1e-4);
    expect(
      largestDifference(
        fit.map(({ md }) => md),
        expected.tam.md,
      ),
    ).toBeLessThan(1e-4);
  }
  if (polytomous) return;
  fit.forEach((item, i) => {
    expect(item.sx2Df).toBe(expected.sx2[i].df);
    expect(Math.abs((item.sx2 ?? Infinity) - expected.sx2[i].sx2)).toBeLessThan(fitTolerance);
    expect(Math.abs((item.sx2P ?? Infinity) - expected.sx2[i].p)).toBeLessThan(fitTolerance);
  });
}

function checkScoreTable(calibration: Calibration, personCount: number, expected: ReferenceModel): void {
  const table = scoreTable(calibration);
  const theirs = expected.scoreTable;
  expect(table.map(({ score }) => score)).toEqual(theirs.map((row) => row.score));
  expect(
    largestDifference(
      table.map(({ theta }) => theta),
      theirs.map((row) => row.theta),
    ),
  ).toBeLessThan(0.001);
  expect(
    largestDifference(
      table.map((row) => row.standardError),
      theirs.map((row) => row.se),
    ),
  ).toBeLessThan(0.001);
  const counts = table.map(({ expectedProportion }) => personCount * expectedProportion);
  expect(
    largestDifference(
      counts,
      theirs.map((row) => row.expected),
    ),
  ).toBeLessThan(0.01);
}

describe.each(["lsat6", "lsat7", "sim-2pl", "sim-gpcm"])("%s, against mirt, TAM and CDM", (name) => {
  const data = readScores(fixture(`${name}/data.csv`));
  const reference = JSON.parse(readFileSync(fixture(`${name}/expected.json`), "utf8")) as Reference;
  const polytomous = name === "sim-gpcm";

  describe.each(Object.keys(reference.models) as ModelName[])("by %s", (model) => {
    const expected = reference.models[model];
    const { quadrature, range } = expected.settings;
    const calibration = calibrate(data, { model, quadrature, range });

    it("has the same log-likelihood, parameters and standard errors", () => {
      checkParameters(calibration, expected);
    });

    it("gives test takers the same abilities, standard errors and fit", () => {
      checkPersons(calibration, data, expected);
    });

    it("has the same item fit", () => {
      checkItemFit(calibration, data, expected, polytomous);
    });

    it("has the same table of sum scores and test information", () => {
      checkScoreTable(calibration, data.personCount, expected);
      const information = testInformation(calibration, expected.testInformation.theta);
      expect(largestDifference(information.information, expected.testInformation.information)).toBeLessThan(
        0.001,
      );
      expect(
        largestDifference(information.expectedScore, expected.testInformation.expectedScore),
      ).toBeLessThan(0.001);
    });
  });

  if (reference.threeParameter)
    it("has the posterior mode of the 3PL under both priors on guessing", () => {
      const priors = {
        beta: { kind: "beta", alpha: 5, beta: 17 },
        logitnorm: { kind: "normal-logit", mean: -1.5, standardDeviation: 0.5 },
      } as const;
      for (const kind of ["beta", "logitnorm"] as const) {
        const prior = priors[kind];
        const expected = reference.threeParameter?.[kind];
        if (!expected) continue;
        const calibration = calibrate(data, { model: "3pl", lowerAsymptotePrior: prior });
        expect(Math.abs(calibration.logLikelihood - expected.logLik)).toBeLessThan(0.001);
        expect(Math.abs(calibration.logPrior - expected.logPrior)).toBeLessThan(0.001);
        calibration.items.forEach((item, i) => {
          const theirs = expected.items[i];
          expect(
            largestDifference(
              [item.slope, item.difficulties[0], item.lowerAsymptote],
              [theirs.a, theirs.b, theirs.c],
            ),
          ).toBeLessThan(0.001);
        });
        const persons = scorePersons(calibration, data, ["eap"]);
        const ours = expected.persons.map((p: number) => persons[p - 1].estimates.eap?.theta);
        expect(largestDifference(ours, expected.eap)).toBeLessThan(0.001);
      }
    });

  it("has the same classical statistics", () => {
    const analysis = classicalAnalysis(data);
    const expected = reference.classical;
    expect(analysis.alpha).toBeCloseTo(expected.alpha, 8);
    // The reference stops its factor analysis at six digits.
    expect(analysis.omega).toBeCloseTo(expected.omega, 5);
    expect(analysis.total?.standardErrorOfMeasurement).toBeCloseTo(expected.sem, 8);
    expect(analysis.total).toMatchObject({ min: expected.total.min, max: expected.total.max });
    expect(analysis.total?.mean).toBeCloseTo(expected.total.mean, 8);
    expect(analysis.total?.sd).toBeCloseTo(expected.total.sd, 8);
    analysis.items.forEach((item, i) => {
      const theirs = expected.items[i];
      expect(
        largestDifference(
          [
            item.mean,
            item.proportionCorrect,
            item.sd,
            item.itemTotal,
            item.itemRest,
            item.alphaIfDeleted,
            item.discrimination27,
          ],
          [
            theirs.mean,
            theirs.p,
            theirs.sd,
            theirs.itemTotal,
            theirs.itemRest,
            theirs.alphaIfDeleted,
            theirs.d27,
          ],
        ),
      ).toBeLessThan(1e-8);
    });
  });
});
