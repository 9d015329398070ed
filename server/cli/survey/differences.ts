import {
  differenceBetween,
  differenceWithin,
  type Difference,
  type Replication,
} from "../../../psychometrics/index.js";
import { InputError } from "../files/input-error.js";
import type { Compared } from "./compared.js";
import type { GroupResult, NamedDifference } from "./result-tables.js";
import type { SurveyRequest } from "./request.js";

/** What of a request says how groups are compared. */
type Comparison = Pick<SurveyRequest, "by" | "trendBy" | "linkError" | "isIndependent" | "samplingVariance">;

/** The column that names the cycle, whose samples are independent of each other; null where there is none. */
export function cycleColumn({ by, trendBy, linkError }: Comparison): string | null {
  return trendBy ?? (linkError > 0 && by.length === 1 ? (by[0] ?? null) : null);
}

/**
 * @throws {InputError} where the column of the cycles makes no groups, or a link error is given and nothing says which of
 * several columns names the cycle.
 */
export function checkTrend(request: Comparison): void {
  const { by, trendBy, linkError } = request;
  if (trendBy !== undefined && !by.includes(trendBy)) {
    throw new InputError("survey.trendNotBy", { column: trendBy, columns: by.join(", ") || "-" });
  }
  if (linkError > 0 && cycleColumn(request) === null) {
    throw new InputError(by.length === 0 ? "survey.linkErrorAlone" : "survey.whichCycle", {
      columns: by.join(", "),
      column: by[0] ?? "",
    });
  }
}

/**
 * Every pair of groups that may be shown, the later one minus the earlier one, in each statistic. Between cycles the samples
 * are independent and the scales are linked: variances add, and that of the link. Within a cycle there is no link error, and
 * the replicates keep the covariance of groups of one sample, unless all groups are samples of their own.
 */
export function differencesOf(
  request: Comparison,
  groups: readonly GroupResult[],
  statistics: readonly Compared[],
  made: Pick<Replication, "method" | "factor">,
): NamedDifference[] {
  const cycle = cycleColumn(request);
  const at = cycle === null ? -1 : request.by.indexOf(cycle);
  const shown = groups.filter(({ hidden }) => hidden === null);
  const differenceOf = (of: Compared, first: GroupResult, second: GroupResult): Difference => {
    const [one, other] = [of.estimate(first), of.estimate(second)];
    if (at >= 0 && first.names[at] !== second.names[at])
      return differenceBetween(one, other, of.linkError(second));
    // What has no estimate has no replicates to combine.
    if (request.isIndependent || one.estimate === null || other.estimate === null)
      return differenceBetween(one, other);
    return differenceWithin(of.replicated(first), of.replicated(second), made, request.samplingVariance);
  };
  return statistics.flatMap((of) =>
    shown.flatMap((first, a) =>
      shown.slice(a + 1).map((second) => ({
        first: first.names.join(" "),
        second: second.names.join(" "),
        statistic: of.name,
        difference: times(of.times, differenceOf(of, first, second)),
      })),
    ),
  );
}

function times(factor: number, difference: Difference): Difference {
  const multiplied = (value: number | null) => (value === null ? null : factor * value);
  return {
    ...difference,
    difference: multiplied(difference.difference),
    standardError: multiplied(difference.standardError),
  };
}
