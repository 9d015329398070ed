import type { Calibration, ResponseData } from "../../psychometrics/index.js";
import { Expectation } from "../../psychometrics/likelihood/expectation.js";
import { align } from "../../psychometrics/persons/align.js";

/**
 * The MD as CDM (8.2 and 8.3) prints it for one group. It holds sum over k of k (O - P) f in a table of nodes by items
 * and divides that table by the items' numbers of categories less one, a list of one entry an item, which R then
 * takes down the columns: the cell of node q and item i is divided by the entry (q + i nodes) modulo items. Where all
 * items have as many categories that is the MD; else each cell has another item's divisor.
 */
export function cdmMeanDeviations(calibration: Calibration, data: ResponseData, group: number): number[] {
  const aligned = align(calibration, data);
  const { nodes, posteriors, logProbabilities, logMass, items } = aligned;
  const { counts, groupMass } = new Expectation(posteriors).expect(logProbabilities, logMass, group);
  const total = groupMass[group].reduce((sum, value) => sum + value, 0);
  const divisors = items.map(({ categories }) => categories - 1);
  return items.map(({ categories }, i) => {
    const first = posteriors.rows[i] * nodes.length;
    let sum = 0;
    nodes.forEach((_, q) => {
      const at = (k: number) => first + k * nodes.length + q;
      let here = 0;
      for (let k = 0; k < categories; k++) here += counts[at(k)];
      if (!(here > 0)) return;
      let signed = 0;
      for (let k = 1; k < categories; k++)
        signed += k * (counts[at(k)] / here - Math.exp(logProbabilities[at(k)]));
      sum += ((groupMass[group][q] / total) * signed) / divisors[(q + i * nodes.length) % items.length];
    });
    return sum;
  });
}
