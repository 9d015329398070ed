import seedrandom from "seedrandom";
import {
  groupedFit,
  notPresented,
  plausibleQ1,
  type Calibration,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import type { Sentence } from "../../terminal/words.js";
import type { Table } from "../files/table.js";

/** On fewer items than this X2 and G2 are far too large where the model holds (see `groupedFit`). */
const fewItems = 20;

/**
 * `grouped-fit.csv`: a row per item with X2 and G2 over ten groups of test takers of similar EAP, and PV-Q1, which
 * keeps its level on short tests; a reason where there is none, and a warning where those who responded to the item
 * responded to few items.
 *
 * @param seed of the plausible values.
 */
export function groupedFitTable(
  calibration: Calibration,
  data: ResponseData,
  persons: readonly PersonScore[],
  seed: number,
): Table {
  const abilities = persons.map(({ estimates }) => estimates.eap?.theta ?? null);
  const random = seedrandom(`${seed}/pv-q1`);
  const drawn = plausibleQ1(calibration, data, () => random());
  const lengths = itemsAnswered(calibration, data);
  return {
    columns: [
      ...["item", "groups", "n", "ability_groups", "x2", "x2_p", "g2", "g2_p", "df"],
      ...["pv_q1", "pv_q1_df", "pv_q1_p", "note"],
    ],
    rows: groupedFit(calibration, data, abilities).map((fit, i) => [
      ...[fit.item, fit.groups?.join(" ") ?? "", fit.n, fit.groupCount],
      ...[fit.x2, fit.x2P, fit.g2, fit.g2P, fit.df],
      ...[drawn[i]?.pvQ1 ?? null, drawn[i]?.df ?? null, drawn[i]?.p ?? null],
      fit.reason ?? drawn[i]?.reason ?? shortTestNote(lengths.get(fit.item) ?? 0),
    ]),
  };
}

function shortTestNote(length: number): Sentence | null {
  if (length >= fewItems) return null;
  return { key: "note.short-test", values: { items: Number(length.toFixed(1)) } };
}

/** Of each item: to how many calibrated items its respondents responded, on average. */
function itemsAnswered(calibration: Calibration, data: ResponseData): Map<string, number> {
  const known = new Set(calibration.items.map(({ item }) => item));
  const columns = data.items.flatMap((item, i) => (known.has(item) ? [i] : []));
  const sums = new Float64Array(data.items.length);
  const counts = new Float64Array(data.items.length);
  for (let p = 0; p < data.personCount; p++) {
    const own = columns.filter((i) => data.scores[p * data.items.length + i] !== notPresented);
    for (const i of own) {
      sums[i] = (sums[i] ?? 0) + own.length;
      counts[i] = (counts[i] ?? 0) + 1;
    }
  }
  return new Map(columns.map((i) => [data.items[i] ?? "", (sums[i] ?? 0) / Math.max(1, counts[i] ?? 0)]));
}
