import type { CategorySums } from "../models/index.js";
import { solveInPlace } from "../numeric/small-cholesky.js";
import { withinBound } from "./bounds.js";
import { sumsOf } from "./category-sums.js";
import type { Component, Layout } from "./layout.js";

const newtonStepsMax = 5;
const halvingsMax = 30;
/** After a Newton step with every coordinate below this there is nothing left to do. */
const stepNegligible = 1e-7;
/** What a concave model's step leaves undone is of the order of its square: below this it is taken unseen, as the last. */
const stepShort = 1e-3;
/** No parameter moves further than this in one step; far from the maximum the curvature means little. */
const stepMax = 3;

/** Gradient and information of a component, filled anew at each point. */
interface Slopes {
  gradient: Float64Array;
  information: Float64Array;
}

/** What an M-step is made on: the sums for models that need no more, and the counts that all others are made from. */
interface Expected {
  sums: CategorySums;
  counts: Float64Array | null;
}

/** The M-step for the items: raises the expected complete-data log-likelihood (plus log priors) of each component. */
export class ItemMaximization {
  private readonly layout: Layout;
  private readonly nodes: Float64Array;
  private readonly rows: Int32Array;
  private readonly trial: Float64Array;

  /** @param rows the first row of each item in the table of expected counts. */
  constructor(layout: Layout, nodes: Float64Array, rows: Int32Array) {
    this.layout = layout;
    this.nodes = nodes;
    this.rows = rows;
    this.trial = layout.values.slice();
  }

  /** Move the free parameters in `layout.values` by at most five guarded Newton steps on `counts`. */
  maximize(counts: Float64Array): void {
    const sums = sumsOf(counts, this.rows, this.nodes);
    for (const component of this.layout.components) this.climb(component, { sums, counts });
  }

  /** The same where all items are of models with `addGridSums`. */
  maximizeSums(sums: CategorySums): void {
    for (const component of this.layout.components) this.climb(component, { sums, counts: null });
  }

  private climb(component: Component, expected: Expected): void {
    const { values, items } = this.layout;
    const { trial } = this;
    const size = component.freePlaces.length;
    const slopes = { gradient: new Float64Array(size), information: new Float64Array(size * size) };
    const isConcave = component.items.every(
      (i) => "addGridSums" in items[i].model && items[i].jointPriors.length === 0,
    );
    let objective = this.evaluate(component, expected, values, slopes);
    for (let step = 0; step < newtonStepsMax; step++) {
      this.holdAtBounds(component, slopes);
      // Fisher scoring: the information expected here, and so positive definite but for rounding.
      const move = solveRidged(slopes.information, slopes.gradient, size);
      if (!move) return;
      let largest = 0;
      for (let j = 0; j < size; j++) largest = Math.max(largest, Math.abs(move[j]));
      if (largest < stepNegligible || (isConcave && largest < stepShort)) {
        this.moveTo(component, values, move, 1, values);
        return;
      }
      let scale = largest > stepMax ? stepMax / largest : 1;
      let isBetter = false;
      let halving = 0;
      for (; halving < halvingsMax && !isBetter; halving++, scale /= 2) {
        this.moveTo(component, values, move, scale, trial);
        // The whole step is mostly taken, so its slopes are found at once; those of shorter ones are when they are taken.
        const reached = this.evaluate(component, expected, trial, halving === 0 ? slopes : null);
        if (reached >= objective - 1e-13 * Math.abs(objective)) {
          isBetter = true;
          objective = reached;
        }
      }
      if (!isBetter) return;
      this.moveTo(component, trial, move, 0, values);
      if (halving > 1) this.evaluate(component, expected, values, slopes);
    }
  }

  /** Fill the component's items in `to` with those in `from` plus `scale` times the move. */
  private moveTo(
    component: Component,
    from: Float64Array,
    move: Float64Array,
    scale: number,
    to: Float64Array,
  ): void {
    const { offsets, bounds } = this.layout;
    component.items.forEach((i, m) => {
      const local = component.local[m];
      for (let j = 0; j < local.length; j++) {
        const n = offsets[i] + j;
        to[n] = local[j] < 0 ? from[n] : withinBound(from[n] + scale * move[local[j]], bounds[n]);
      }
    });
  }

  /** A parameter at its bound that would rise beyond it is left where it is; the others move as if it were known. */
  private holdAtBounds(component: Component, { gradient, information }: Slopes): void {
    const { offsets, bounds, values } = this.layout;
    const size = gradient.length;
    component.items.forEach((i, m) => {
      const local = component.local[m];
      for (let j = 0; j < local.length; j++) {
        const n = offsets[i] + j;
        const place = local[j];
        if (place < 0 || Math.abs(values[n]) < bounds[n] || values[n] * gradient[place] <= 0) continue;
        gradient[place] = 0;
        for (let h = 0; h < size; h++) {
          information[place * size + h] = 0;
          information[h * size + place] = 0;
        }
        information[place * size + place] = 1;
      }
    });
  }

  /** The objective at `values`, and its slopes where they are wanted. */
  private evaluate(
    component: Component,
    expected: Expected,
    values: Float64Array,
    slopes: Slopes | null,
  ): number {
    const { layout } = this;
    const size = component.freePlaces.length;
    slopes?.gradient.fill(0);
    slopes?.information.fill(0);
    let objective = 0;
    component.items.forEach((i, m) => {
      const parameters = values.subarray(layout.offsets[i], layout.offsets[i + 1]);
      const own = parameters.length;
      if (!slopes) {
        objective += this.evaluateItem(i, expected, parameters, null);
        return;
      }
      const { gradient, information } = slopes;
      const ownSlopes = { gradient: new Float64Array(own), information: new Float64Array(own * own) };
      objective += this.evaluateItem(i, expected, parameters, ownSlopes);
      const local = component.local[m];
      for (let j = 0; j < own; j++) {
        if (local[j] < 0) continue;
        gradient[local[j]] += ownSlopes.gradient[j];
        for (let h = 0; h < own; h++) {
          if (local[h] >= 0) information[local[j] * size + local[h]] += ownSlopes.information[j * own + h];
        }
      }
    });
    return objective;
  }

  private evaluateItem(
    i: number,
    { sums, counts }: Expected,
    parameters: Float64Array,
    slopes: Slopes | null,
  ): number {
    const { nodes, rows } = this;
    const { model, priors, jointPriors } = this.layout.items[i];
    const own = parameters.length;
    const gradient = slopes?.gradient ?? new Float64Array(own);
    const information = slopes?.information ?? new Float64Array(own * own);
    let objective = model.addGridSums
      ? model.addGridSums(nodes, sums, i, rows[i], parameters, gradient, information)
      : this.nodeByNode(i, counts ?? noCounts(model.name), parameters, slopes);
    for (const prior of jointPriors) {
      objective += prior.logDensity(parameters);
      if (!slopes) continue;
      prior.addGradient(parameters, gradient);
      prior.addExpectedCurvature(parameters, information);
    }
    for (let j = 0; j < own; j++) {
      const prior = priors[j];
      if (!prior) continue;
      objective += prior.logDensity(parameters[j]);
      gradient[j] += prior.derivative(parameters[j]);
      information[j * own + j] -= prior.secondDerivative(parameters[j]);
    }
    return objective;
  }

  private nodeByNode(
    i: number,
    counts: Float64Array,
    parameters: Float64Array,
    slopes: Slopes | null,
  ): number {
    const { nodes, rows } = this;
    const { model, categories } = this.layout.items[i];
    const atNode = new Float64Array(categories);
    const probabilities = new Float64Array(categories);
    let objective = 0;
    for (let q = 0; q < nodes.length; q++) {
      let total = 0;
      for (let k = 0; k < categories; k++) {
        atNode[k] = counts[(rows[i] + k) * nodes.length + q];
        total += atNode[k];
      }
      if (total === 0) continue;
      model.probabilities(nodes[q], parameters, probabilities);
      for (let k = 0; k < categories; k++) {
        if (atNode[k] > 0) objective += atNode[k] * Math.log(Math.max(probabilities[k], 1e-300));
      }
      if (!slopes) continue;
      model.addGradient(nodes[q], parameters, atNode, probabilities, slopes.gradient);
      model.addInformation(nodes[q], parameters, total, probabilities, slopes.information);
    }
    return objective;
  }
}

function noCounts(name: string): never {
  throw new Error(`the M-step of ${name} items needs counts, not only their sums`);
}

/** The Newton move; a matrix that is singular (no responses bear on a parameter) gets a ridge until it can be solved. */
function solveRidged(information: Float64Array, gradient: Float64Array, size: number): Float64Array | null {
  let trace = 0;
  for (let j = 0; j < size; j++) trace += information[j * size + j];
  if (!Number.isFinite(trace)) return null;
  for (let ridge = 0; ridge < 1; ridge = ridge === 0 ? 1e-10 : ridge * 100) {
    const matrix = information.slice();
    const move = gradient.slice();
    for (let j = 0; j < size; j++) matrix[j * size + j] += (ridge * trace) / size;
    if (solveInPlace(matrix, move, size)) return move;
  }
  return null;
}
