import {
  calibrate,
  eapReliability,
  empiricalPoints,
  itemFit,
  responseData,
  scorePersons,
  testInformation,
  wleReliability,
  wrightMap,
  type Calibration,
  type Crew,
  type CycleProgress,
  type PersonScore,
  type ResponseData,
} from "../../psychometrics/index.js";
import type { AnalysisInput } from "./analysis-input.js";
import type { AnalysisOutput, ItemRow } from "./analysis-output.js";
import { calibrationOptions } from "./calibration-options.js";
import { finite } from "./finite.js";
import { keptCovariance } from "./kept-covariance.js";
import { runWarnings } from "./notes.js";
import { curveThetas, itemRow, personRow, runItem } from "./result-rows.js";
import { fitOf } from "./run-fit.js";

const empiricalGroupsMax = 10;
/** A group of fewer test takers says more about chance than about the item. */
const empiricalGroupSize = 10;
const binWidth = 0.25;

/**
 * Calibrate, score the persons, and compute fit, curves and information: everything from the input alone and without a
 * random number, so that the same input gives the same output, bit for bit.
 *
 * The model of each item is as `calibrationOptions` says. The curves' grid runs from −6 to 6 logits. Empirical points are up to ten groups of equal size by WLE, which the prior does not draw together.
 *
 * @param crew threads to help with large data; the output is the same without.
 * @throws {RangeError} as `calibrate`.
 */
export function analyse(
  input: AnalysisInput,
  onCycle: (progress: CycleProgress) => void,
  crew?: Crew,
): AnalysisOutput {
  const { items, rows } = input;
  const data = responseData({
    items: items.map(({ itemId }) => itemId),
    rows,
    maxScores: items.map(({ maxScore }) => maxScore),
  });
  const calibration = calibrate(data, {
    ...calibrationOptions(input),
    keepsCovariance: true,
    onCycle,
    crew,
  });
  const persons = scorePersons(calibration, data, ["eap", "wle"]);
  const fits = itemFit(calibration, data);
  const itemRows = calibration.items.map((item, i) => itemRow(item, data, fits[i]));
  return {
    result: {
      ...resultOf(input, data, calibration, persons, itemRows),
      fit: fitOf(calibration, data, fits),
    },
    items: itemRows,
    persons: persons.map((person, p) => personRow(input.personIds[p] ?? "", person)),
    covariance: keptCovariance(calibration),
  };
}

function resultOf(
  input: AnalysisInput,
  data: ResponseData,
  calibration: Calibration,
  persons: readonly PersonScore[],
  itemRows: readonly ItemRow[],
): Omit<AnalysisOutput["result"], "fit"> {
  const abilities = persons.map(({ estimates }) => finite(estimates.wle?.theta));
  const group = calibration.groups[0];
  const information = testInformation(calibration, curveThetas);
  return {
    summary: {
      personCount: calibration.personCount,
      itemCount: calibration.items.length,
      logLikelihood: calibration.logLikelihood,
      parameterCount: calibration.parameterCount,
      aic: calibration.aic,
      bic: calibration.bic,
      latentMean: group?.mean ?? 0,
      latentVariance: group?.variance ?? 1,
      eapReliability: finite(eapReliability(persons, data.weights)),
      wleReliability: finite(wleReliability(persons, data.weights)),
      cycles: calibration.cycles,
      converged: calibration.converged,
    },
    items: calibration.items.flatMap((item, i) => {
      const row = itemRows[i];
      const about = input.items.find(({ itemId }) => itemId === item.item);
      return row && about
        ? [runItem(item, row, about, empiricalPoints(data, abilities, item.item, groupCount(row.n)))]
        : [];
    }),
    personBins: wrightMap(calibration, abilities, undefined, binWidth).persons.map(
      ({ from, to, weight }) => ({
        from,
        to,
        count: weight,
      }),
    ),
    information: information.theta.flatMap((theta, q) => {
      const standardError = information.standardError[q] ?? null;
      return standardError === null
        ? []
        : [{ theta, information: information.information[q] ?? 0, standardError }];
    }),
    trace: calibration.history.filter(Number.isFinite),
    warnings: runWarnings(input, calibration),
  };
}

/** At least two groups, however few test takers there are. */
const groupCount = (n: number): number =>
  Math.max(2, Math.min(empiricalGroupsMax, Math.floor(n / empiricalGroupSize)));
