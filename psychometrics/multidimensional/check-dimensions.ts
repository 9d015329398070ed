import type { ResponseData } from "../data.js";
import type { MultidimensionalOptions } from "./options.js";
import { Refusal } from "../messages/refusal.js";

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
    throw new Refusal("dimensions-count", { most: dimensionsMax, count: dimensions.length });
  const dimensionOf = new Map<string, string>();
  for (const { name, items, mean, variance } of dimensions) {
    if (dimensions.filter((other) => other.name === name).length > 1)
      throw new Refusal("dimensions-alike-named", { dimension: name });
    if (items.length === 0) throw new Refusal("dimension-without-items", { dimension: name });
    if (typeof mean === "number" && !Number.isFinite(mean))
      throw new Refusal("dimension-mean-no-number", { dimension: name, value: mean });
    if (typeof variance === "number" && !(variance > 0 && Number.isFinite(variance))) {
      throw new Refusal("dimension-variance-not-positive", { dimension: name, value: variance });
    }
    for (const item of items) {
      const other = dimensionOf.get(item);
      if (other !== undefined) {
        if (other === name) throw new Refusal("item-twice-in-dimension", { item, dimension: name });
        throw new Refusal("item-in-two-dimensions", { item, first: other, second: name });
      }
      if (!data.items.includes(item)) throw new Refusal("dimension-of-no-item", { dimension: name, item });
      dimensionOf.set(item, name);
    }
  }
  const stray = data.items.find((item) => !dimensionOf.has(item));
  if (stray !== undefined) {
    throw new Refusal("item-in-no-dimension", { item: stray });
  }
  checkCovariances(options);
}

function checkCovariances({ dimensions, covariances }: MultidimensionalOptions): void {
  const seen = new Set<string>();
  for (const { dimensions: pair, value } of covariances ?? []) {
    const stray = pair.find((name) => !dimensions.some((dimension) => dimension.name === name));
    if (stray !== undefined) {
      throw new Refusal("covariance-of-no-dimension", {
        dimension: stray,
        names: dimensions.map(({ name }) => name),
      });
    }
    if (pair[0] === pair[1]) {
      throw new Refusal("covariance-with-itself", { dimension: pair[0] });
    }
    const key = [...pair].sort().join("\n");
    if (seen.has(key)) throw new Refusal("covariance-twice", { names: pair });
    seen.add(key);
    if (!Number.isFinite(value)) throw new Refusal("covariance-no-number", { names: pair, value });
  }
}
