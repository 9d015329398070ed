import type { ResponseData } from "../data.js";
import { ScaledDesignMatrix, type DesignMatrix } from "../population-model/design-matrix.js";
import type { Cases } from "./cases.js";
import { Refusal } from "../messages/refusal.js";

/**
 * The regressors as the estimation has them: with weighted mean 0 and variance 1 over those who count.
 *
 * @returns null without regressors.
 * @throws {RangeError} when a value is missing, a name occurs twice, a regressor is the same for everybody or made up of
 * others, or there are as many coefficients as test takers.
 */
export function readRegressors(
  data: ResponseData,
  regressors: DesignMatrix | undefined,
  cases: Cases,
): ScaledDesignMatrix | null {
  if (!regressors || regressors.names.length === 0) return null;
  const { names, columns } = regressors;
  const twice = names.find((name, j) => names.indexOf(name) !== j);
  if (twice !== undefined) throw new Refusal("regressors-alike-named", { name: twice });
  const bad = columns.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0 && columns.length === names.length * data.personCount) {
    throw new Refusal("regressor-unfilled", {
      row: (bad % data.personCount) + 1,
      name: names[Math.floor(bad / data.personCount)],
    });
  }
  const weights = cases.weights.map((weight, n) => (cases.seen[n] === 0 ? 0 : weight));
  const design = new ScaledDesignMatrix(regressors, weights);
  const dropped = design.dropped.at(0);
  if (dropped) throw new Refusal("regressor-idle", dropped);
  const counted = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  if (names.length + 1 >= counted) {
    throw new Refusal("regressors-many", { count: names.length + 1, persons: counted });
  }
  return design;
}
