import { combine, type ReplicatedValue, type SamplingVarianceRule, type SurveyEstimate } from "./combine.js";
import { checkValues, weightlessReason, type SurveyData } from "./estimate.js";
import type { Replication } from "./replication.js";
import { weightSpan } from "./weight-span.js";
import { weightedSums, type WeightedSums } from "./weighted-sums.js";
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
    const span = weightSpan(replication, rows);
    const pick = (read: (sums: WeightedSums, m: number) => number): ReplicatedValue => ({
      span,
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
