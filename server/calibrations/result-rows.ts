import type { RunItem } from "../contract/run-result.js";
import {
  itemCurve,
  thetaRange,
  type CalibratedItem,
  type EmpiricalPoint,
  type ItemFit,
  type PersonScore,
  type ResponseData,
} from "../../psychometrics/index.js";
import type { AnalysisInput } from "./analysis-input.js";
import type { ItemRow, PersonRow } from "./analysis-output.js";
import { finite } from "./finite.js";
import { itemNotes } from "./notes.js";

/** Where curves are computed: from −6 to 6 logits. */
export const curveThetas = thetaRange(-6, 6, 121);

/** An item's parameters and fit as the files give them. */
export function itemRow(item: CalibratedItem, data: ResponseData, fit: ItemFit | undefined): ItemRow {
  const { standardErrors } = item;
  return {
    itemId: item.item,
    model: item.model,
    maxScore: data.maxScores[data.items.indexOf(item.item)] ?? 0,
    scoreValues: item.scoreValues,
    n: fit?.n ?? 0,
    slope: item.slope,
    slopeSe: finite(standardErrors.slope),
    steps: item.difficulties.map(finite),
    stepSes: standardErrors.difficulties.map(finite),
    intercepts: item.intercepts,
    interceptSes: standardErrors.intercepts.map(finite),
    lowerAsymptote: finite(item.lowerAsymptote),
    lowerAsymptoteSe: finite(standardErrors.lowerAsymptote),
    ...(item.categorySlopes && {
      categorySlopes: item.categorySlopes,
      categorySlopeSes: (standardErrors.categorySlopes ?? []).map(finite),
    }),
    parameters: item.parameters,
    infit: finite(fit?.infit),
    outfit: finite(fit?.outfit),
    sx2: finite(fit?.sx2),
    sx2Df: finite(fit?.sx2Df),
    sx2P: finite(fit?.sx2P),
    rmsd: finite(fit?.rmsd),
    md: finite(fit?.md),
  };
}

/** An item as the desk shows it, with its curve and the points observed. */
export function runItem(
  item: CalibratedItem,
  row: ItemRow,
  about: AnalysisInput["items"][number],
  points: readonly EmpiricalPoint[],
): RunItem {
  const curve = itemCurve(item, curveThetas);
  const steps = row.steps.filter((step) => step !== null);
  // A score that nobody got has no curve of its own; it is drawn at zero, so that line k is always score k.
  const probabilities = Array.from({ length: about.maxScore + 1 }, (_, score) => {
    const category = item.scoreValues.indexOf(score);
    return (category < 0 ? undefined : curve.probabilities[category]) ?? curveThetas.map(() => 0);
  });
  return {
    itemId: row.itemId,
    summary: about.summary,
    subject: about.subject,
    model: row.model,
    maxScore: about.maxScore,
    n: row.n,
    slope: row.slope,
    slopeSe: row.slopeSe,
    steps,
    stepSes: row.stepSes.slice(0, steps.length),
    difficulty: steps.reduce((sum, step) => sum + step, 0) / Math.max(1, steps.length),
    lowerAsymptote: row.lowerAsymptote,
    lowerAsymptoteSe: row.lowerAsymptoteSe,
    ...(row.categorySlopes && { categorySlopes: row.categorySlopes, categorySlopeSes: row.categorySlopeSes }),
    infit: row.infit,
    outfit: row.outfit,
    rmsd: row.rmsd,
    curve: { theta: [...curveThetas], probabilities, expectedScore: curve.expectedScore },
    empirical: points.map(({ theta, n, meanScore, proportions }) => ({ theta, n, meanScore, proportions })),
    notes: itemNotes(item, about.maxScore),
  };
}

/** The estimates of one person. */
export function personRow(id: string, { raw, max, estimates, infit, outfit }: PersonScore): PersonRow {
  return {
    id,
    raw,
    max,
    eap: finite(estimates.eap?.theta),
    eapSe: finite(estimates.eap?.standardError),
    wle: finite(estimates.wle?.theta),
    wleSe: finite(estimates.wle?.standardError),
    infit: finite(infit),
    outfit: finite(outfit),
  };
}
