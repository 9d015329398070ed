import seedrandom from "seedrandom";
import { attainableScores } from "../../item-bank/index.js";
import type { Item } from "../../item-bank/types.js";
import { scoreProbabilities, simulateAbilities, type SimulatedItem } from "../../psychometrics/index.js";

/** What a simulation knows and an analysis has to find again. */
export interface Truth {
  seed: string;
  studyId: string;
  sessionIds: string[];
  /** Slopes and steps in logits, D = 1. */
  items: TrueItem[];
  persons: { testTakerId: string; theta: number }[];
}

/** An item with the parameters that responses are drawn from. */
export interface TrueItem extends SimulatedItem {
  /** The score of each category: 0 to the maximum, or fewer where a rule never gives some score. */
  scores: number[];
}

/** Where the author expects an item to lie, in logits. */
const centres = { easy: -0.8, medium: 0, hard: 0.8 } as const;
/** Neighbouring steps stand so far apart on average, in logits. */
const stepDistance = 0.9;

/**
 * Parameters of the generalized partial credit model for an item, drawn by the seed and the item's id: so they stay the
 * same whichever other items there are. The slope is lognormal with median 1 and within 0.5 and 2; the steps lie
 * around the author's expectation with standard deviation 0.6. Null for what is not scored.
 */
export function drawItem(item: Item, seed: string): TrueItem | null {
  const scores = attainableScores(item);
  if (scores.length < 2 || item.metadata.subject === "practice") return null;
  const random = seedrandom(`${seed}/item/${item.id}`);
  const [slopeDraw = 0, centreDraw = 0, ...stepDraws] = simulateAbilities(random, scores.length + 1);
  const slope = Math.min(2, Math.max(0.5, Math.exp(0.3 * slopeDraw)));
  const centre = centres[item.metadata.expectedDifficulty] + 0.6 * centreDraw;
  const stepCount = scores.length - 1;
  const difficulties = Array.from(
    { length: stepCount },
    (_, k) =>
      centre + stepDistance * (k - (stepCount - 1) / 2) + (stepCount > 1 ? 0.2 * (stepDraws[k] ?? 0) : 0),
  );
  return {
    item: item.id,
    model: "gpcm",
    slope: rounded(slope),
    difficulties: difficulties.map(rounded),
    scores,
  };
}

/** A score drawn from the item's model at this ability. */
export function drawScore(item: TrueItem, theta: number, random: () => number): number {
  let left = random();
  const probabilities = scoreProbabilities(item, theta);
  for (const [category, score] of item.scores.entries()) {
    left -= probabilities[category] ?? 0;
    if (left < 0) return score;
  }
  return item.scores.at(-1) ?? 0;
}

/** What makes one simulated test taker: an ability, an attitude for the questionnaire, and a source of chance. */
export interface SimulatedPerson {
  theta: number;
  attitude: number;
  random: () => number;
}

/** Test taker `index` of a simulation: theta and attitude are standard normal, the same for the same seed. */
export function drawPerson(index: number, seed: string): SimulatedPerson {
  const random = seedrandom(`${seed}/person/${index}`);
  const [theta = 0, attitude = 0] = simulateAbilities(random, 2);
  return { theta: rounded(theta), attitude, random };
}

/** The truth file keeps six decimals, and what is drawn from is what is written. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
