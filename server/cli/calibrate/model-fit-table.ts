import { informationCriteria, type Calibration, type ModelFit } from "../../../psychometrics/index.js";
import type { Message, MessageCode } from "../../../psychometrics/messages/index.js";
import { reasonOf } from "../../library-words/reason-of.js";
import { becauseOf, type Words } from "../../terminal/words.js";
import type { Cell, Table } from "../files/table.js";

/** M2 compares every pair of categories: with more margins than this it alone would take longer than all the rest. */
const m2MarginsMax = 2000;

const statistics = [
  ["m2", "M2"],
  ["m2_star", "M2*"],
  ["c2", "C2"],
] as const;

/** The columns of `model-fit.csv`. */
export const modelFitColumns = ["statistic", "group", "value", "note"];

/** The fit of the model by a statistic, of so many margins at most. */
type FitBy = (statistic: ModelFit["statistic"], marginsMax: number | undefined) => ModelFit;

/**
 * `model-fit.csv`: information criteria, and M2, M2* and C2 with their indices; a row per statistic. What cannot be had
 * is one row with the reason. Where booklets were compared, rows say how many, and what was left out. With several groups each group's own SRMSR follows, with the group's name in `group`, which
 * is empty for what is of the whole model.
 */
export function modelFitTable(
  calibration: Pick<Calibration, "items" | "logLikelihood" | "parameterCount" | "personCount">,
  fitBy: FitBy,
): Table {
  const criteria = Object.entries(informationCriteria(calibration)).map(([name, value]): Cell[] => [
    ...[name, null, value as number | null, null],
  ]);
  // For right-or-wrong items the three are the same.
  const isBinary = calibration.items.every(({ scoreValues }) => scoreValues.length <= 2);
  const once = isBinary ? fitOrReason(fitBy, "M2*") : null;
  return {
    columns: modelFitColumns,
    rows: [
      ...criteria,
      ...statistics.flatMap(([name, statistic]) => rowsOf(name, once ?? fitOrReason(fitBy, statistic))),
    ],
  };
}

function rowsOf(name: string, fit: ModelFit | Words): Cell[][] {
  if (!("statistic" in fit)) return [[name, null, null, fit]];
  const groups = fit.groups.length > 1 ? fit.groups : [];
  return [
    [name, null, fit.m2, null],
    [`${name}_df`, null, fit.df, null],
    [`${name}_p`, null, fit.p, null],
    [`${name}_rmsea`, null, fit.rmsea, null],
    [`${name}_rmsea_5`, null, fit.rmsea05, null],
    [`${name}_rmsea_95`, null, fit.rmsea95, null],
    [`${name}_srmsr`, null, fit.srmsr, null],
    [`${name}_tli`, null, fit.tli, fit.comparisonReason],
    [`${name}_cfi`, null, fit.cfi, fit.comparisonReason],
    [`${name}_n`, null, fit.n, null],
    ...fit.notes.map((note): Cell[] => [`${name}_${rowOf[note.code] ?? "note"}`, null, countIn(note), note]),
    ...groups.map(({ group, srmsr }): Cell[] => [`${name}_srmsr`, group, srmsr, null]),
  ];
}

/** The rows of what the fit says of booklets, by the notes' codes. */
const rowOf: Partial<Record<MessageCode, string>> = {
  "booklets-compared": "booklets",
  "booklets-left-out": "booklets_left_out",
  "items-not-compared": "items_left_out",
};

function countIn({ values }: Message): number | null {
  if ("count" in values) return values.count;
  return "names" in values ? values.names.length : null;
}

function fitOrReason(fitBy: FitBy, statistic: ModelFit["statistic"]): ModelFit | Words {
  try {
    const fit = fitBy(statistic, statistic === "M2" ? m2MarginsMax : undefined);
    return fit.reason ?? fit;
  } catch (error) {
    // Without a covariance of all parameters it can be unknown which of them were free.
    if (error instanceof RangeError) return becauseOf(reasonOf(error));
    throw error;
  }
}
