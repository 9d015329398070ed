import type { Replication } from "./replication.js";

/**
 * In which directions replicates move the weights of some persons against each other. What multiplies the weights of all of them
 * alike moves no mean, share, percentile or coefficient, and is none.
 */
export interface WeightSpan {
  /** Weight over full weight of one person of each stratum (one stratum where none are known), replicate by replicate. */
  origins: ReadonlyMap<string, Float64Array>;
  /** Orthogonal, of length 1, by replicates; as many as there are sampling units less strata (pairs, zones) among the persons. */
  directions: readonly Float64Array[];
}

/**
 * Weights of a file are rounded, to some 1e-4 of themselves; what a replicate does to a unit, such as leaving it out, is a good part
 * of its weight. Less than this of a full weight is no direction.
 */
const least = 0.01;

/**
 * The span of some persons' weights over the replicates. Their number of directions bounds the degrees of freedom that a variance over
 * replicates can have, as the rank of the replicate weights does in R's survey package (`degf`; Lumley, 2004), here within the
 * group: paired units give one for each zone, a jackknife of n units n - 1, a bootstrap the units less strata (of ready weights, whose
 * strata are not known, up to the units less one), and all at most one for each replicate.
 *
 * @param rows the persons; those without a full weight do not count.
 *
 * Lumley, T. (2004). Analysis of complex survey samples. Journal of Statistical Software, 9(8).
 */
export function weightSpan({ full, replicates, strata }: Replication, rows: Int32Array): WeightSpan {
  const width = replicates.length;
  const origins = new Map<string, Float64Array>();
  const directions: Float64Array[] = [];
  const ratios = new Float64Array(width);
  // Everybody in a school has the same ratios: their sum times numbers of no pattern tells whether they were met.
  const patternless = Float64Array.from({ length: width }, (_, r) => Math.sin(r + 1));
  const seen = new Set<number>();
  for (const p of rows) {
    if (directions.length === width) break;
    if (!(full[p] > 0)) continue;
    let mark = 0;
    for (let r = 0; r < width; r++) {
      ratios[r] = replicates[r][p] / full[p];
      mark += ratios[r] * patternless[r];
    }
    const rounded = Math.round(mark * 1e8);
    if (seen.has(rounded)) continue;
    seen.add(rounded);
    addRatios(origins, directions, strata?.[p] ?? "", ratios);
  }
  return { origins, directions };
}

/** The span of the persons of both: for the difference of two groups, of which a zone may hold one or both. */
export function joinSpans(one: WeightSpan, other: WeightSpan): WeightSpan {
  if (one === other) return one;
  const before = joined.get(one)?.get(other);
  if (before) return before;
  const origins = new Map(one.origins);
  const directions = [...one.directions];
  for (const direction of other.directions) addDirection(directions, direction.slice());
  for (const [stratum, ratios] of other.origins) addRatios(origins, directions, stratum, ratios);
  const span = { origins, directions };
  if (!joined.has(one)) joined.set(one, new WeakMap());
  joined.get(one)?.set(other, span);
  return span;
}

/** Two groups are compared in many statistics, and their span is the same in all. */
const joined = new WeakMap<WeightSpan, WeakMap<WeightSpan, WeightSpan>>();

function addRatios(
  origins: Map<string, Float64Array>,
  directions: Float64Array[],
  stratum: string,
  ratios: Float64Array,
): void {
  const origin = origins.get(stratum);
  if (origin)
    addDirection(
      directions,
      ratios.map((ratio, r) => ratio - origin[r]),
    );
  else origins.set(stratum, ratios.slice());
}

/** Gram and Schmidt: what the directions leave of a difference is one more, where it is anything. The difference is used up. */
function addDirection(directions: Float64Array[], left: Float64Array): void {
  for (const direction of directions) {
    let along = 0;
    for (let r = 0; r < left.length; r++) along += left[r] * direction[r];
    for (let r = 0; r < left.length; r++) left[r] -= along * direction[r];
  }
  const length = Math.sqrt(left.reduce((sum, part) => sum + part ** 2, 0));
  if (length > least) directions.push(left.map((part) => part / length));
}
