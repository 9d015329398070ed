import type { ResponseData } from "../data.js";
import { ScaledDesignMatrix, type DesignMatrix } from "../population-model/design-matrix.js";
import type { Cases } from "./cases.js";
import type { GroupedRegressors } from "./latent-regression.js";
import { Refusal } from "../messages/refusal.js";

/**
 * The regressors as the estimation has them: less each group's weighted means over those who count, and with variance 1.
 *
 * @returns null without regressors.
 * @throws {RangeError} when a value is missing, a name occurs twice, a regressor is the same for everybody (of several groups,
 * within each of them) or made up of others, or there are as many coefficients as test takers.
 */
export function readRegressors(
  data: ResponseData,
  regressors: DesignMatrix | undefined,
  cases: Cases,
): GroupedRegressors | null {
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
  const counted = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  if (names.length + data.groupNames.length >= counted) {
    throw new Refusal("regressors-many", { count: names.length + data.groupNames.length, persons: counted });
  }
  if (data.groupNames.length === 1) {
    const design = new ScaledDesignMatrix(regressors, weights);
    requireAll(design);
    return { design, groupMeans: [design.means] };
  }
  if (columns.length !== names.length * data.personCount)
    throw new Refusal("design-length", {
      ...{ count: columns.length, most: names.length, persons: data.personCount },
    });
  const groupMeans = meansOfGroups(regressors, weights, cases.groups, data.groupNames.length);
  const centred = columns.map((value, at) => {
    const [j, n] = [Math.floor(at / data.personCount), at % data.personCount];
    return value - groupMeans[cases.groups[n]][j];
  });
  const design = new ScaledDesignMatrix({ names, columns: withoutRounding(centred, columns) }, weights);
  const constant = design.dropped.find(({ reason }) => reason.code === "column-constant");
  if (constant) throw new Refusal("regressor-constant-in-groups", { name: constant.name });
  requireAll(design);
  return { design, groupMeans };
}

function requireAll({ dropped }: ScaledDesignMatrix): void {
  if (dropped.length > 0) throw new Refusal("regressor-idle", dropped[0]);
}

/** For each group the weighted mean of each regressor; each test taker is one case where there are regressors. */
function meansOfGroups(
  { names, columns }: DesignMatrix,
  weights: Float64Array,
  groups: Int32Array,
  groupCount: number,
): Float64Array[] {
  const totals = new Float64Array(groupCount);
  weights.forEach((weight, n) => (totals[groups[n]] += weight));
  const sums = Array.from(totals, () => new Float64Array(names.length));
  for (let j = 0; j < names.length; j++)
    for (let n = 0; n < weights.length; n++)
      sums[groups[n]][j] += weights[n] * columns[j * weights.length + n];
  return sums.map((own, g) => own.map((sum) => (totals[g] > 0 ? sum / totals[g] : 0)));
}

/** What is left of a value after its mean is taken away but rounding, is nothing. */
function withoutRounding(centred: Float64Array, values: Float64Array): Float64Array {
  return centred.map((value, at) => (Math.abs(value) > 1e-12 * Math.abs(values[at]) ? value : 0));
}
