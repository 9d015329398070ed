import { formItem, isModelName, type CalibratedForm, type FormItem } from "../../psychometrics/index.js";
import type { AnalysisOutput, ItemRow } from "../calibrations/analysis-output.js";
import { restoredCovariance } from "../calibrations/kept-covariance.js";
import type { Note } from "../calibrations/notes.js";

/**
 * Items of a run as linking reads them, with the covariance of their parameters where the run has kept it.
 *
 * @param names of the items; all of them have difficulties and a model of the library.
 */
export function formOf({ items, covariance }: AnalysisOutput, names: readonly string[]): CalibratedForm {
  const kept = items.flatMap((row, place) => {
    const item = names.includes(row.itemId) ? formItemOf(row) : null;
    return item ? [{ item, place }] : [];
  });
  const form: CalibratedForm = { items: kept.map(({ item }) => item) };
  if (!covariance || "reason" in covariance) return form;
  const whole = restoredCovariance(covariance);
  return { ...form, covariance: { ...whole, places: kept.map(({ place }) => whole.places[place] ?? []) } };
}

/** Earlier versions kept no parameter vector: slope and difficulties stand for it. */
function formItemOf(row: ItemRow): FormItem | null {
  const difficulties = row.steps.filter((step) => step !== null);
  const { itemId: item, model, slope, scoreValues, parameters } = row;
  if (!isModelName(model) || difficulties.length < row.steps.length) return null;
  if (parameters) return { item, model, scoreValues, parameters };
  const lowerAsymptote = row.lowerAsymptote ?? undefined;
  return { ...formItem({ item, model, slope, difficulties, lowerAsymptote }), scoreValues };
}

/** Why a run has no covariance; null where it has one. */
export function whyNoCovariance({ covariance }: AnalysisOutput): Note | null {
  if (!covariance)
    return {
      vi: "do phiên bản cũ làm; hãy chạy lại",
      en: "an earlier version made it; run it again",
    };
  return "reason" in covariance ? covariance.reason : null;
}
