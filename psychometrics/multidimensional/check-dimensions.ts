import type { ResponseData } from "../data.js";
import type { MultidimensionalOptions } from "./options.js";

/** The most dimensions that the product of grids is for. */
const dimensionsMax = 4;

/**
 * What the caller says of dimensions, held against the data.
 *
 * @throws {RangeError} naming the dimension or item, and what to do.
 */
export function checkDimensions(data: ResponseData, options: MultidimensionalOptions): void {
  const { dimensions } = options;
  if (dimensions.length < 1 || dimensions.length > dimensionsMax)
    throw new RangeError(`a calibration has 1 to ${dimensionsMax} dimensions, not ${dimensions.length}`);
  if (data.groupNames.length > 1 && (options.regressors?.names.length ?? 0) > 0) {
    throw new RangeError(
      `the data have the groups ${data.groupNames.join(", ")} and there are regressors: leave the regressors out, ` +
        "or leave the groups out of the data and give a regressor of 0 and 1 for each group but the first",
    );
  }
  const dimensionOf = new Map<string, string>();
  for (const { name, items, mean, variance } of dimensions) {
    if (dimensions.filter((other) => other.name === name).length > 1)
      throw new RangeError(`two dimensions are named ${name}`);
    if (items.length === 0) throw new RangeError(`dimension ${name} has no items`);
    if (typeof mean === "number" && !Number.isFinite(mean))
      throw new RangeError(`dimension ${name}: ${mean} is no mean; give a number or "free"`);
    if (typeof variance === "number" && !(variance > 0 && Number.isFinite(variance))) {
      throw new RangeError(`dimension ${name}: ${variance} is no variance; give a number above 0 or "free"`);
    }
    for (const item of items) {
      const other = dimensionOf.get(item);
      if (other !== undefined) {
        const where = other === name ? `twice in dimension ${name}` : `in dimension ${other} and in ${name}`;
        throw new RangeError(`item ${item} is ${where}; an item measures one dimension here`);
      }
      if (!data.items.includes(item))
        throw new RangeError(`dimension ${name} names item ${item}, which the data do not have`);
      dimensionOf.set(item, name);
    }
  }
  const stray = data.items.find((item) => !dimensionOf.has(item));
  if (stray !== undefined) {
    throw new RangeError(`item ${stray} is in no dimension; name it in one, or leave it out of the data`);
  }
  checkCovariances(options);
}

function checkCovariances({ dimensions, covariances }: MultidimensionalOptions): void {
  const seen = new Set<string>();
  for (const { dimensions: pair, value } of covariances ?? []) {
    const stray = pair.find((name) => !dimensions.some((dimension) => dimension.name === name));
    if (stray !== undefined) {
      throw new RangeError(
        `a covariance names dimension ${stray}; the dimensions are ${dimensions.map(({ name }) => name).join(", ")}`,
      );
    }
    if (pair[0] === pair[1]) {
      throw new RangeError(
        `a covariance of ${pair[0]} with itself is its variance: give it with the dimension`,
      );
    }
    const key = [...pair].sort().join("\n");
    if (seen.has(key)) throw new RangeError(`the covariance of ${pair.join(" and ")} is held twice`);
    seen.add(key);
    if (!Number.isFinite(value))
      throw new RangeError(`the covariance of ${pair.join(" and ")}: ${value} is not a number`);
  }
}
