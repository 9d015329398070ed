import { compositeOf, differenceFromComposite } from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";
import type { Compared } from "./compared.js";
import type { GroupResult } from "./result-tables.js";

/**
 * `composite.csv`: of each statistic the mean over the groups, each with equal weight (such as the OECD average), and how far
 * each group is from it. Part and whole are not independent, which the errors carry. Groups that are not shown, or have no
 * estimate, are left out of both, and have a row that says why.
 */
export function compositeTable(
  groups: readonly GroupResult[],
  by: readonly string[],
  statistics: readonly Compared[],
): Table {
  return {
    columns: ["statistic", ...by, "estimate", "se", "difference", "se_difference", "t", "df", "p", "note"],
    rows: statistics.flatMap(({ name, times, estimate }): Cell[][] => {
      const parts = groups.flatMap((group) => {
        const { estimate: value, standardError, degreesOfFreedom } = estimate(group);
        return group.hidden !== null || value === null || standardError === null
          ? []
          : [
              {
                ...{ names: group.names, estimate: times * value },
                ...{ standardError: times * standardError, degreesOfFreedom },
              },
            ];
      });
      if (parts.length < 2) return [];
      const leftOut = groups.filter(({ names }) => parts.every((part) => part.names !== names));
      const whole = compositeOf(parts);
      return [
        [
          name,
          ...by.map(() => null),
          whole.estimate,
          whole.standardError,
          ...[null, null, null, null, null, null],
        ],
        ...parts.map((part, own): Cell[] => {
          const found = differenceFromComposite(parts, own);
          return [
            ...[name, ...part.names, part.estimate, part.standardError],
            ...[
              found.difference,
              found.standardError,
              found.t,
              found.degreesOfFreedom,
              found.p,
              found.reason,
            ],
          ];
        }),
        ...leftOut.map((group): Cell[] => [
          ...[name, ...group.names, null, null, null, null, null, null, null],
          group.hidden ?? estimate(group).reason,
        ]),
      ];
    }),
  };
}
