import {
  itemCurve,
  type LevelProbability,
  type RouteProbability,
  type StepCuts,
  type TestletItems,
} from "../../../psychometrics/index.js";
import type { Cell, Table } from "../files/table.js";

/** `cuts.csv`: each step's cut scores, and what they rest on. */
export function cutsTable(cuts: readonly StepCuts[]): Table {
  return {
    columns: [
      ...["after", "score_max", "low", "high", "expected_low", "expected_high"],
      ...["theta", "share_low", "share_high"],
    ],
    rows: cuts.map((step): Cell[] => [
      ...[step.taken.join(" "), step.scoreMax, step.low, step.high],
      ...[step.expectedLow, step.expectedHigh, step.theta, step.shareLow, step.shareHigh],
    ]),
  };
}

/** `levels.csv`: how each step classifies those who come to it, at each ability. */
export function levelsTable(levels: readonly LevelProbability[], theta: readonly number[]): Table {
  return {
    columns: ["after", "theta", "arriving", "low", "medium", "high", "easy"],
    rows: levels.flatMap((step) =>
      theta.map((at, q): Cell[] => [
        ...[step.taken.join(" "), at, step.arriving[q] ?? null],
        ...[step.low[q] ?? null, step.medium[q] ?? null, step.high[q] ?? null, step.easy[q] ?? null],
      ]),
    ),
  };
}

/** `routes.csv`: how likely each route is at each ability, and its information there. */
export function routesTable(
  routes: readonly RouteProbability[],
  items: TestletItems,
  theta: readonly number[],
): Table {
  return {
    columns: ["route", "theta", "probability", "information"],
    rows: routes.flatMap(({ taken, probability }) => {
      const information = informationOf(taken, items, theta);
      return theta.map((at, q): Cell[] => [
        ...[taken.join(" "), at, probability[q] ?? null, information[q] ?? null],
      ]);
    }),
  };
}

/** `information.csv`: the information that a test taker of each ability may expect, on average over the routes. */
export function informationTable(
  routes: readonly RouteProbability[],
  items: TestletItems,
  theta: readonly number[],
): Table {
  const sums = theta.map(() => 0);
  for (const { taken, probability } of routes)
    informationOf(taken, items, theta).forEach(
      (value, q) => (sums[q] = (sums[q] ?? 0) + value * (probability[q] ?? 0)),
    );
  return {
    columns: ["theta", "information", "standard_error"],
    rows: theta.map((at, q): Cell[] => {
      const information = sums[q] ?? 0;
      return [at, information, information > 0 ? 1 / Math.sqrt(information) : null];
    }),
  };
}

function informationOf(taken: readonly string[], items: TestletItems, theta: readonly number[]): number[] {
  const sums = theta.map(() => 0);
  for (const item of taken.flatMap((testlet) => items.get(testlet) ?? []))
    itemCurve(item, theta).information.forEach((value, q) => (sums[q] = (sums[q] ?? 0) + value));
  return sums;
}

/** A route's share of the population, and of simulated test takers. */
export interface RouteShare {
  taken: readonly string[];
  share: number;
  simulated: number;
}

/** `shares.csv`: each route's share of the population, exact and simulated. */
export function sharesTable(shares: readonly RouteShare[], testTakers: number): Table {
  return {
    columns: ["route", "share", "simulated", "share_simulated"],
    rows: shares.map(({ taken, share, simulated }): Cell[] => [
      ...[taken.join(" "), share, simulated, testTakers > 0 ? simulated / testTakers : null],
    ]),
  };
}
