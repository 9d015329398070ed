import type { Crew } from "../likelihood/crew.js";
import type { Expectation } from "../likelihood/expectation.js";
import type { Patterns } from "../likelihood/patterns.js";
import { hasFewBooklets, ScoreExpectation } from "../likelihood/score-expectation.js";
import { rowStarts } from "../likelihood/tables.js";
import { stretch, type Layout } from "./layout.js";
import type { ItemMaximization } from "./m-step.js";

/** The E-step of a cycle with the M-step of the items that goes with it. */
export interface ItemCycle {
  /** The E-step at the present parameters. */
  expect(logMass: readonly Float64Array[]): { logLikelihood: number; groupMass: readonly Float64Array[] };
  /** The items' M-step on what the last E-step gathered. */
  maximize(items: ItemMaximization): void;
}

/** Whether scores are enough: log-odds are linear in ability, and booklets are few. */
export function isByScores(layout: Layout, patterns: Patterns): boolean {
  return layout.items.every(({ model }) => model.addGridSums !== undefined) && hasFewBooklets(patterns);
}

/** By weighted scores; see `ScoreSeries`. */
export function cycleByScores(
  layout: Layout,
  patterns: Patterns,
  nodes: Float64Array,
  crew?: Crew,
): ItemCycle {
  const rows = rowStarts(patterns.categories);
  const slopes = new Float64Array(rows[patterns.itemCount]);
  const intercepts = new Float64Array(slopes.length);
  const expectation = new ScoreExpectation(patterns, nodes, crew);
  let expected: ReturnType<ScoreExpectation["expect"]> | null = null;
  return {
    expect(logMass) {
      layout.items.forEach(({ model }, i) => {
        // The first category's own log-odds are 0.
        const [start, end] = [rows[i] + 1, rows[i + 1]];
        model.toCategoryForm(
          stretch(layout, layout.values, i),
          slopes.subarray(start, end),
          intercepts.subarray(start, end),
        );
      });
      return (expected = expectation.expect(slopes, intercepts, logMass));
    },
    maximize(items) {
      if (expected) items.maximizeSums(expected.sums);
    },
  };
}

/** By counts at the nodes, for any model. */
export function cycleByNodes(
  expectation: Expectation,
  logProbabilities: Float64Array,
  fillTable: () => void,
): ItemCycle {
  let counts: Float64Array | null = null;
  return {
    expect(logMass) {
      fillTable();
      const expected = expectation.expect(logProbabilities, logMass);
      counts = expected.counts;
      return expected;
    },
    maximize(items) {
      if (counts) items.maximize(counts);
    },
  };
}
