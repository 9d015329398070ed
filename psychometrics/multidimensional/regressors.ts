import type { ResponseData } from "../data.js";
import { ScaledDesign, type Design } from "../population-model/design.js";
import type { Cases } from "./cases.js";

/**
 * The regressors as the estimation has them: with weighted mean 0 and variance 1 over those who count.
 *
 * @returns null without regressors.
 * @throws {RangeError} when a value is missing, a name occurs twice, a regressor is the same for everybody or made up of
 * others, or there are as many coefficients as test takers.
 */
export function readRegressors(
  data: ResponseData,
  regressors: Design | undefined,
  cases: Cases,
): ScaledDesign | null {
  if (!regressors || regressors.names.length === 0) return null;
  const { names, columns } = regressors;
  const twice = names.find((name, j) => names.indexOf(name) !== j);
  if (twice !== undefined) throw new RangeError(`there are two regressors named ${twice}`);
  const bad = columns.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0 && columns.length === names.length * data.personCount) {
    throw new RangeError(
      `row ${(bad % data.personCount) + 1}: the regressor ${names[Math.floor(bad / data.personCount)]} has no value; ` +
        "every test taker needs one: fill it in and add a regressor that marks where, or leave the row out",
    );
  }
  const weights = cases.weights.map((weight, n) => (cases.seen[n] === 0 ? 0 : weight));
  const design = new ScaledDesign(regressors, weights);
  const dropped = design.dropped.at(0);
  if (dropped) {
    throw new RangeError(
      `the regressor ${dropped.name} says nothing of its own: ${dropped.reason.replace("predictors", "regressors")}; leave it out`,
    );
  }
  const counted = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  if (names.length + 1 >= counted) {
    throw new RangeError(
      `${names.length + 1} coefficients in each dimension cannot be estimated from ${counted} test takers; take fewer regressors`,
    );
  }
  return design;
}
