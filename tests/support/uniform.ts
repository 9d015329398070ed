import seedrandom from "seedrandom";
import type { Uniform } from "../../psychometrics/index.js";

/** A seeded source of uniform numbers, as the edges of the application make them. */
export function uniformFrom(seed: string): Uniform {
  const generator = seedrandom(seed);
  return () => generator();
}
