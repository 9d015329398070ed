import { CounterStream, textWords } from "../numeric/counter-stream.js";
import { AbilitySampler } from "./ability-sampler.js";
import type { LatentRegression } from "./latent-regression.js";
import { Refusal } from "../messages/refusal.js";

/** What is drawn, and from which random numbers. */
export interface PlausibleValueOptions {
  /** One for each test taker, and no two alike: a test taker's random numbers depend on the id and not on the place. */
  ids: readonly string[];
  /** Distinguishes runs: the same seed gives the same values. A whole number from 0 to 2^53 - 1. */
  seed: number;
  /** How many for each test taker and dimension; 10 by default. */
  count?: number;
  /**
   * `normal`: from the normal distribution with the posterior's mean and covariance, as operational programmes do;
   * `exact`: from the posterior itself. `normal` by default.
   */
  shape?: "normal" | "exact";
  /** Draw the regression's coefficients from their sampling distribution for each value; true by default. */
  withRegressionUncertainty?: boolean;
  /** Names the regression among others of the same run, such as a country's, so that each has its own draws. */
  name?: string;
  /**
   * Called after each draw that was chosen among weighted candidates (`exact` in several dimensions) with the number that their
   * weights come to, of 64 (Kish's effective number).
   */
  onResampled?: (effectiveCandidates: number) => void;
  /** Only the test takers from this place up to, not including, that one; all by default. */
  from?: number;
  to?: number;
}

/** Marks the streams of the regression's draws: no draw of a test taker has so high a number. */
const regressionMark = 0x80000000;

/**
 * Plausible values (Mislevy, 1991; the three steps of NAEP and PISA). For each draw, (1) the regression's coefficients
 * are drawn from their sampling distribution; (2) each test taker's posterior given these and the residual covariance
 * is found; (3) abilities are drawn from it. Test takers without responses get draws from the regression.
 *
 * Test takers can be done in any portions, in any order: the random numbers of each draw are a function of seed, id
 * and number of the draw alone.
 *
 * @returns test takers (of the portion) x draws x dimensions.
 * @throws {RangeError} when ids are missing or two are the same, the seed is no whole number, or the count is not from
 * 1 to 10,000.
 *
 * Mislevy, R. J. (1991). Randomization-based inference about latent variables from complex samples.
 * Psychometrika, 56(2), 177-196.
 */
export function plausibleValues(regression: LatentRegression, options: PlausibleValueOptions): Float64Array {
  const { posteriors, design } = regression;
  const { size, personCount } = posteriors;
  const { ids, seed, count = 10, from = 0, to = personCount } = options;
  checkIds(ids, personCount);
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    throw new Refusal("plausible-values-count", { count });
  const stream = new CounterStream(seed);
  const names = Array.from({ length: to - from }, (_, n) => textWords(ids[from + n]));
  const sampler = new AbilitySampler(posteriors, options.shape ?? "normal");
  const out = new Float64Array((to - from) * count * size);
  const fitted = new Float64Array(personCount * size);
  const place = (p: number, draw: number) => {
    const at = ((p - from) * count + draw) * size;
    const [first, second] = names[p - from];
    stream.start(first, second, draw);
    return out.subarray(at, at + size);
  };
  const drawOne = (p: number, draw: number) => {
    sampler.draw(stream, place(p, draw));
    if (sampler.effectiveCandidates !== null) options.onResampled?.(sampler.effectiveCandidates);
  };
  const prepare = (p: number) => sampler.prepare(p, fitted.subarray(p * size, (p + 1) * size));
  if (options.withRegressionUncertainty ?? true) {
    for (let draw = 0; draw < count; draw++) {
      design.fitted(drawnCoefficients(regression, options.name ?? "", stream, draw), size, fitted);
      for (let p = from; p < to; p++) {
        prepare(p);
        drawOne(p, draw);
      }
    }
  } else {
    design.fitted(regression.coefficients, size, fitted);
    for (let p = from; p < to; p++) {
      prepare(p);
      for (let draw = 0; draw < count; draw++) drawOne(p, draw);
    }
  }
  return out;
}

function checkIds(ids: readonly string[], personCount: number): void {
  if (ids.length !== personCount) throw new Refusal("ids-count", { count: ids.length, persons: personCount });
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new Refusal("ids-alike", { name: id });
    seen.add(id);
  }
}

/** The coefficients of one draw. */
function drawnCoefficients(
  { coefficients, information }: LatentRegression,
  name: string,
  stream: CounterStream,
  draw: number,
): Float64Array {
  const [first, second] = textWords(name);
  stream.start(first, second, regressionMark + draw);
  const deviation = Float64Array.from({ length: coefficients.length }, () => stream.normal());
  information.deviation(deviation);
  return coefficients.map((coefficient, n) => coefficient + deviation[n]);
}
