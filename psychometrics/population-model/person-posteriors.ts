import { recodeResponses } from "../calibrate/recode.js";
import type { ResponseData } from "../data.js";
import { DimensionLikelihood } from "./dimension-likelihood.js";
import type { FixedItem } from "./fixed-item.js";
import { NormalPrior, PosteriorMode } from "./posterior-mode.js";
import { momentsBy, type PosteriorMethod } from "./posterior-method.js";
import type { MomentsAt, PosteriorMoments } from "./posterior-moments.js";
import { Refusal } from "../messages/refusal.js";

/** A dimension of ability: its name, and the items that measure it and no other. */
export interface FixedDimension {
  name: string;
  items: readonly FixedItem[];
}

/**
 * Posterior means and covariances of test takers' abilities in several dimensions, under a normal prior whose mean is
 * each one's own and whose covariance is common. What latent regression and plausible values have in common.
 */
export class PersonPosteriors {
  readonly dimensions: readonly DimensionLikelihood[];
  readonly dimensionNames: readonly string[];
  readonly personCount: number;
  readonly size: number;
  /** The mode found last for each test taker, from which the next search starts: test takers x dimensions. */
  readonly modes: Float64Array;
  private momentsAt: MomentsAt;
  private readonly mode: PosteriorMode;

  /**
   * @throws {RangeError} when an item is in two dimensions or not in the data, its parameters are not all numbers, a
   * score occurs that is none of its own, a dimension has no responses at all, or the method does not go with so many
   * dimensions.
   */
  constructor(dimensions: readonly FixedDimension[], data: ResponseData, method: PosteriorMethod) {
    checkItems(dimensions, data);
    this.personCount = data.personCount;
    this.size = dimensions.length;
    this.dimensionNames = dimensions.map(({ name }) => name);
    this.momentsAt = momentsBy(method, this.size);
    this.dimensions = dimensions.map(({ items }) => {
      const columns = items.map(({ item, scoreValues }) => ({
        ...{ item, scoreValues: [...scoreValues] },
        column: data.items.indexOf(item),
        groups: null,
      }));
      return new DimensionLikelihood(items, recodeResponses(data, columns), data.personCount);
    });
    dimensions.forEach(({ name }, d) => {
      for (let p = 0; p < data.personCount; p++) if (this.dimensions[d].hasResponses(p)) return;
      throw new Refusal("dimension-unanswered", { dimension: name });
    });
    this.modes = new Float64Array(this.personCount * this.size);
    const identity = Float64Array.from({ length: this.size ** 2 }, (_, n) =>
      Number(n % (this.size + 1) === 0),
    );
    // Laplace's expansion rests on the mode; quadrature only lays its nodes about it.
    const closeness = method.kind === "laplace" ? 1e-7 : this.size === 1 ? 0.01 : 1e-4;
    this.mode = new PosteriorMode(this.dimensions, new NormalPrior(identity), closeness);
  }

  /** Whether a test taker responded to any item at all. */
  hasResponses(person: number): boolean {
    return this.dimensions.some((dimension) => dimension.hasResponses(person));
  }

  /** Compute moments by another method from now on. */
  setMethod(method: PosteriorMethod): void {
    this.momentsAt = momentsBy(method, this.size);
  }

  /** Take another residual covariance. */
  setPrior(prior: NormalPrior): void {
    this.mode.prior = prior;
  }

  /** The precision and factor of the prior in use. */
  get prior(): NormalPrior {
    return this.mode.prior;
  }

  /**
   * Find a test taker's mode, starting from the one in `modes`, which stays as it is; the result is in the object
   * returned until the next call.
   */
  findMode(person: number, mean: Float64Array): PosteriorMode {
    const { mode, modes, size } = this;
    for (let d = 0; d < size; d++) mode.theta[d] = modes[person * size + d];
    mode.find(person, mean);
    return mode;
  }

  /** Fill `out` with a test taker's moments; without responses they are the prior's. */
  fillMoments(person: number, mean: Float64Array, out: PosteriorMoments): PosteriorMode | null {
    if (!this.hasResponses(person)) {
      const { factor } = this.prior;
      out.mean.set(mean);
      out.logMarginal = 0;
      multiplyByTransposed(factor, this.size, out.covariance);
      return null;
    }
    const mode = this.findMode(person, mean);
    this.momentsAt(mode, person, mean, out);
    return mode;
  }

  /** Keep the mode found last as the start of the test taker's next search. */
  keepMode(person: number, mode: PosteriorMode): void {
    this.modes.set(mode.theta, person * this.size);
  }
}

/** Fill `out` with L L'. */
export function multiplyByTransposed(factor: Float64Array, size: number, out: Float64Array): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k <= Math.min(i, j); k++) sum += factor[i * size + k] * factor[j * size + k];
      out[i * size + j] = sum;
    }
  }
}

function checkItems(dimensions: readonly FixedDimension[], data: ResponseData): void {
  if (dimensions.length === 0) throw new Refusal("no-dimensions");
  const dimensionOf = new Map<string, string>();
  for (const { name, items } of dimensions) {
    if (items.length === 0) throw new Refusal("dimension-without-items", { dimension: name });
    for (const { item, parameters } of items) {
      const other = dimensionOf.get(item);
      if (other !== undefined)
        throw new Refusal("item-in-two-dimensions", { item, first: other, second: name });
      dimensionOf.set(item, name);
      if (!parameters.every(Number.isFinite)) throw new Refusal("parameters-no-numbers", { item });
      if (!data.items.includes(item)) throw new Refusal("item-not-in-data", { item });
    }
  }
}
