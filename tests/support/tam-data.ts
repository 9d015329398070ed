import type { ResponseData } from "../../psychometrics/index.js";
import { referenceData } from "./reference-files.js";

/** The data as TAM had them: groups where it had groups, weights scaled to sum to the number of rows. */
export function tamData(set: string, file: string): ResponseData {
  const group = file.startsWith("mg_") ? (set === "verbagg" ? "male" : "group") : undefined;
  const weight = file.endsWith("_weighted") ? "weight" : undefined;
  const data = group || weight ? referenceData(set, { group, weight }) : referenceData(set);
  const total = data.weights.reduce((sum, value) => sum + value, 0);
  return { ...data, weights: data.weights.map((value) => (value * data.personCount) / total) };
}
