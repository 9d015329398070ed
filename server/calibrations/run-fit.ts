import type { RunFit } from "../contract/run-result.js";
import {
  adjustedP,
  curveDeviations,
  informationCriteria,
  modelFit,
  notPresented,
  q3,
  type Calibration,
  type ItemFit,
  type ModelFit,
  type ResponseData,
} from "../../psychometrics/index.js";
import { finite } from "./finite.js";
import { reasonInWords } from "../library-words/reason-in-words.js";
import { reasonOf } from "../library-words/reason-of.js";
import { inBothLanguages } from "../library-words/words.js";
import type { Note } from "./notes.js";

/** Pairs of more items fill a picture that nobody can read; the list of the largest ones is kept. */
export const matrixItemsMax = 60;

/**
 * Margins of the first two orders grow with the square of the items, and the time with their cube: these, of 61 right-or-wrong
 * items or of thirteen booklets of 39, take some ten seconds.
 */
const marginsMax = 1900;

const pairsMax = 50;
/** With fewer test takers to a pair, chance alone gives a correlation of 0.2, which is what one looks for. */
export const pairSizeMin = 100;

/**
 * The fit that the desk shows: information criteria, limited-information fit, S-X2 with p-values adjusted over the items,
 * deviations of curves, and residual correlations.
 *
 * @param fits of the calibration's items, in their order.
 */
export function fitOf(calibration: Calibration, data: ResponseData, fits: readonly ItemFit[]): RunFit {
  const adjusted = adjustedP(fits.map(({ sx2P }) => finite(sx2P)));
  const deviations = curveDeviations(calibration, data);
  const codes = new Set(fits.map(({ sx2Reason }) => sx2Reason?.code));
  const reason = codes.size === 1 ? fits[0]?.sx2Reason : null;
  return {
    criteria: informationCriteria(calibration),
    whole: wholeFit(calibration, data),
    items: fits.map((fit, i) => ({
      itemId: fit.item,
      sx2: finite(fit.sx2),
      sx2Df: finite(fit.sx2Df),
      sx2P: finite(fit.sx2P),
      sx2AdjustedP: adjusted[i] ?? null,
      rmsdCorrected: finite(deviations[i]?.groups[0]?.rmsdBiasCorrected),
      md: finite(fit.md),
    })),
    sx2Reason: reason ? inBothLanguages(reason) : null,
    q3: residualCorrelations(calibration, data),
  };
}

function wholeFit(calibration: Calibration, data: ResponseData): RunFit["whole"] {
  try {
    const fit = limitedFit(calibration, data);
    const isTooLong = ["many-margins", "many-margins-of-samples"].includes(fit.reason?.code ?? "");
    return inContract(fit, isTooLong ? tooMany : fit.reason && inBothLanguages(fit.reason));
  } catch (error) {
    // Without a covariance of the parameters it can be unknown which of them were free.
    if (error instanceof RangeError) return inContract(null, reasonInWords(reasonOf(error)));
    throw error;
  }
}

const tooMany: Note = {
  vi: "có quá nhiều câu hỏi nên tính rất lâu; lệnh khao calibrate --diagnostics tính được",
  en: "there are too many items, which would take too long; khao calibrate --diagnostics can do it",
};

/** A fit as the desk shows it; without one every number is null and the reason says why. */
function inContract(fit: ModelFit | null, reason: Note | null): RunFit["whole"] {
  return {
    statistic: fit?.statistic ?? "M2*",
    n: fit?.n ?? 0,
    m2: finite(fit?.m2),
    df: finite(fit?.df),
    p: finite(fit?.p),
    rmsea: finite(fit?.rmsea),
    rmsea05: finite(fit?.rmsea05),
    rmsea95: finite(fit?.rmsea95),
    srmsr: finite(fit?.srmsr),
    tli: finite(fit?.tli),
    cfi: finite(fit?.cfi),
    notes: (fit?.notes ?? []).map((note) => inBothLanguages(note)),
    reason,
    comparisonReason: fit?.comparisonReason ? inBothLanguages(fit.comparisonReason) : null,
  };
}

/** M2*, or C2 where that has no degrees of freedom left or does not determine the parameters. */
function limitedFit(calibration: Calibration, data: ResponseData): ModelFit {
  const first = modelFit(calibration, data, "M2*", marginsMax);
  const isShort = ["few-degrees-of-freedom", "margins-undetermined"].includes(first.reason?.code ?? "");
  return isShort ? modelFit(calibration, data, "C2", marginsMax) : first;
}

function residualCorrelations(calibration: Calibration, data: ResponseData): RunFit["q3"] {
  const found = q3(calibration, data);
  const { items } = found;
  const size = items.length;
  if (size < 2) return null;
  const counts = countsOfPairs(data, items);
  const isKept = (i: number, j: number) => (counts[i * size + j] ?? 0) >= pairSizeMin;
  const pairs: NonNullable<RunFit["q3"]>["pairs"] = [];
  for (let i = 1; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const value = finite(found.values[i * size + j]);
      const [first, second] = [items[j], items[i]];
      if (value === null || first === undefined || second === undefined || !isKept(i, j)) continue;
      pairs.push({ items: [first, second], n: counts[i * size + j] ?? 0, q3: value });
    }
  }
  const sum = pairs.reduce((total, pair) => total + pair.q3, 0);
  return {
    mean: pairs.length === 0 ? null : sum / pairs.length,
    pairs: pairs.sort((a, b) => b.q3 - a.q3).slice(0, pairsMax),
    matrix:
      size > matrixItemsMax
        ? null
        : found.values.map((value, at) => (isKept(Math.floor(at / size), at % size) ? finite(value) : null)),
  };
}

/** Test takers who responded to both items of each pair. */
function countsOfPairs(data: ResponseData, items: readonly string[]): Int32Array {
  const columns = items.map((item) => data.items.indexOf(item));
  const counts = new Int32Array(items.length ** 2);
  const here: number[] = [];
  for (let p = 0; p < data.personCount; p++) {
    here.length = 0;
    columns.forEach((column, i) => {
      if (data.scores[p * data.items.length + column] !== notPresented) here.push(i);
    });
    for (const i of here)
      for (const j of here) counts[i * items.length + j] = (counts[i * items.length + j] ?? 0) + 1;
  }
  return counts;
}
