import { combine, type ReplicatedValue, type SamplingVarianceRule, type SurveyEstimate } from "./combine.js";
import { checkValues, weightlessReason, type SurveyData } from "./estimate.js";
import type { Replication } from "./replication.js";
import { levelOf } from "./statistics.js";
import { Refusal } from "../messages/refusal.js";

/** A group's mean, standard deviation and shares at proficiency levels. */
export interface GroupSummary {
  group: string;
  personCount: number;
  /** The sum of the full-sample weights: the persons in the population that the group stands for. */
  population: number;
  mean: SurveyEstimate;
  sd: SurveyEstimate;
  /** Proportions below the first cut, between cuts, and from the last cut on. */
  levels: SurveyEstimate[];
  /** Proportions at or above each cut. */
  atOrAbove: SurveyEstimate[];
}

/** The numbers behind a group's summary, replicate by replicate, for differences between groups. */
export interface ReplicatedGroup {
  group: string;
  personCount: number;
  population: number;
  mean: ReplicatedValue;
  sd: ReplicatedValue;
  levels: ReplicatedValue[];
  atOrAbove: ReplicatedValue[];
}

/**
 * Means, standard deviations and shares at levels of many groups at once, by plausible values and replicate weights. Every
 * weight is read once for all plausible values, which is what makes an international report a matter of seconds.
 *
 * @param groups the group of each person; persons of the group "" are left out.
 * @param cuts rising cut scores; a value equal to a cut is above it.
 * @throws {RangeError} as `estimate`, and where the cuts do not rise.
 */
export function groupSummaries(
  data: SurveyData,
  groups: readonly string[],
  cuts: readonly number[] = [],
  rule: SamplingVarianceRule = "all",
): GroupSummary[] {
  return replicatedGroups(data, groups, cuts).map((group) => {
    const of = (value: ReplicatedValue) => combineGroup(group, value, data.replication, rule);
    return {
      group: group.group,
      personCount: group.personCount,
      population: group.population,
      mean: of(group.mean),
      sd: of(group.sd),
      levels: group.levels.map(of),
      atOrAbove: group.atOrAbove.map(of),
    };
  });
}

/** Rubin's rules on one of a group's statistics; where there is none because nobody in it has a weight, that is the reason. */
export function combineGroup(
  group: Pick<ReplicatedGroup, "personCount" | "population">,
  value: ReplicatedValue,
  replication: Pick<Replication, "method" | "factor">,
  rule: SamplingVarianceRule = "all",
): SurveyEstimate {
  const combined = combine(value, replication, rule);
  const isWeightless = combined.estimate === null && !(group.population > 0);
  return isWeightless ? { ...combined, reason: weightlessReason(group.personCount) } : combined;
}

/**
 * The same before Rubin's rules.
 *
 * @throws {RangeError} as `groupSummaries`.
 */
export function replicatedGroups(
  data: SurveyData,
  groups: readonly string[],
  cuts: readonly number[] = [],
): ReplicatedGroup[] {
  const fallen = cuts.findIndex((cut, n) => n > 0 && !(cut > cuts[n - 1]));
  if (fallen >= 0) throw new Refusal("cut-not-above", { value: cuts[fallen], least: cuts[fallen - 1] });
  const { values, replication } = data;
  const members = new Map<string, number[]>();
  groups.forEach((group, p) => {
    if (group === "") return;
    const list = members.get(group);
    if (list) list.push(p);
    else members.set(group, [p]);
  });
  return [...members].map(([group, list]) => {
    const rows = Int32Array.from(list);
    checkValues(values, replication.full.length, rows);
    const [full, ...replicates] = weightedSums(
      values,
      [replication.full, ...replication.replicates],
      rows,
      cuts,
    );
    const pick = (read: (sums: WeightedSums, m: number) => number): ReplicatedValue => ({
      full: values.map((_, m) => read(full, m)),
      replicates: values.map((_, m) => Float64Array.from(replicates, (one) => read(one, m))),
    });
    const levels = cuts.length === 0 ? [] : Array.from({ length: cuts.length + 1 }, (_, level) => level);
    return {
      group,
      personCount: rows.length,
      population: full.total,
      mean: pick(({ mean }, m) => mean[m]),
      sd: pick(({ sd }, m) => sd[m]),
      levels: levels.map((level) => pick(({ shares }, m) => shares[m][level])),
      atOrAbove: cuts.map((_, n) =>
        pick(({ shares }, m) => {
          let above = 0;
          for (let level = n + 1; level < shares[m].length; level++) above += shares[m][level];
          return above;
        }),
      ),
    };
  });
}

/** What one set of weights makes of a group. */
interface WeightedSums {
  total: number;
  mean: Float64Array;
  sd: Float64Array;
  /** For each plausible value the shares at the levels. */
  shares: Float64Array[];
}

/**
 * A group under every set of weights. Person by person, all weights at once: each value is read once and the innermost loop
 * runs over neighbours in memory, which is three times as fast as one set of weights after the other.
 */
function weightedSums(
  values: readonly Float64Array[],
  sets: readonly Float64Array[],
  rows: Int32Array,
  cuts: readonly number[],
): WeightedSums[] {
  const width = sets.length;
  const levelCount = cuts.length + 1;
  const totals = new Float64Array(width);
  const sums = new Float64Array(values.length * width);
  const squares = new Float64Array(values.length * width);
  const atLevel = new Float64Array(values.length * levelCount * width);
  const weights = new Float64Array(width);
  // About a value of the group's own, so that squares keep their digits and values that are all the same vary by nothing.
  const centres = values.map((value) => (rows.length === 0 ? 0 : value[rows[0]]));
  for (const p of rows) {
    for (let r = 0; r < width; r++) {
      weights[r] = sets[r][p];
      totals[r] += weights[r];
    }
    for (let m = 0; m < values.length; m++) {
      const deviation = values[m][p] - centres[m];
      const level = (m * levelCount + levelOf(values[m][p], cuts)) * width;
      addPerson(weights, deviation, sums, squares, m * width, atLevel, level);
    }
  }
  return sets.map((_, r) => {
    const total = totals[r];
    const of = (list: Float64Array, m: number) => list[m * width + r] / total;
    return {
      total,
      mean: Float64Array.from(values, (_, m) => centres[m] + of(sums, m)),
      sd: Float64Array.from(values, (_, m) => Math.sqrt(Math.max(0, of(squares, m) - of(sums, m) ** 2))),
      shares: values.map((_, m) =>
        Float64Array.from({ length: levelCount }, (_, level) => of(atLevel, m * levelCount + level)),
      ),
    };
  });
}

/** The innermost loop, a function of its own so that it is compiled well: one value under every weight. */
function addPerson(
  weights: Float64Array,
  deviation: number,
  sums: Float64Array,
  squares: Float64Array,
  at: number,
  atLevel: Float64Array,
  level: number,
): void {
  for (let r = 0; r < weights.length; r++) {
    const weight = weights[r];
    const weighted = weight * deviation;
    sums[at + r] += weighted;
    squares[at + r] += weighted * deviation;
    atLevel[level + r] += weight;
  }
}
