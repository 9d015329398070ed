import { Refusal } from "../messages/refusal.js";

/** A symmetric tridiagonal matrix: `beside[i]` stands between places i - 1 and i; `beside[0]` is not read. */
export interface Tridiagonal {
  diagonal: Float64Array;
  beside: Float64Array;
}

const sweepsMax = 60;
const epsilon = 2 ** -52;

/**
 * All eigenvalues, smallest first, by QL with implicit shifts.
 *
 * @throws {RangeError} when the matrix is not all numbers.
 */
export function eigenvaluesOfTridiagonal({ diagonal, beside }: Tridiagonal): Float64Array {
  const d = diagonal.slice();
  const size = d.length;
  const e = new Float64Array(size);
  for (let i = 1; i < size; i++) e[i - 1] = beside[i];
  for (let low = 0; low < size; low++) {
    for (let sweep = 0; ; sweep++) {
      let end = low;
      while (end < size - 1 && Math.abs(e[end]) > epsilon * (Math.abs(d[end]) + Math.abs(d[end + 1]))) end++;
      if (end === low) break;
      if (sweep === sweepsMax || !Number.isFinite(d[low])) throw new Refusal("eigenvalues-of-no-numbers");
      sweepOnce(d, e, low, end);
    }
  }
  return d.sort();
}

/** One QL sweep over the places `low` to `end`, shifted by an eigenvalue of the first two. */
function sweepOnce(d: Float64Array, e: Float64Array, low: number, end: number): void {
  const half = (d[low + 1] - d[low]) / (2 * e[low]);
  const root = Math.hypot(half, 1);
  let g = d[end] - d[low] + e[low] / (half + (half >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = end - 1; i >= low; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const length = Math.hypot(f, g);
    e[i + 1] = length;
    if (length === 0) {
      // The matrix came apart here; what is left of the sweep belongs to the next one.
      d[i + 1] -= shift;
      e[end] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    g = d[i + 1] - shift;
    const r = (d[i] - g) * sine + 2 * cosine * b;
    shift = sine * r;
    d[i + 1] = g + shift;
    g = cosine * r - b;
  }
  d[low] -= shift;
  e[low] = g;
  e[end] = 0;
}

const iterationsMax = 5;

/**
 * Unit eigenvectors of given eigenvalues (largest first), one per row, by inverse iteration. Vectors of neighbouring
 * eigenvalues closer than a hundred-thousandth of the matrix's norm are kept at right angles to each other (others are
 * so by themselves, to eleven digits); equal eigenvalues are first moved apart by a few units in the last place.
 */
export function eigenvectorsOfTridiagonal(matrix: Tridiagonal, values: Float64Array): Float64Array {
  const size = matrix.diagonal.length;
  const vectors = new Float64Array(values.length * size);
  const norm = normOf(matrix);
  const work = new ShiftedSolver(matrix, norm);
  let clusterStart = 0;
  let shift = 0;
  for (let v = 0; v < values.length; v++) {
    if (v > 0 && values[v - 1] - values[v] > 1e-5 * norm) clusterStart = v;
    const apart = 10 * epsilon * norm;
    shift = v > clusterStart ? Math.min(values[v], shift - apart) : values[v];
    work.factor(shift);
    const vector = vectors.subarray(v * size, (v + 1) * size);
    fillStart(vector, v);
    for (let iteration = 0; iteration < iterationsMax; iteration++) {
      const growth = work.solve(vector);
      for (let pass = 0; pass < 2; pass++) {
        for (let other = clusterStart; other < v; other++) removeShare(vector, vectors, other * size);
        normalise(vector);
      }
      // Once a solution has grown this much the vector is right; two more only make it better.
      if (iteration >= 2 && growth > 1 / (100 * size * epsilon * norm)) break;
    }
  }
  return vectors;
}

function normOf({ diagonal, beside }: Tridiagonal): number {
  let norm = 0;
  for (let i = 0; i < diagonal.length; i++) {
    const next = i + 1 < diagonal.length ? Math.abs(beside[i + 1]) : 0;
    norm = Math.max(norm, Math.abs(diagonal[i]) + next + (i > 0 ? Math.abs(beside[i]) : 0));
  }
  return norm || 1;
}

/** A start without any pattern, the same in every run. */
function fillStart(vector: Float64Array, seed: number): void {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  for (let i = 0; i < vector.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    vector[i] = state / 2 ** 32 - 0.5;
  }
  normalise(vector);
}

function normalise(vector: Float64Array): void {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i] * vector[i];
  const scale = 1 / Math.sqrt(squares);
  for (let i = 0; i < vector.length; i++) vector[i] *= scale;
}

function removeShare(vector: Float64Array, vectors: Float64Array, at: number): void {
  let share = 0;
  for (let i = 0; i < vector.length; i++) share += vector[i] * vectors[at + i];
  for (let i = 0; i < vector.length; i++) vector[i] -= share * vectors[at + i];
}

/** Solves (T - shift) x = b by elimination with row exchanges. */
class ShiftedSolver {
  private readonly matrix: Tridiagonal;
  private readonly least: number;
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private readonly third: Float64Array;
  private readonly factors: Float64Array;
  private readonly isSwapped: Uint8Array;

  /** @param norm of the matrix: pivots below its rounding error are taken as that. */
  constructor(matrix: Tridiagonal, norm: number) {
    const size = matrix.diagonal.length;
    this.matrix = matrix;
    this.least = epsilon * norm;
    this.first = new Float64Array(size);
    this.second = new Float64Array(size);
    this.third = new Float64Array(size);
    this.factors = new Float64Array(size);
    this.isSwapped = new Uint8Array(size);
  }

  factor(shift: number): void {
    const { diagonal, beside } = this.matrix;
    const size = diagonal.length;
    let d = diagonal[0] - shift;
    let e = size > 1 ? beside[1] : 0;
    for (let i = 0; i < size - 1; i++) {
      const below = beside[i + 1];
      const nextD = diagonal[i + 1] - shift;
      const nextE = i + 2 < size ? beside[i + 2] : 0;
      const swap = Math.abs(below) > Math.abs(d);
      this.isSwapped[i] = swap ? 1 : 0;
      if (swap) {
        this.first[i] = below;
        this.second[i] = nextD;
        this.third[i] = nextE;
        this.factors[i] = d / below;
        d = e - this.factors[i] * nextD;
        e = -this.factors[i] * nextE;
      } else {
        this.first[i] = Math.abs(d) < this.least ? this.least : d;
        this.second[i] = e;
        this.third[i] = 0;
        this.factors[i] = below / this.first[i];
        d = nextD - this.factors[i] * e;
        e = nextE;
      }
    }
    this.first[size - 1] = Math.abs(d) < this.least ? this.least : d;
  }

  /** Replaces b by the solution, scaled back to a largest place of 1; returns by how much it had grown. */
  solve(b: Float64Array): number {
    const size = b.length;
    for (let i = 0; i < size - 1; i++) {
      if (this.isSwapped[i]) {
        const upper = b[i];
        b[i] = b[i + 1];
        b[i + 1] = upper - this.factors[i] * b[i];
      } else {
        b[i + 1] -= this.factors[i] * b[i];
      }
    }
    let largest = 0;
    for (let i = size - 1; i >= 0; i--) {
      let sum = b[i];
      if (i + 1 < size) sum -= this.second[i] * b[i + 1];
      if (i + 2 < size) sum -= this.third[i] * b[i + 2];
      b[i] = sum / this.first[i];
      largest = Math.max(largest, Math.abs(b[i]));
    }
    if (largest > 0) for (let i = 0; i < size; i++) b[i] /= largest;
    return largest;
  }
}
