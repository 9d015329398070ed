import { incompleteBeta } from "./beta.js";
import { normalCdf } from "./special.js";

/**
 * The probability that Student's t is further from zero than `t`, either way.
 *
 * @param degreesOfFreedom above 0, not necessarily whole; null for infinitely many (the normal distribution).
 */
export function studentTwoSided(t: number, degreesOfFreedom: number | null): number {
  if (degreesOfFreedom === null || degreesOfFreedom > 1e7) return 2 * normalCdf(-Math.abs(t));
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}
