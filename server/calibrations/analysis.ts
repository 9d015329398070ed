import type { AnalysisBody, RunResult } from "../contract/research.js";
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
import type { Localised } from "../../item-bank/types.js";
import { calibrationOptions } from "./calibration-options.js";
import { finite } from "./finite.js";
import { keptCovariance, type KeptCovariance, type NoCovariance } from "./kept-covariance.js";
import { runWarnings } from "./notes.js";
import { curveThetas, itemRow, personRow, runItem } from "./result-rows.js";
import { fitOf } from "./run-fit.js";

/** What a calibration reads: the score matrix as it was when the run was asked for. Plain values, so that it can be kept. */
export interface AnalysisInput {
  options: AnalysisBody;
  items: {
    itemId: string;
    maxScore: number;
    subject: string;
    summary: Localised<string>;
    /** One of several options is right; not there in runs of earlier versions. */
    isChoice?: boolean;
  }[];
  personIds: string[];
  /** A row per person in the order of `personIds`; null for not presented, or left out by the options' rules. */
  rows: (number | null)[][];
  /** Responses that wait for a coder; they count as not presented. */
  waitingForCoding: number;
}

/** Estimates of one person; null where there is none. */
export interface PersonRow {
  id: string;
  raw: number;
  max: number;
  eap: number | null;
  eapSe: number | null;
  wle: number | null;
  wleSe: number | null;
  infit: number | null;
  outfit: number | null;
}

/** An item's parameters and fit as the files give them. */
export interface ItemRow {
  itemId: string;
  model: string;
  maxScore: number;
  /** The score of each category; not 0 to m where some score never occurred. */
  scoreValues: number[];
  n: number;
  slope: number;
  slopeSe: number | null;
  steps: (number | null)[];
  stepSes: (number | null)[];
  intercepts: number[];
  interceptSes: (number | null)[];
  /** Of the 3PL; not there in runs of earlier versions. */
  lowerAsymptote?: number | null;
  lowerAsymptoteSe?: number | null;
  /** Of the nominal model, the slope of each category from 1 up. */
  categorySlopes?: number[];
  categorySlopeSes?: (number | null)[];
  /** The model's own parameter vector; not there in runs of earlier versions. */
  parameters?: number[];
  infit: number | null;
  outfit: number | null;
  sx2: number | null;
  sx2Df: number | null;
  sx2P: number | null;
  rmsd: number | null;
  md: number | null;
}

/** What a calibration makes: the result that the desk shows, and the tables of the download. */
export interface AnalysisOutput {
  result: Omit<RunResult, "run" | "studyId">;
  items: ItemRow[];
  persons: PersonRow[];
  /** Of all item and population parameters, for the standard errors of linking; not there in runs of earlier versions. */
  covariance?: KeptCovariance | NoCovariance;
}

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
