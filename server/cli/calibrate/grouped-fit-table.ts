import seedrandom from "seedrandom";
import {
  groupedFit,
  plausibleQ1,
  type Calibration,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import type { Table } from "./out-folder.js";

/**
 * `grouped-fit.csv`: a row per item with X2 and G2 over ten groups of test takers of similar EAP, and PV-Q1, which
 * keeps its level on short tests; a reason where there is none.
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
  return {
    columns: [
      ...["item", "groups", "n", "ability_groups", "x2", "x2_p", "g2", "g2_p", "df"],
      ...["pv_q1", "pv_q1_df", "pv_q1_p", "note"],
    ],
    rows: groupedFit(calibration, data, abilities).map((fit, i) => [
      ...[fit.item, fit.groups?.join(" ") ?? "", fit.n, fit.groupCount],
      ...[fit.x2, fit.x2P, fit.g2, fit.g2P, fit.df],
      ...[drawn[i]?.pvQ1 ?? null, drawn[i]?.df ?? null, drawn[i]?.p ?? null],
      fit.reason ?? drawn[i]?.reason ?? null,
    ]),
  };
}
