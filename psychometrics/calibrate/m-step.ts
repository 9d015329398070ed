import { solveInPlace } from "../numeric/small-cholesky.js";
import type { Component, Layout } from "./layout.js";

const newtonStepsMax = 5;
const halvingsMax = 30;
/** A Newton step with every coordinate below this is not worth another evaluation. */
const stepNegligible = 1e-10;
/** No parameter moves further than this in one step; far from the maximum the curvature means little. */
const stepMax = 3;

/** The M-step for the items: raises the expected complete-data log-likelihood (plus log priors) of each component. */
export class ItemMaximization {
  private readonly layout: Layout;
  private readonly nodes: Float64Array;
  private readonly rows: Int32Array;
  private readonly work: { counts: Float64Array; probabilities: Float64Array }[];

  /** @param rows the first row of each item in the table of expected counts. */
  constructor(layout: Layout, nodes: Float64Array, rows: Int32Array) {
    this.layout = layout;
    this.nodes = nodes;
    this.rows = rows;
    this.work = layout.items.map(({ categories }) => ({
      counts: new Float64Array(categories),
      probabilities: new Float64Array(categories),
    }));
  }

  /** Move the free parameters in `layout.values` by at most five guarded Newton steps on `counts`. */
  maximize(counts: Float64Array): void {
    for (const component of this.layout.components) this.climb(component, counts);
  }

  private climb(component: Component, counts: Float64Array): void {
    const { values, freePlace } = this.layout;
    const size = component.freePlaces.length;
    let objective = this.objective(component, counts, values);
    const trial = values.slice();
    for (let step = 0; step < newtonStepsMax; step++) {
      const move = this.newtonMove(component, counts, size);
      if (!move) return;
      let largest = 0;
      for (let j = 0; j < size; j++) largest = Math.max(largest, Math.abs(move[j]));
      let scale = largest > stepMax ? stepMax / largest : 1;
      let isBetter = false;
      for (let halving = 0; halving < halvingsMax && !isBetter; halving++, scale /= 2) {
        this.moveTo(component, values, move, scale, trial);
        const reached = this.objective(component, counts, trial);
        if (reached >= objective - 1e-13 * Math.abs(objective)) {
          isBetter = true;
          objective = reached;
        }
      }
      if (!isBetter) return;
      for (const i of component.items) {
        for (let n = this.layout.offsets[i]; n < this.layout.offsets[i + 1]; n++) {
          if (freePlace[n] >= 0) values[n] = trial[n];
        }
      }
      if (largest < stepNegligible) return;
    }
  }

  private moveTo(
    component: Component,
    values: Float64Array,
    move: Float64Array,
    scale: number,
    trial: Float64Array,
  ): void {
    const { offsets } = this.layout;
    component.items.forEach((i, m) => {
      const local = component.local[m];
      for (let j = 0; j < local.length; j++) {
        const n = offsets[i] + j;
        trial[n] = local[j] < 0 ? values[n] : values[n] + scale * move[local[j]];
      }
    });
  }

  /** Fisher scoring: the information expected at the present parameters, and so positive definite but for rounding. */
  private newtonMove(component: Component, counts: Float64Array, size: number): Float64Array | null {
    const { layout, nodes, rows } = this;
    const gradient = new Float64Array(size);
    const information = new Float64Array(size * size);
    component.items.forEach((i, m) => {
      const { model, priors, jointPriors } = layout.items[i];
      const parameters = layout.values.subarray(layout.offsets[i], layout.offsets[i + 1]);
      const own = parameters.length;
      const ownGradient = new Float64Array(own);
      const ownInformation = new Float64Array(own * own);
      const { counts: atNode, probabilities } = this.work[i];
      for (let q = 0; q < nodes.length; q++) {
        const total = this.gather(counts, rows[i], q, atNode);
        if (total === 0) continue;
        model.probabilities(nodes[q], parameters, probabilities);
        model.addGradient(nodes[q], parameters, atNode, probabilities, ownGradient);
        model.addInformation(nodes[q], parameters, total, probabilities, ownInformation);
      }
      for (const prior of jointPriors) {
        prior.addGradient(parameters, ownGradient);
        prior.addExpectedCurvature(parameters, ownInformation);
      }
      const local = component.local[m];
      for (let j = 0; j < own; j++) {
        if (local[j] < 0) continue;
        const prior = priors[j];
        if (prior) {
          ownGradient[j] += prior.derivative(parameters[j]);
          ownInformation[j * own + j] -= prior.secondDerivative(parameters[j]);
        }
        gradient[local[j]] += ownGradient[j];
        for (let h = 0; h < own; h++) {
          if (local[h] >= 0) information[local[j] * size + local[h]] += ownInformation[j * own + h];
        }
      }
    });
    return solveRidged(information, gradient, size);
  }

  private objective(component: Component, counts: Float64Array, values: Float64Array): number {
    const { layout, nodes, rows } = this;
    let sum = 0;
    for (const i of component.items) {
      const { model, priors, jointPriors } = layout.items[i];
      const parameters = values.subarray(layout.offsets[i], layout.offsets[i + 1]);
      const { counts: atNode, probabilities } = this.work[i];
      for (let q = 0; q < nodes.length; q++) {
        if (this.gather(counts, rows[i], q, atNode) === 0) continue;
        model.probabilities(nodes[q], parameters, probabilities);
        for (let k = 0; k < atNode.length; k++) {
          if (atNode[k] > 0) sum += atNode[k] * Math.log(Math.max(probabilities[k], 1e-300));
        }
      }
      priors.forEach((prior, j) => {
        if (prior) sum += prior.logDensity(parameters[j]);
      });
      for (const prior of jointPriors) sum += prior.logDensity(parameters);
    }
    return sum;
  }

  private gather(counts: Float64Array, row: number, q: number, out: Float64Array): number {
    let total = 0;
    for (let k = 0; k < out.length; k++) {
      out[k] = counts[(row + k) * this.nodes.length + q];
      total += out[k];
    }
    return total;
  }
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
