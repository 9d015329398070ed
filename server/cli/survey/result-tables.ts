import {
  type Difference,
  type ReplicatedGroup,
  type ReplicatedValue,
  type SurveyEstimate,
  type Message,
} from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";

/** One group's estimates. */
export interface GroupResult {
  /** Its persons, as rows of the table. */
  rows: Int32Array;
  /** Its values of the columns that make groups. */
  names: string[];
  replicated: ReplicatedGroup;
  /** Number of sampling units, where they are known. */
  units: number | null;
  /** Why its results are not shown; null where they are. */
  hidden: Message | null;
  /** The same for its regression, which is of those with all predictors. */
  regressionHidden: Message | null;
  mean: SurveyEstimate;
  sd: SurveyEstimate;
  levels: SurveyEstimate[];
  atOrAbove: SurveyEstimate[];
  percentiles: SurveyEstimate[];
  replicatedPercentiles: () => ReplicatedValue[];
  regression: SurveyEstimate[];
}

/** A difference with the names of its two groups. */
export interface NamedDifference {
  first: string;
  second: string;
  /** The statistic in which they are compared. */
  statistic: string;
  difference: Difference;
}

const percent = (value: number | null): Cell => (value === null ? null : 100 * value);

/** Estimate and standard error; nothing where the group is not shown. */
function pair({ hidden }: Pick<GroupResult, "hidden">, { estimate, standardError }: SurveyEstimate): Cell[] {
  return hidden === null ? [estimate, standardError] : [null, null];
}

/** A row per group: its size, mean and standard deviation. */
export function meansTable(groups: readonly GroupResult[], by: readonly string[]): Table {
  return {
    columns: [
      ...by,
      ...["n", "units", "population", "mean", "se_mean", "df", "missing_information", "sd", "se_sd", "note"],
    ],
    rows: groups.map((group) => {
      const { mean, sd, hidden, replicated, units, names } = group;
      const [average, error] = pair(group, mean);
      return [
        ...names,
        ...[replicated.personCount, units, replicated.population, average ?? null, error ?? null],
        ...(hidden === null ? [mean.degreesOfFreedom, mean.missingInformation] : [null, null]),
        ...pair(group, sd),
        hidden ?? mean.reason ?? sd.reason,
      ];
    }),
  };
}

/** A row per group and level: the percentage in it, and the percentage at or above its cut. */
export function levelsTable(
  groups: readonly GroupResult[],
  by: readonly string[],
  cuts: readonly number[],
): Table {
  return {
    columns: [
      ...by,
      "level",
      "from",
      "percent",
      "se_percent",
      "percent_at_or_above",
      "se_at_or_above",
      "note",
    ],
    rows: groups.flatMap((group) =>
      group.levels.map((level, n): Cell[] => {
        const above = n > 0 ? group.atOrAbove[n - 1] : undefined;
        const scaled = (estimate: SurveyEstimate): Cell[] =>
          pair(group, estimate).map((cell) => percent(cell as number | null));
        return [
          ...group.names,
          ...[n, cuts[n - 1] ?? null],
          ...scaled(level),
          ...(above ? scaled(above) : [null, null]),
          group.hidden ?? level.reason,
        ];
      }),
    ),
  };
}

/** A row per group and percentile. */
export function percentilesTable(
  groups: readonly GroupResult[],
  by: readonly string[],
  shares: readonly number[],
): Table {
  return {
    columns: [...by, "percentile", "estimate", "se", "note"],
    rows: groups.flatMap((group) =>
      group.percentiles.map((estimate, n): Cell[] => [
        ...group.names,
        shares[n] ?? null,
        ...pair(group, estimate),
        group.hidden ?? estimate.reason,
      ]),
    ),
  };
}

/** A row per group and coefficient; R squared last. */
export function regressionTable(
  groups: readonly GroupResult[],
  by: readonly string[],
  predictors: readonly string[],
): Table {
  const names = ["(intercept)", ...predictors, "r_squared"];
  return {
    columns: [...by, "term", "estimate", "se", "df", "note"],
    rows: groups.flatMap((group) =>
      group.regression.map((estimate, n): Cell[] => {
        const { regressionHidden: hidden } = group;
        return [
          ...group.names,
          names[n] ?? "",
          ...pair({ hidden }, estimate),
          hidden === null ? estimate.degreesOfFreedom : null,
          hidden ?? estimate.reason,
        ];
      }),
    ),
  };
}

/** A row per statistic and pair of groups: the second one minus the first. */
export function differencesTable(differences: readonly NamedDifference[]): Table {
  return {
    columns: ["first", "second", "statistic", "difference", "se", "t", "df", "p", "note"],
    rows: differences.map(({ first, second, statistic, difference }) => [
      first,
      second,
      statistic,
      difference.difference,
      difference.standardError,
      difference.t,
      difference.degreesOfFreedom,
      difference.p,
      difference.reason,
    ]),
  };
}
