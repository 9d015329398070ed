import type { AdaptiveTest, SimulatedAdaptiveTest } from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";

/** One simulated test taker's test. */
export interface SimulatedTest extends SimulatedAdaptiveTest {
  id: string;
  /** The true ability. */
  theta: number;
}

/** `tests.csv`: each test taker's ability as it is and as it was estimated. */
export function testsTable(tests: readonly SimulatedTest[]): Table {
  return {
    columns: ["id", "theta", "estimate", "se", "error", "items", "stop"],
    rows: tests.map(({ id, theta, ability, responses, stop }): Cell[] => [
      ...[id, theta, ability.theta, ability.standardError, ability.theta - theta, responses.length, stop],
    ]),
  };
}

/** `choices.csv`: each item given, with the reason for it. */
export function choicesTable(tests: readonly SimulatedTest[]): Table {
  return {
    columns: ["id", "position", "item", "score", "information", "rank", "area", "forced"],
    rows: tests.flatMap(({ id, responses, selections }) =>
      responses.map(({ item, score }, n): Cell[] => {
        const selection = selections[n];
        return [
          ...[id, n + 1, item, score, selection?.information ?? null, selection?.rank ?? null],
          ...[selection?.area ?? null, selection?.isForced ? 1 : 0],
        ];
      }),
    ),
  };
}

/** `responses.csv`: a row per test taker, as `khao calibrate` reads it. */
export function adaptiveResponsesTable({ pool }: AdaptiveTest, tests: readonly SimulatedTest[]): Table {
  return {
    columns: ["id", ...pool.items.map(({ item }) => item)],
    rows: tests.map(({ id, responses }): Cell[] => {
      const scores = new Map(responses.map(({ item, score }) => [item, score]));
      return [id, ...pool.items.map(({ item }) => scores.get(item) ?? null)];
    }),
  };
}

/** `exposure.csv`: the share of the tests in which each item was given, and its exposure parameter. */
export function exposureTable(
  { pool, options: { exposure } }: AdaptiveTest,
  rates: ReadonlyMap<string, number>,
): Table {
  const parameters = exposure?.method === "sympson-hetter" ? exposure.parameters : null;
  return {
    columns: ["item", "area", "exposure", ...(parameters ? ["parameter"] : [])],
    rows: pool.items.map(({ item, area }): Cell[] => [
      ...[item, area, rates.get(item) ?? 0],
      ...(parameters ? [parameters[item] ?? 1] : []),
    ]),
  };
}

/** Abilities from one end of a band to below the next. */
const bandWidth = 0.5;
const bandEnd = 3;

/** `precision.csv`: bias, root mean squared error and length of the tests by true ability; the outer bands have one end. */
export function precisionTable(tests: readonly SimulatedTest[]): Table {
  const bands = new Map<number, SimulatedTest[]>();
  for (const test of tests) {
    const within = Math.min(
      bandEnd - bandWidth,
      Math.max(-bandEnd, Math.floor(test.theta / bandWidth) * bandWidth),
    );
    bands.set(within, [...(bands.get(within) ?? []), test]);
  }
  return {
    columns: ["from", "to", "n", "bias", "rmse", "mean_se", "mean_items"],
    rows: [...bands]
      .sort(([a], [b]) => a - b)
      .map(([from, own]): Cell[] => {
        const { bias, rmse, meanStandardError, meanItems } = accuracyOf(own);
        return [
          from === -bandEnd ? null : from,
          from + bandWidth === bandEnd ? null : from + bandWidth,
          ...[own.length, bias, rmse, meanStandardError, meanItems],
        ];
      }),
  };
}

/** How far off the estimates of some tests are, and how long the tests. */
export function accuracyOf(tests: readonly SimulatedTest[]) {
  const mean = (value: (test: SimulatedTest) => number) =>
    tests.reduce((sum, test) => sum + value(test), 0) / tests.length;
  return {
    bias: mean(({ ability, theta }) => ability.theta - theta),
    rmse: Math.sqrt(mean(({ ability, theta }) => (ability.theta - theta) ** 2)),
    meanStandardError: mean(({ ability }) => ability.standardError),
    meanItems: mean(({ responses }) => responses.length),
  };
}
