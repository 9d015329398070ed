import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  combine,
  correlation,
  differenceWithin,
  estimate,
  fayReplication,
  groupSummaries,
  jk2Replication,
  levelShares,
  linearCombination,
  meanAndSd,
  percentiles,
  regression,
  replicated,
  replicatedGroups,
  replication,
  type Replication,
  type SurveyData,
} from "../../../psychometrics/index.js";
import { fixture, hasShared, needsShared, readTable, shared } from "../../support/psychometric-fixtures.js";

interface Expected {
  est: number | number[];
  se: number | number[];
}

/** Both sides compute the same closed formulas; the reference files have ten digits. */
const tolerance = 1e-6;

function agrees(
  ours: readonly { estimate: number | null; standardError: number | null }[],
  theirs: Expected,
) {
  const scale = (wanted: number) => tolerance * Math.max(1, Math.abs(wanted));
  [theirs.est].flat().forEach((wanted, n) => {
    expect(Math.abs((ours[n].estimate ?? NaN) - wanted)).toBeLessThan(scale(wanted));
  });
  [theirs.se].flat().forEach((wanted, n) => {
    expect(Math.abs((ours[n].standardError ?? NaN) - wanted)).toBeLessThan(scale(wanted));
  });
}

/** Every statistic of a reference file on one data set. */
function compareAll(
  data: SurveyData,
  covariates: { group: string[]; predictors: Float64Array[]; correlated: Float64Array },
  expected: Record<string, Expected>,
): void {
  const [mean, sd] = estimate(data, meanAndSd);
  agrees([mean], expected.mean);
  agrees([sd], expected.sdPopulation);
  agrees(estimate(data, percentiles([0.05, 0.25, 0.5, 0.75, 0.95])), expected.quantiles);
  const fitted = estimate(data, regression(covariates.predictors));
  agrees(fitted, expected.regression);
  agrees(fitted.slice(-1), expected.r2);
  agrees(estimate(data, correlation(covariates.correlated)), expected.corr);
  const groups = replicatedGroups(data, covariates.group).sort((a, b) => a.group.localeCompare(b.group));
  agrees(
    groupSummaries(data, covariates.group)
      .sort((a, b) => a.group.localeCompare(b.group))
      .map((group) => group.mean),
    expected.groupMeans,
  );
  const { difference, standardError } = differenceWithin(groups[0].mean, groups[1].mean, data.replication);
  agrees([{ estimate: difference, standardError }], expected.groupDifference);
}

const numbers = (rows: Record<string, string>[], column: string) =>
  Float64Array.from(rows, (row) => (row[column] === "" ? NaN : Number(row[column])));

describe("replicate weights on simulated zones, against R's survey package", () => {
  const rows = readTable(fixture("sim-booklet/survey.csv"));
  const signs = JSON.parse(readFileSync(fixture("sim-booklet/fay-signs.json"), "utf8")) as Record<
    string,
    string
  >;
  const expected = JSON.parse(readFileSync(fixture("sim-booklet/replication.json"), "utf8"));
  const weights = numbers(rows, "weight");
  const zones = rows.map((row) => row.jkzone);
  const halves = numbers(rows, "jkrep");
  const covariates = {
    group: rows.map((row) => row.female),
    predictors: [numbers(rows, "female"), numbers(rows, "ses")],
    correlated: numbers(rows, "ses"),
  };
  const dataOf = (made: Replication): SurveyData => ({
    values: [numbers(rows, "theta")],
    replication: made,
  });

  it("JK2 with a replicate per zone agrees", () => {
    compareAll(dataOf(jk2Replication(weights, zones, halves)), covariates, expected.JK2);
  });

  it("Fay's method with given replicate weights agrees", () => {
    const replicates = Array.from({ length: 40 }, (_, r) =>
      weights.map((weight, p) => weight * ((signs[zones[p]][r] === "+") === (halves[p] === 1) ? 1.5 : 0.5)),
    );
    compareAll(dataOf(replication("fay", weights, replicates, 0.5)), covariates, expected.Fay);
  });

  it("JK2 in both directions has for a linear statistic the variance of one direction", () => {
    // The total is linear in the weights, so that doubling one half or the other deviates by the same amount.
    const total = (made: Replication) =>
      estimate(dataOf(made), (values, w, persons) => [
        persons.reduce((sum, p) => sum + w[p] * values[p], 0),
      ])[0].standardError ?? NaN;
    const one = total(jk2Replication(weights, zones, halves, "one"));
    const both = total(jk2Replication(weights, zones, halves, "both"));
    expect(both / one).toBeCloseTo(1, 10);
  });

  it("our own Fay weights give for a linear statistic exactly the stratified variance of paired units", () => {
    // Balanced over zones, the variance of a total is the sum over zones of the squared difference of its halves.
    const made = fayReplication(weights, zones, halves, 0.5);
    const values = numbers(rows, "theta");
    const difference = new Map<string, number>();
    rows.forEach((_, p) => {
      const signed = (halves[p] === 1 ? 1 : -1) * weights[p] * values[p];
      difference.set(zones[p], (difference.get(zones[p]) ?? 0) + signed);
    });
    const wanted = Math.sqrt([...difference.values()].reduce((sum, value) => sum + value ** 2, 0));
    const [total] = estimate({ values: [values], replication: made }, (v, w, persons) => [
      persons.reduce((sum, p) => sum + w[p] * v[p], 0),
    ]);
    expect((total.standardError ?? NaN) / wanted).toBeCloseTo(1, 10);
  });

  it("the quick group summaries are the general estimates", () => {
    const data = dataOf(jk2Replication(weights, zones, halves));
    const cuts = [-0.5, 0.4, 1.2];
    const summaries = groupSummaries(data, covariates.group, cuts);
    expect(summaries).toHaveLength(2);
    for (const summary of summaries) {
      const persons = Int32Array.from(rows.flatMap((row, p) => (row.female === summary.group ? [p] : [])));
      const [mean, sd] = estimate(data, meanAndSd, { rows: persons });
      const levels = estimate(data, levelShares(cuts), { rows: persons });
      [summary.mean, summary.sd, ...summary.levels].forEach((ours, n) => {
        const general = [mean, sd, ...levels][n];
        expect(ours.estimate).toBeCloseTo(general.estimate ?? NaN, 10);
        expect(ours.standardError).toBeCloseTo(general.standardError ?? NaN, 10);
      });
      const [top] = estimate(data, (v, w, p) => [1 - levelShares([cuts[2]])(v, w, p)[0]], { rows: persons });
      expect(summary.atOrAbove[2].standardError).toBeCloseTo(top.standardError ?? NaN, 10);
    }
  });

  it("a difference made of parts is the difference computed whole", () => {
    const data = dataOf(jk2Replication(weights, zones, halves));
    const [mean, sd] = replicated(data, meanAndSd);
    const made = linearCombination([
      { value: mean, coefficient: 2 },
      { value: sd, coefficient: -3 },
    ]);
    const [whole] = replicated(data, (v, w, p) => {
      const [m, s] = Array.from(meanAndSd(v, w, p));
      return [2 * m - 3 * s];
    });
    expect(made.full[0]).toBeCloseTo(whole.full[0], 12);
    made.replicates[0].forEach((value, r) => expect(value).toBeCloseTo(whole.replicates[0][r], 12));
  });
});

describe.skipIf(!hasShared)(`TIMSS, Austria, five plausible values ${needsShared}`, () => {
  it("JK2 and Rubin's rules agree with R's survey and mitools, and with BIFIEsurvey", () => {
    const rows = readTable(shared("timss_pv.csv"));
    const expected = JSON.parse(readFileSync(shared("timss_pv.ref/replication_jk2.json"), "utf8"));
    const made = jk2Replication(
      numbers(rows, "TOTWGT"),
      rows.map((row) => row.JKZONE),
      numbers(rows, "JKREP"),
    );
    const data = {
      values: [1, 2, 3, 4, 5].map((m) => numbers(rows, `MAT${m}`)),
      replication: made,
    };
    compareAll(
      data,
      {
        group: rows.map((row) => row.female),
        predictors: [numbers(rows, "female"), numbers(rows, "books")],
        correlated: numbers(rows, "books"),
      },
      expected,
    );
    const [mean] = estimate(data, meanAndSd);
    expect(mean.imputationVariance).toBeCloseTo(expected.mean.imputationVar, 6);
    const [first] = estimate(data, meanAndSd, { samplingVariance: "first" });
    expect(first.standardError).toBeCloseTo(expected.mean.se_PV1sampling, 6);
    const girls = groupSummaries(
      data,
      rows.map((row) => row.female),
    ).find(({ group }) => group === "1");
    const theirs = expected.BIFIE.univar.find(
      (row: { var: string; groupval: number }) => row.var === "MAT" && row.groupval === 1,
    );
    expect(girls?.sd.standardError).toBeDefined();
    expect(girls?.mean.standardError).toBeCloseTo(theirs.M_SE, 6);
    expect(girls?.mean.missingInformation).toBeCloseTo(theirs.M_fmi, 6);
  });
});

describe.skipIf(!hasShared)(`half-samples of three strata ${needsShared}`, () => {
  it("give the ratio and its error of R's survey package", () => {
    const { data, ratio, total } = JSON.parse(readFileSync(shared("scd_brr.json"), "utf8")) as {
      data: { ESA: number; ambulance: number; arrests: number; alive: number }[];
      ratio: { est: number; se: number };
      total: { se: number[] };
    };
    const ones = new Float64Array(data.length).fill(1);
    const alive = Float64Array.from(data, (row) => row.alive);
    const arrests = Float64Array.from(data, (row) => row.arrests);
    const ratioAndTotal = (made: Replication) =>
      replicated({ values: [alive], replication: made }, (values, weights, persons) => {
        const of = (list: Float64Array) => persons.reduce((sum, p) => sum + weights[p] * list[p], 0);
        return [of(values) / of(arrests), of(values)];
      });
    // The four half-samples of the package's example.
    const halfSamples = [
      [2, 0, 2, 0, 2, 0],
      [2, 0, 0, 2, 0, 2],
      [0, 2, 2, 0, 0, 2],
      [0, 2, 0, 2, 2, 0],
    ];
    const given = ratioAndTotal(replication("brr", ones, halfSamples));
    expect(given[0].full[0]).toBeCloseTo(ratio.est, 9);
    // The package's default takes deviations from the replicates' mean; ours, as PISA's, are from the full estimate.
    const [quotients] = given[0].replicates;
    const centre = quotients.reduce((sum, value) => sum + value / 4, 0);
    const aboutMean = quotients.reduce((sum, value) => sum + (value - centre) ** 2 / 4, 0);
    expect(Math.sqrt(aboutMean)).toBeCloseTo(ratio.se, 9);
    const full = combine(given[0], { method: "brr", factor: 1 / 4 }).samplingVariance ?? NaN;
    expect(full).toBeCloseTo(aboutMean + (centre - ratio.est) ** 2, 9);
    expect(combine(given[1], { method: "brr", factor: 1 / 4 }).standardError).toBeCloseTo(total.se[0], 6);
    // Our own half-samples are others; they give a linear statistic the same error.
    const own = fayReplication(
      ones,
      data.map(({ ESA }) => String(ESA)),
      data.map(({ ambulance }) => ambulance - 1),
      0,
    );
    expect(own.method).toBe("brr");
    expect(own.replicates).toHaveLength(4);
    const [, ownTotal] = ratioAndTotal(own);
    expect(combine(ownTotal, own).standardError).toBeCloseTo(total.se[0], 6);
  });
});
