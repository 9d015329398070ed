import { textWords } from "../numeric/counter-stream.js";
import type { NamedStream } from "./named-stream.js";
import type { SchoolSample, SchoolStratum } from "./study-plan.js";

/** A school of the sample. */
export interface SampledSchool {
  id: string;
  stratum: SchoolStratum;
  /** Its pupils in the population, and in the sample. */
  size: number;
  taken: number;
  /** Of each of its pupils: 1 / (probability of the school x probability of a pupil in it). */
  weight: number;
  /** For the jackknife of pairs: schools next to each other in the sample make a zone. */
  zone: number;
  /** Which half of the zone; null for a last school without a partner, whose pupils make both halves in turn. */
  half: 0 | 1 | null;
}

/**
 * A stratified sample of schools with probability proportional to size, drawn systematically. A school larger than the
 * interval is taken with certainty, and the others are sampled without it.
 *
 * @param prefix of the schools' ids, by which their random numbers are named: prefix, stratum, "-" and the school's number.
 */
export function sampleSchools(prefix: string, sample: SchoolSample, random: NamedStream): SampledSchool[] {
  let zone = 0;
  return sample.strata.flatMap((stratum) => {
    const ids = Array.from({ length: stratum.schools }, (_, k) => `${prefix}${stratum.name}-${k + 1}`);
    const sizes = ids.map((id) => sizeOf(id, sample, random));
    const chosen = systematic(
      sizes,
      stratum.sampled,
      random.start(textWords(`${prefix}${stratum.name}`), "sample").uniform(),
    );
    return chosen.map(({ place, probability }, n): SampledSchool => {
      const size = sizes[place];
      const taken = Math.min(size, sample.perSchool);
      const isAlone = n === chosen.length - 1 && n % 2 === 0;
      if (n % 2 === 0) zone++;
      return {
        ...{ id: ids[place], stratum, size, taken, zone },
        weight: size / taken / probability,
        half: isAlone ? null : n % 2 === 0 ? 0 : 1,
      };
    });
  });
}

function sizeOf(id: string, { schoolSize: { min, max } }: SchoolSample, random: NamedStream): number {
  return min + Math.floor(random.start(textWords(id), "size").uniform() * (max - min + 1));
}

/** Places and inclusion probabilities of a systematic sample proportional to size. */
function systematic(
  sizes: readonly number[],
  count: number,
  start: number,
): { place: number; probability: number }[] {
  const certain = new Set<number>();
  let interval = 0;
  // Taking schools with certainty makes the interval smaller, and with that perhaps others certain.
  for (let before = -1; before < certain.size && certain.size < count;) {
    before = certain.size;
    const rest = sizes.reduce((sum, size, place) => (certain.has(place) ? sum : sum + size), 0);
    interval = rest / (count - before);
    sizes.forEach((size, place) => size >= interval && certain.add(place));
  }
  let next = start * interval;
  let upTo = 0;
  return sizes.flatMap((size, place) => {
    if (certain.has(place)) return [{ place, probability: 1 }];
    upTo += size;
    if (certain.size === count || upTo <= next) return [];
    next += interval;
    return [{ place, probability: size / interval }];
  });
}
