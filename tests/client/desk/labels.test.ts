import { expect, it } from "vitest";
import { placeNames } from "../../../client/desk/plots/labels.js";

const near = { width: 0.1, height: 0.05 };
const sides = (points: [number, number, string][]) =>
  Object.fromEntries(
    placeNames(
      points.map(([x, y, name]) => ({ x, y, name })),
      near,
    ).map(({ name, isAbove }) => [name, isAbove]),
  );

it("a name stands above its point where nothing is near", () => {
  expect(
    sides([
      [0.1, 0.1, "a"],
      [0.5, 0.1, "b"],
      [0.5, 0.4, "c"],
    ]),
  ).toEqual({ a: true, b: true, c: true });
});

it("of two neighbours the second stands below, and a third above again once it is far enough", () => {
  expect(
    sides([
      [0.3, 0.1, "b"],
      [0.25, 0.12, "a"],
      [0.36, 0.1, "c"],
    ]),
  ).toEqual({ a: true, b: false, c: true });
});

it("no points, no names", () => expect(placeNames([], near)).toEqual([]));
