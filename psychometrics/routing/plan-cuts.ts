import type { ScaleConstants } from "../scale/transformation.js";
import { abilityGrid, arrivalDistribution, testletScores, type TestletItems } from "./arrival.js";
import { requireCutsInRange, routingCuts } from "./cut-scores.js";
import { informationCuts } from "./information-cuts.js";
import { requireMultistageDesign, type MultistageDesign, type RoutingStep } from "./multistage-design.js";
import { proportionCuts } from "./proportion-cuts.js";
import { pisaEasyProbabilities, type EasyProbabilities } from "./route.js";
import { Refusal } from "../messages/refusal.js";
import { message } from "../messages/message.js";

/** Where the cut scores of a multistage test come from. */
export type CutRule =
  /** The test characteristic curve at two abilities, as in PISA: see `routingCuts`. */
  | { kind: "abilities"; abilities: readonly [number, number]; scale?: ScaleConstants }
  /** Where the hard testlets become more informative: see `informationCuts`. */
  | { kind: "information" }
  /** Shares of a normal population that are to be low and high at each step: see `proportionCuts`. */
  | { kind: "proportions"; low: number; high: number; mean?: number; sd?: number };

/** A step of a multistage test without its cut scores, or with cut scores that are to stay. */
export interface PlannedStep {
  taken: readonly string[];
  easy: readonly string[];
  hard: readonly string[];
  low?: number;
  high?: number;
}

/** A multistage test whose cut scores are still wanted. */
export interface MultistagePlan {
  start: readonly string[];
  steps: readonly PlannedStep[];
}

/** A step's cut scores and what they rest on. */
export interface StepCuts {
  taken: readonly string[];
  low: number;
  high: number;
  scoreMax: number;
  /** The expected scores at the two abilities, or at the one where information is equal; null under other rules. */
  expectedLow: number | null;
  expectedHigh: number | null;
  /** The ability where information is equal; null under other rules. */
  theta: number | null;
  /** The shares of those who come that are low and high in the population of the rule; null under other rules. */
  shareLow: number | null;
  shareHigh: number | null;
}

/**
 * The cut scores of every step of a multistage test by one rule, the first steps first: who comes to a later one depends on the
 * cuts before it.
 *
 * @param rule not needed where every step has cut scores of its own.
 * @returns the design, ready for `nextTestlet`, and for each step what its cuts rest on.
 * @throws {RangeError} naming the step: when it has one cut of two or neither cuts nor a rule, a testlet has no items, the rule gives no
 * cuts there, or the design cannot be given.
 */
export function planCuts(
  plan: MultistagePlan,
  items: TestletItems,
  rule: CutRule | null,
  probabilities: EasyProbabilities = pisaEasyProbabilities,
): { design: MultistageDesign; cuts: StepCuts[] } {
  const done: RoutingStep[] = [];
  const byStep = new Map<PlannedStep, StepCuts>();
  for (const step of [...plan.steps].sort((a, b) => a.taken.length - b.taken.length)) {
    const cuts = cutsOf(plan, items, rule, probabilities, done, step);
    const { taken, easy, hard } = step;
    done.push({ taken, easy, hard, low: cuts.low, high: cuts.high, scoreMax: cuts.scoreMax });
    byStep.set(step, cuts);
  }
  const cuts = plan.steps.flatMap((step) => byStep.get(step) ?? []);
  const steps = plan.steps.flatMap((step, n) => ({
    ...{ taken: step.taken, easy: step.easy, hard: step.hard },
    ...{ low: cuts[n].low, high: cuts[n].high, scoreMax: cuts[n].scoreMax },
  }));
  const design = { start: plan.start, steps };
  requireMultistageDesign(design);
  return { design, cuts };
}

function cutsOf(
  plan: MultistagePlan,
  items: TestletItems,
  rule: CutRule | null,
  probabilities: EasyProbabilities,
  done: readonly RoutingStep[],
  step: PlannedStep,
): StepCuts {
  const name = message("after-testlets", { names: step.taken });
  const ofTestlet = (testlet: string) => {
    const own = items.get(testlet) ?? [];
    if (own.length === 0) throw new Refusal("step-with-empty-testlet", { where: name, testlet });
    return own;
  };
  const counted = step.taken.flatMap(ofTestlet).filter(({ isHumanCoded }) => !isHumanCoded);
  const scoreMax = counted.reduce((sum, { scoreValues }) => sum + scoreValues[scoreValues.length - 1], 0);
  const nothing = { expectedLow: null, expectedHigh: null, theta: null, shareLow: null, shareHigh: null };
  if (step.low !== undefined || step.high !== undefined) {
    const { low = NaN, high = NaN } = step;
    requireCutsInRange(name, { low, high }, scoreMax);
    return { ...nothing, taken: step.taken, low, high, scoreMax };
  }
  if (!rule) throw new Refusal("no-cuts", { where: name });
  switch (rule.kind) {
    case "abilities":
      return {
        ...nothing,
        taken: step.taken,
        ...routingCuts(name, counted, rule.abilities, rule.scale),
      };
    case "information": {
      const [easy, hard] = [step.easy.map(ofTestlet), step.hard.map(ofTestlet)];
      return { ...nothing, taken: step.taken, ...informationCuts(name, counted, easy, hard) };
    }
    case "proportions": {
      const { theta, mass } = abilityGrid({ mean: rule.mean ?? 0, sd: rule.sd ?? 1 });
      const scores = testletScores(items, theta);
      const joint = arrivalDistribution(plan.start, done, scores, step.taken, theta.length, probabilities);
      const distribution = new Float64Array(joint.length / theta.length);
      joint.forEach(
        (value, n) => (distribution[Math.floor(n / theta.length)] += value * mass[n % theta.length]),
      );
      return { ...nothing, taken: step.taken, ...proportionCuts(name, distribution, rule) };
    }
  }
}
