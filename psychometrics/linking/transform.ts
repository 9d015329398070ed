import type { CalibratedItem, Calibration, JointCovariance } from "../calibrate/calibration.js";
import { namedModel, type ItemModel } from "../models/index.js";
import { reportParameters } from "../parameters.js";
import type { PersonScore } from "../persons/score-persons.js";
import type { FormItem } from "./form.js";
import type { LinkConstants } from "./moments.js";
import { Refusal } from "../messages/refusal.js";

/**
 * A calibration on another scale, theta' = A theta + B: the same probabilities for the same test takers, and so the same
 * likelihood. Items, groups, covariances and the quadrature's range move; the constants are taken as known in the
 * standard errors. Slopes become a / A (a Rasch item's too).
 *
 * @throws {RangeError} when A is not a positive number, or B is not 0 where a group's distribution is a histogram: its
 * masses are at the nodes of a grid about 0.
 */
export function transformCalibration(calibration: Calibration, constants: LinkConstants): Calibration {
  check(constants);
  if (constants.intercept !== 0 && calibration.groups.some(({ mass }) => mass !== null)) {
    throw new Refusal("histogram-shifted");
  }
  const { slope, intercept } = constants;
  const { count, range } = calibration.quadrature;
  return {
    ...calibration,
    items: calibration.items.map((item) => transformItem(item, constants)),
    groups: calibration.groups.map((group) => ({
      ...group,
      mean: slope * group.mean + intercept,
      variance: slope ** 2 * group.variance,
      meanStandardError: times(group.meanStandardError, slope),
      varianceStandardError: times(group.varianceStandardError, slope ** 2),
    })),
    ...(calibration.covariance && {
      covariance: transformCovariance(calibration, calibration.covariance, constants),
    }),
    // Wide enough for everything the old grid covered, as fine as before.
    quadrature: finerGrid(count, range, slope, Math.abs(intercept)),
  };
}

function finerGrid(count: number, range: number, slope: number, shift: number): Calibration["quadrature"] {
  const wide = slope * range + shift;
  const wanted = Math.ceil((wide / (slope * range)) * (count - 1));
  return { count: wanted + (wanted % 2) + 1, range: wide };
}

/** One item on another scale; see `transformCalibration`. */
export function transformItem(item: CalibratedItem, constants: LinkConstants): CalibratedItem {
  const { itemModel } = namedModel(item.model);
  const categories = item.scoreValues.length;
  const parameters = transformParameters(itemModel, categories, item.parameters, constants);
  const covariance =
    item.covariance &&
    sandwich(itemMatrix(itemModel, categories, item.parameters.length, constants), item.covariance);
  return {
    ...item,
    ...reportParameters(itemModel, categories, parameters, covariance),
    parameters,
    covariance,
  };
}

/** A form's item on another scale. */
export function transformFormItem(item: FormItem, constants: LinkConstants): FormItem {
  const { itemModel } = namedModel(item.model);
  return {
    ...item,
    parameters: transformParameters(itemModel, item.scoreValues.length, item.parameters, constants),
  };
}

/** Person estimates on another scale: theta' = A theta + B, standard errors times A; infinite ones stay infinite. */
export function transformPersons(persons: readonly PersonScore[], constants: LinkConstants): PersonScore[] {
  check(constants);
  return persons.map((person) => ({
    ...person,
    estimates: Object.fromEntries(
      Object.entries(person.estimates).map(([name, estimate]) => [
        name,
        {
          ...estimate,
          theta: estimate.theta === null ? null : constants.slope * estimate.theta + constants.intercept,
          standardError: times(estimate.standardError, constants.slope),
        },
      ]),
    ),
  }));
}

function check({ slope, intercept }: LinkConstants): void {
  if (!(slope > 0) || !Number.isFinite(slope) || !Number.isFinite(intercept)) {
    throw new Refusal("no-scale-constants", { slope, intercept });
  }
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

/** Parameters after theta' = A theta + B, from slope-intercept form: a' = a / A and d_k' = d_k - k a B / A (or - a B / A). */
export function transformParameters(
  model: ItemModel,
  categories: number,
  parameters: readonly number[],
  constants: LinkConstants,
): number[] {
  const matrix = itemMatrix(model, categories, parameters.length, constants);
  const size = parameters.length;
  return parameters.map((_, j) =>
    parameters.reduce((sum, value, h) => sum + matrix[j * size + h] * value, 0),
  );
}

/**
 * The transformation is linear in an item's parameters: its matrix, row by row. The slopes and intercepts of the
 * categories move, a lower asymptote stays.
 */
function itemMatrix(
  model: ItemModel,
  categories: number,
  size: number,
  { slope, intercept }: LinkConstants,
): Float64Array {
  const matrix = new Float64Array(size * size);
  const linear = model.hasLowerAsymptote ? size - 1 : size;
  const slopes = new Float64Array(categories - 1);
  const intercepts = new Float64Array(categories - 1);
  for (let h = 0; h < linear; h++) {
    model.toCategoryForm(
      Array.from({ length: size }, (_, j) => (j === h ? 1 : 0)),
      slopes,
      intercepts,
    );
    const moved = model.fromCategoryForm({
      slopes: Array.from(slopes, (value) => value / slope),
      intercepts: Array.from(intercepts, (value, k) => value - (slopes[k] * intercept) / slope),
    });
    for (let j = 0; j < linear; j++) matrix[j * size + h] = moved[j];
  }
  if (linear < size) matrix[size * size - 1] = 1;
  return matrix;
}

function transformCovariance(
  calibration: Calibration,
  covariance: JointCovariance,
  constants: LinkConstants,
): JointCovariance {
  const size = covariance.names.length;
  const matrix = new Float64Array(size * size);
  calibration.items.forEach(({ model, scoreValues, parameters }, i) => {
    const places = covariance.places[i];
    const own = itemMatrix(namedModel(model).itemModel, scoreValues.length, parameters.length, constants);
    places.forEach((place, j) => {
      places.forEach((other, h) => {
        if (place >= 0 && other >= 0) matrix[place * size + other] = own[j * parameters.length + h];
      });
    });
  });
  for (const { name } of calibration.groups) {
    const mean = covariance.names.indexOf(`mean_${name}`);
    const variance = covariance.names.indexOf(`variance_${name}`);
    if (mean >= 0) matrix[mean * (size + 1)] = constants.slope;
    if (variance >= 0) matrix[variance * (size + 1)] = constants.slope ** 2;
  }
  return { ...covariance, values: sandwich(matrix, covariance.values) };
}

/** M V M' for square matrices row by row. */
function sandwich(matrix: Float64Array, values: readonly number[]): number[] {
  const size = Math.sqrt(matrix.length);
  const half = product(matrix, values, size, (inner, column) => inner * size + column);
  return Array.from(product(half, matrix, size, (inner, column) => column * size + inner));
}

function product(
  left: Float64Array,
  right: ArrayLike<number>,
  size: number,
  placeInRight: (inner: number, column: number) => number,
): Float64Array {
  const out = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = left[row * size + inner];
      if (factor === 0) continue;
      for (let column = 0; column < size; column++)
        out[row * size + column] += factor * right[placeInRight(inner, column)];
    }
  }
  return out;
}
