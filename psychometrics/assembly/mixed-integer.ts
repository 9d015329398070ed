/**
 * A mixed-integer programme as plain data: linear objective and rows over bounded columns, some of which take whole numbers
 * only. Rows are stored one after the other (compressed sparse rows): row r has the entries `starts[r]` to `starts[r + 1]`.
 */
export interface MixedIntegerProgramme {
  sense: "minimise" | "maximise";
  /** By column. */
  costs: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  /** 1 for columns of whole numbers. */
  isInteger: Uint8Array;
  /** By row; -Infinity and Infinity where there is no bound. */
  rowLower: Float64Array;
  rowUpper: Float64Array;
  starts: Int32Array;
  indices: Int32Array;
  values: Float64Array;
}

/** How far a solver is. */
export interface SolverProgress {
  /** Of the best solution so far; null before there is one. */
  objective: number | null;
  /** No solution can be better than this; null before it is known. */
  bound: number | null;
  nodeCount: number;
}

/** When a solver may stop. */
export interface SolverLimits {
  secondsMax: number;
  /** Branch-and-bound nodes: a limit that does not depend on the machine. */
  nodesMax?: number;
  /** The share by which the bound may be better than the solution, and the difference. 0 by default. */
  relativeGap?: number;
  absoluteGap?: number;
  /** A solution to begin with, by column. */
  start?: Float64Array;
  /** Told of each better solution, and now and then in between. */
  onProgress?: (progress: SolverProgress) => void;
}

/** What a solver found. */
export interface SolverResult {
  /**
   * `optimal` within the gaps; `infeasible`: there is no solution; `time`, `nodes`: stopped by that limit, perhaps with a
   * solution.
   */
  end: "optimal" | "infeasible" | "time" | "nodes";
  /** By column; null without a solution. */
  values: Float64Array | null;
  /** No solution can be better than this; null where it is not known. */
  bound: number | null;
  nodeCount: number;
  /** Of wall time. */
  seconds: number;
}

/**
 * Something that solves mixed-integer programmes; the library has none of its own. `khao/psychometrics/highs` has one. The
 * same programme and limits give the same result, unless time runs out.
 */
export type MixedIntegerSolver = (programme: MixedIntegerProgramme, limits: SolverLimits) => SolverResult;
