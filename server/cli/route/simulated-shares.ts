import seedrandom from "seedrandom";
import {
  simulateAbilities,
  simulateMultistage,
  type EasyProbabilities,
  type MultistageDesign,
  type TestletItems,
} from "../../../psychometrics/index.js";

/**
 * How many of simulated test takers take each route, by its testlets as JSON. Each test taker has random numbers of their own, so the same
 * seed gives the same routes to the first ones, however many there are.
 */
export function simulatedShares(
  design: MultistageDesign,
  items: TestletItems,
  probabilities: EasyProbabilities,
  population: { mean: number; sd: number },
  testTakers: number,
  seed: number,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (let p = 0; p < testTakers; p++) {
    const random = seedrandom(`${seed}/route/${p}`);
    const uniform = () => random();
    const [theta = NaN] = simulateAbilities(uniform, 1, population.mean, population.sd);
    const { taken } = simulateMultistage(design, items, theta, uniform, probabilities);
    const key = JSON.stringify(taken);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
