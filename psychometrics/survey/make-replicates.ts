import { hadamardMatrix } from "../numeric/hadamard.js";
import type { Uniform } from "../numeric/random.js";
import { replication, type Replication } from "./replication.js";
import { Refusal } from "../messages/refusal.js";

/**
 * Jackknife of an unstratified sample of units (schools): replicate g leaves unit g out and raises the others by
 * G / (G - 1).
 *
 * @param units the unit of each person.
 * @throws {RangeError} with fewer than two units.
 */
export function jk1Replication(weights: ArrayLike<number>, units: readonly string[]): Replication {
  const names = [...new Set(units)];
  if (names.length < 2) throw new Refusal("few-sampling-units", { count: names.length });
  const raise = names.length / (names.length - 1);
  const replicates = names.map((left) =>
    Float64Array.from(units, (unit, p) => (unit === left ? 0 : raise * weights[p])),
  );
  return replication("jk1", weights, replicates);
}

/**
 * Jackknife of paired units: in the replicate of a zone, one half of it counts twice and the other not at all.
 *
 * @param zones the sampling zone of each person.
 * @param halves 0 or 1: which half of its zone a person is in; in the zone's (first) replicate half 1 counts twice.
 * @param directions `one`: a replicate per zone; `both`: a second one per zone with the halves exchanged.
 * @throws {RangeError} for a half that is neither 0 nor 1, fewer than two zones, or none with both halves.
 */
export function jk2Replication(
  weights: ArrayLike<number>,
  zones: readonly string[],
  halves: ArrayLike<number>,
  directions: "one" | "both" = "one",
): Replication {
  const names = zoneNames(zones, halves);
  const replicate = (zone: string, doubled: number) =>
    Float64Array.from(zones, (own, p) =>
      own === zone ? (halves[p] === doubled ? 2 * weights[p] : 0) : weights[p],
    );
  const replicates = names.map((zone) => replicate(zone, 1));
  if (directions === "both") replicates.push(...names.map((zone) => replicate(zone, 0)));
  return replication(directions === "both" ? "jk2-both" : "jk2", weights, replicates);
}

/**
 * Balanced repeated replication with Fay's perturbation: in each replicate one half of every zone is multiplied by
 * 2 - k and the other by k, after the rows of a Hadamard matrix, so that zones are independent of each other over
 * the replicates. k = 0.5 as in PISA gives factors 1.5 and 0.5; k = 0 is plain BRR.
 *
 * @param halves 0 or 1: which half of its zone a person is in.
 * @param order wanted number of replicates, at least as many as zones; one more than zones by default. The next order that a
 * Hadamard matrix has is taken (PISA's 80 is one).
 * @throws {RangeError} for a half that is neither 0 nor 1, fewer than two zones, none with both halves, or an order too small
 * for them.
 */
export function fayReplication(
  weights: ArrayLike<number>,
  zones: readonly string[],
  halves: ArrayLike<number>,
  fayFactor = 0.5,
  order?: number,
): Replication {
  const names = zoneNames(zones, halves);
  const wanted = order ?? names.length + 1;
  if (wanted < names.length) {
    throw new Refusal("zones-unbalanced", { count: names.length, replicates: wanted, least: names.length });
  }
  const signs = hadamardMatrix(wanted);
  const columnOf = new Map(names.map((zone, n) => [zone, n]));
  // A column of ones is balanced against the others, but not in itself; it is used only where there is no other.
  const shift = names.length < signs.length ? 1 : 0;
  const replicates = signs.map((row) =>
    Float64Array.from(zones, (zone, p) => {
      const sign = row[(columnOf.get(zone) ?? 0) + shift] * (halves[p] === 1 ? 1 : -1);
      return weights[p] * (sign > 0 ? 2 - fayFactor : fayFactor);
    }),
  );
  return replication(fayFactor === 0 ? "brr" : "fay", weights, replicates, fayFactor);
}

/**
 * The rescaled bootstrap of Rao, Wu and Yue (1992): in each replicate n_h - 1 of a stratum's n_h units are drawn with
 * replacement; a unit drawn t times has its weights multiplied by t n_h / (n_h - 1).
 *
 * @param strata the stratum of each person; all in one where there are none.
 * @param units the sampling unit of each person.
 * @param uniform random numbers; the same source gives the same replicates.
 * @throws {RangeError} for a stratum with a single unit, which has no variance of its own: join it to a neighbour.
 *
 * Rao, J. N. K., Wu, C. F. J., & Yue, K. (1992). Some recent work on resampling methods for complex surveys. Survey
 * Methodology, 18, 209-217.
 */
export function bootstrapReplication(
  weights: ArrayLike<number>,
  strata: readonly string[],
  units: readonly string[],
  count: number,
  uniform: Uniform,
): Replication {
  const unitsOf = new Map<string, string[]>();
  const keyOf = (p: number) => JSON.stringify([strata[p], units[p]]);
  const seen = new Set<string>();
  for (let p = 0; p < units.length; p++) {
    const key = keyOf(p);
    if (seen.has(key)) continue;
    seen.add(key);
    unitsOf.set(strata[p], [...(unitsOf.get(strata[p]) ?? []), key]);
  }
  for (const [stratum, members] of unitsOf) {
    if (members.length < 2) {
      throw new Refusal("stratum-of-one-unit", { stratum });
    }
  }
  const replicates = Array.from({ length: count }, () => {
    const factors = new Map<string, number>();
    for (const members of unitsOf.values()) {
      const draws = members.length - 1;
      for (let d = 0; d < draws; d++) {
        const drawn = members[Math.floor(uniform() * members.length)];
        factors.set(drawn, (factors.get(drawn) ?? 0) + members.length / draws);
      }
    }
    return Float64Array.from(units, (_, p) => weights[p] * (factors.get(keyOf(p)) ?? 0));
  });
  return { ...replication("bootstrap", weights, replicates), strata };
}

/**
 * The zones of which only one half is there, in the order of the rows. A pair of units has two; the file of a part of the sample
 * may lack one, whose replicate then takes or leaves the other, as for any part of a sample.
 */
export function zonesWithOneHalf(zones: readonly string[], halves: ArrayLike<number>): string[] {
  const found = new Map<string, Set<number>>();
  zones.forEach((zone, p) => found.set(zone, (found.get(zone) ?? new Set()).add(halves[p])));
  return [...found].filter(([, own]) => own.size < 2).map(([zone]) => zone);
}

function zoneNames(zones: readonly string[], halves: ArrayLike<number>): string[] {
  for (let p = 0; p < zones.length; p++) {
    if (halves[p] !== 0 && halves[p] !== 1) {
      throw new Refusal("half-unknown", { row: p + 1, zone: zones[p], value: halves[p] });
    }
  }
  const names = [...new Set(zones)];
  if (names.length < 2) throw new Refusal("few-zones", { count: names.length });
  if (zonesWithOneHalf(zones, halves).length === names.length) {
    throw new Refusal("zones-without-halves", { count: names.length });
  }
  return names;
}
