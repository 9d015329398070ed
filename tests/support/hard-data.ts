// Small data sets and ways to make them hard, for tests of what a statistic does when responses tell it little or nothing.
import { expect } from "vitest";
import {
  calibrate,
  classicalAnalysis,
  itemFit,
  responseData,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  wrightMap,
  type ModelName,
  type ResponseData,
} from "../../psychometrics/index.js";
import { uniformFrom } from "./uniform.js";

/** Where a NaN stands in a result; nowhere is wanted. */
export function nanIn(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isNaN(value) ? [path] : [];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => nanIn(inner, `${path}.${key}`));
}

/** Responses of `count` test takers from N(0, 1) to items i1, i2, … of slope 1 with these step difficulties, by seed. */
export function simulated(
  count: number,
  steps: number[][],
  seed: string,
  isPresented?: () => boolean,
): ResponseData {
  const uniform = uniformFrom(seed);
  const items = steps.map((difficulties, i) => ({
    item: `i${i + 1}`,
    model: "gpcm" as const,
    slope: 1,
    difficulties,
  }));
  return simulateResponses(uniform, simulateAbilities(uniform, count), items, isPresented);
}

/** The same data with every score as `change` makes it; null is not presented. */
export function changed(
  data: ResponseData,
  change: (score: number, person: number, item: number) => number | null,
): ResponseData {
  const count = data.items.length;
  return responseData({
    items: data.items,
    rows: Array.from({ length: data.personCount }, (_, p) =>
      data.items.map((__, i) => change(data.scores[p * count + i], p, i)),
    ),
  });
}

/** 300 test takers and five right-or-wrong items. */
export const binary = simulated(300, [[-1], [-0.5], [0], [0.5], [1]], "hard");

/** 300 test takers and four items of the scores 0 to 3. */
export const graded = simulated(
  300,
  [
    [-1, 0, 1],
    [-0.5, 0.5, 1],
    [0, 0.4, 0.8],
    [-1, -0.5, 0],
  ],
  "graded",
);

/** A calibration with the persons, the fit and the classical statistics of its data, in which no NaN stands. */
export function everything(data: ResponseData, model: ModelName) {
  const calibration = calibrate(data, { model, cyclesMax: 300 });
  const persons = scorePersons(calibration, data, ["eap", "map", "ml", "wle"]);
  const all = { calibration, persons, fit: itemFit(calibration, data), classical: classicalAnalysis(data) };
  const abilities = persons.map(({ estimates }) => estimates.wle?.theta ?? null);
  expect(nanIn([all, wrightMap(calibration, abilities)])).toEqual([]);
  return all;
}
