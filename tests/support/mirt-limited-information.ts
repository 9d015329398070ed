import type { Calibration, ResponseData } from "../../psychometrics/index.js";
import { freeParameters, type FreeParameters } from "../../psychometrics/fit/free-parameters.js";
import { groupMargins, type GroupMargins } from "../../psychometrics/fit/group-margins.js";
import { marginCovariance } from "../../psychometrics/fit/margin-covariance.js";
import { marginJacobian } from "../../psychometrics/fit/margin-jacobian.js";
import {
  expectedMargins,
  functionMeans,
  marginCount,
  marginsAtNodes,
  type MarginKind,
} from "../../psychometrics/fit/moments.js";
import { comparedSamples } from "../../psychometrics/fit/samples.js";
import { residualQuadratic } from "../../psychometrics/fit/residual-quadratic.js";
import { align, type AlignedData } from "../../psychometrics/persons/align.js";

/**
 * M2* or C2 as mirt (1.47, 1.48) prints it: with the same expected margins and covariance, but
 *
 * 1. the mean category's derivative in the slope of a GPCM or nominal item takes the mean of the category scores off by
 *    numerators exp(z_k - max z) that are not divided by their sum;
 * 2. the 3PL's derivatives in slope and intercept are theta P (1 - P) and P (1 - P), as if its asymptote were 0;
 * 3. groups' means and variances have no column, though they count among the parameters;
 * 4. with several groups residuals are multiplied by sqrt(N_g), their derivatives are not;
 * 5. with responses missing each margin rests on whom it can, and its residual is multiplied by their share;
 * 6. unless it is told otherwise, on nodes from -6 to 6 however wide the calibration's grid was.
 */
export function mirtLimitedInformation(
  calibration: Calibration,
  data: ResponseData,
  kind: MarginKind,
  quadrature = { count: calibration.quadrature.count, range: 6 },
): number | null {
  const aligned = align({ ...calibration, quadrature }, data);
  const free = freeParameters(calibration);
  // For right-or-wrong items mirt does not distinguish them.
  const { samples } = comparedSamples(calibration, aligned, data.weights);
  const taken = aligned.items.every(({ categories }) => categories === 2) ? "M2*" : kind;
  const left = residualQuadratic(
    groupMargins(calibration, aligned, samples, taken).map((margins) => {
      const { moments, at } = margins;
      const available = availableMargins(aligned, margins);
      const expected = expectedMargins(marginsAtNodes(moments, at), at.mass);
      const divisor = calibration.groups.length > 1 ? Math.sqrt(available.n) : 1;
      return {
        residual: expected.map((value, m) => available.shares[m] * (available.means[m] - value)),
        covariance: marginCovariance(moments, at),
        columns: mirtColumns(margins, free, taken).map((column) => column.map((value) => value / divisor)),
        n: available.n,
      };
    }),
  );
  return left?.value ?? null;
}

/** Margins of whoever has the responses; their shares of all of the group with any response. */
function availableMargins({ patterns }: AlignedData, { moments, at, group }: GroupMargins) {
  const { functions, single, pairs } = moments;
  const counts = new Float64Array(marginCount(moments));
  const sums = new Float64Array(marginCount(moments));
  let n = 0;
  for (let row = 0; row < patterns.patternCount; row++) {
    const responses = at.places.map((i) => patterns.responses[row * patterns.itemCount + i]);
    if (patterns.groups[row] !== group || responses.every((category) => category < 0)) continue;
    const weight = patterns.weights[row];
    n += weight;
    const values = functions.map(({ item, values: of }) => (responses[item] < 0 ? NaN : of[responses[item]]));
    const add = (m: number, value: number) => {
      if (Number.isNaN(value)) return;
      counts[m] += weight;
      sums[m] += weight * value;
    };
    single.forEach((f, m) => add(m, values[f]));
    pairs.forEach(([f, h], m) => add(single.length + m, values[f] * values[h]));
  }
  return { n, means: sums.map((sum, m) => sum / counts[m]), shares: counts.map((count) => count / n) };
}

function mirtColumns(
  { moments, at, group }: GroupMargins,
  free: FreeParameters,
  kind: MarginKind,
): Float64Array[] {
  const withoutAbility = { ...free, groups: free.groups.map(() => ({ mean: -1, variance: -1 })) };
  const columns = marginJacobian(moments, at, withoutAbility, group);
  const means = functionMeans(moments, at);
  const first = moments.single.length;
  at.items.forEach((_, i) => {
    differences(at, i).forEach((difference, place) => {
      const parameter = free.places[at.places[i]][place];
      if (parameter < 0) return;
      const meanOf = (other: Float64Array | null) =>
        difference.reduce((sum, value, q) => sum + at.mass[q] * value * (other ? other[q] : 1), 0);
      // C2's single margins are categories' shares, whose derivatives mirt takes by differences.
      if (kind === "M2*") columns[parameter][i] += meanOf(null);
      moments.pairs.forEach(([f, g], m) => {
        const [a, b] = [moments.functions[f].item, moments.functions[g].item];
        if (a === i) columns[parameter][first + m] += meanOf(means[g]);
        if (b === i) columns[parameter][first + m] += meanOf(means[f]);
      });
    });
  });
  return columns;
}

/** For an item's first parameters what mirt's derivative of its mean category at the nodes has too much. */
function differences({ items, nodes, probabilities }: GroupMargins["at"], i: number): Float64Array[] {
  const { model, categories, parameters } = items[i];
  const table = probabilities[i];
  const at = (k: number, q: number) => table[k * nodes.length + q];
  if (model.name === "3PL") {
    const c = 1 / (1 + Math.exp(-parameters[2]));
    const inIntercept = nodes.map((_, q) => (c * (1 - at(1, q)) ** 2) / (1 - c));
    return [inIntercept.map((value, q) => value * nodes[q]), inIntercept];
  }
  if (categories === 2 || !["GPCM", "Nominal"].includes(model.name)) return [];
  const deviations = [0, ...parameters.subarray(categories), 0];
  const score = (k: number) => k + (model.name === "Nominal" ? deviations[k] / parameters[0] : 0);
  return [
    nodes.map((theta, q) => {
      let mean = 0;
      let peak = 0;
      for (let k = 0; k < categories; k++) {
        mean += k * at(k, q);
        peak = Math.max(peak, at(k, q));
      }
      let excess = 0;
      for (let k = 0; k < categories; k++) excess += score(k) * (at(k, q) / peak - at(k, q));
      return -theta * mean * excess;
    }),
  ];
}
