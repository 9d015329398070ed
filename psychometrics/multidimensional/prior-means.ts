import type { ResponseData } from "../data.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import type { MultidimensionalCalibration } from "./options.js";
import { Refusal } from "../messages/refusal.js";

/**
 * The abilities that a calibration expects of every test taker before any response: test takers x dimensions.
 *
 * @param groupOf the place of each group of the data among the calibration's.
 * @param regressors a value for every test taker of each regressor that the calibration has, found by name; none without.
 * @throws {RangeError} when one of them is not there or a value is missing.
 */
export function priorMeans(
  { dimensions, groups, coefficients }: MultidimensionalCalibration,
  { personCount, groups: groupOfPerson }: ResponseData,
  groupOf: readonly number[],
  regressors: DesignMatrix | undefined,
): Float64Array {
  const size = dimensions.length;
  const out = new Float64Array(personCount * size);
  dimensions.forEach(({ name }, d) => {
    const own = coefficients.filter(({ dimension }) => dimension === name);
    const intercepts = groups.map((group) => {
      const found = own.find(
        (one) => one.regressor === "(intercept)" && (one.group === null || one.group === group.name),
      );
      return found?.estimate ?? group.means[d];
    });
    for (let p = 0; p < personCount; p++) out[p * size + d] = intercepts[groupOf[groupOfPerson[p]]];
    for (const { regressor, estimate } of own) {
      if (regressor === "(intercept)") continue;
      const values = valuesOf(regressor, personCount, regressors);
      for (let p = 0; p < personCount; p++) out[p * size + d] += estimate * values[p];
    }
  });
  return out;
}

function valuesOf(name: string, personCount: number, regressors: DesignMatrix | undefined): Float64Array {
  const place = regressors?.names.indexOf(name) ?? -1;
  if (!regressors || place < 0) {
    throw new Refusal("regressor-missing", { name });
  }
  const values = regressors.columns.subarray(place * personCount, (place + 1) * personCount);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0 || values.length < personCount) {
    throw new Refusal("regressor-empty", { row: (bad < 0 ? values.length : bad) + 1, name });
  }
  return values;
}
