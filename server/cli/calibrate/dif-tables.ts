import {
  contingencyDif,
  crossingSibtest,
  likelihoodRatioDif,
  logisticDif,
  sibtest,
  sibtestClass,
  type CalibrationOptions,
  type DifOptions,
  type ResponseData,
} from "../../../psychometrics/index.js";
import type { Table } from "../files/table.js";

/** Differential functioning to look for, and by which methods beside contingency tables. */
export interface DifRequest extends DifOptions {
  match?: "score" | "share";
  logistic?: boolean;
  likelihoodRatio?: boolean;
  sibtest?: boolean;
}

/** The files of differential functioning. */
export const difFiles = [
  "dif.csv",
  "dif-logistic.csv",
  "dif-likelihood-ratio.csv",
  "dif-sibtest.csv",
  "dif-crossing-sibtest.csv",
];

/**
 * The tables asked for, by file name.
 *
 * @param options of the calibration, for the likelihood ratio tests.
 * @throws {RangeError} as the library.
 */
export function difTables(
  data: ResponseData,
  { logistic, likelihoodRatio, sibtest: simultaneous, ...how }: DifRequest,
  options: CalibrationOptions,
): Record<string, Table> {
  const tables: Record<string, Table> = { "dif.csv": contingencyTable(data, how) };
  if (logistic) tables["dif-logistic.csv"] = logisticTable(data, how);
  if (likelihoodRatio) tables["dif-likelihood-ratio.csv"] = likelihoodRatioTable(data, options);
  if (simultaneous) {
    tables["dif-sibtest.csv"] = sibtestTable(data, how);
    tables["dif-crossing-sibtest.csv"] = crossingSibtestTable(data, how);
  }
  return tables;
}

function contingencyTable(data: ResponseData, how: DifOptions): Table {
  const { reference, focal, match, items } = contingencyDif(data, how);
  return {
    columns: [
      ...["item", "reference", "focal", "match", "n_reference", "n_focal", "mh_odds_ratio", "mh_delta"],
      ...["se_mh_delta", "ets_class", "mh_chi_square", "mh_p", "breslow_day_p"],
      ...["mantel_chi_square", "mantel_p", "smd", "liu_agresti", "purified", "note"],
    ],
    rows: items.map((row) => [
      ...[row.item, reference, focal, match, row.referenceCount, row.focalCount],
      ...[row.mantelHaenszel?.oddsRatio ?? null, row.mantelHaenszel?.delta ?? null],
      ...[row.mantelHaenszel?.deltaStandardError ?? null, row.mantelHaenszel?.etsClass ?? null],
      ...[row.mantelHaenszel?.corrected.chiSquare ?? null, row.mantelHaenszel?.corrected.p ?? null],
      row.mantelHaenszel?.homogeneity.p ?? null,
      ...[row.mantel?.chiSquare ?? null, row.mantel?.p ?? null, row.standardisedMeanDifference],
      ...[row.cumulative?.oddsRatio ?? null, row.isPurified ? "yes" : "no", row.reason],
    ]),
  };
}

function logisticTable(data: ResponseData, how: DifOptions): Table {
  const { reference, focal, items } = logisticDif(data, how);
  return {
    columns: [
      ...["item", "reference", "focal", "n"],
      ...["uniform", "non_uniform", "both"].flatMap((test) => [
        ...[`${test}_chi_square`, `${test}_p`, `${test}_wald`, `${test}_wald_p`],
      ]),
      ...["r_squared_change", "group_effect", "se_group_effect", "interaction", "se_interaction"],
      ...["zumbo_thomas", "jodoin_gierl", "note"],
    ],
    rows: items.map((row) => [
      ...[row.item, reference, focal, row.n],
      ...[row.uniform, row.nonUniform, row.both].flatMap((test) => [
        ...[test?.chiSquare ?? null, test?.p ?? null, test?.wald?.chiSquare ?? null, test?.wald?.p ?? null],
      ]),
      row.both?.rSquaredChange ?? null,
      ...[row.groupEffect, row.groupStandardError, row.interaction, row.interactionStandardError],
      ...[row.zumboThomas, row.jodoinGierl, row.reason],
    ]),
  };
}

function likelihoodRatioTable(data: ResponseData, options: CalibrationOptions): Table {
  const { items } = likelihoodRatioDif(data, options);
  const groups = data.groupNames.slice(1);
  return {
    columns: [
      ...["item", "both_chi_square", "both_df", "both_p", "uniform_chi_square", "uniform_df", "uniform_p"],
      ...["non_uniform_chi_square", "non_uniform_df", "non_uniform_p"],
      ...groups.map((group) => `shift_${group}`),
      "note",
    ],
    rows: items.map((row) => [
      row.item,
      ...[row.both, row.uniform, row.nonUniform].flatMap((test) => [
        ...[test?.chiSquare ?? null, test?.degreesOfFreedom ?? null, test?.p ?? null],
      ]),
      ...groups.map((group) => row.shifts.find((shift) => shift.group === group)?.shift ?? null),
      row.reason,
    ]),
  };
}

function sibtestTable(data: ResponseData, how: DifOptions): Table {
  const { reference, focal, items } = sibtest(data, how);
  return {
    columns: [
      ...["item", "reference", "focal", "n", "n_scores", "beta", "se_beta", "chi_square", "p"],
      ...["class", "purified", "note"],
    ],
    rows: items.map((row, i) => [
      ...[row.item, reference, focal, row.n, row.scoreCount],
      ...[row.beta, row.standardError, row.chiSquare, row.p],
      sibtestClass(row, data.maxScores[i] ?? 1),
      ...[row.isPurified ? "yes" : "no", row.reason],
    ]),
  };
}

function crossingSibtestTable(data: ResponseData, how: DifOptions): Table {
  const { reference, focal, items } = crossingSibtest(data, how);
  return {
    columns: [
      ...["item", "reference", "focal", "n", "n_scores", "crossing", "beta", "beta_below", "se_beta_below"],
      ...["beta_above", "se_beta_above", "chi_square", "df", "p", "purified", "note"],
    ],
    rows: items.map((row) => [
      ...[row.item, reference, focal, row.n, row.scoreCount, row.crossing, row.beta],
      ...[row.below, row.above].flatMap((part) => [part?.beta ?? null, part?.standardError ?? null]),
      ...[row.chiSquare, row.degreesOfFreedom, row.p],
      ...[row.isPurified ? "yes" : "no", row.reason],
    ]),
  };
}
