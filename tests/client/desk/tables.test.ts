import { describe, expect, it } from "vitest";
import { fitTable } from "../../../client/desk/plots/fit.js";
import { informationTable } from "../../../client/desk/plots/information.js";
import { itemCurveTable } from "../../../client/desk/plots/item-curve.js";
import { roundsTable } from "../../../client/desk/plots/rounds.js";
import { scatterRanges, scatterTable } from "../../../client/desk/plots/scatter.js";
import { scoresTable } from "../../../client/desk/plots/scores.js";
import { inColumns, wrightTable } from "../../../client/desk/plots/wright-map.js";
import type { RunItem, RunResult } from "../../../server/contract/run-result.js";

const item: RunItem = {
  itemId: "KM101Q01",
  summary: {},
  subject: "mathematics",
  model: "gpcm",
  maxScore: 2,
  n: 100,
  slope: 1,
  slopeSe: 0.1,
  steps: [-0.5, 0.5],
  stepSes: [0.2, 0.2],
  difficulty: 0,
  infit: 1.02,
  outfit: 0.97,
  rmsd: 0.03,
  curve: {
    theta: [-1, 1],
    probabilities: [
      [0.6, 0.1],
      [0.3, 0.3],
      [0.1, 0.6],
    ],
    expectedScore: [0.5, 1.5],
  },
  empirical: [{ theta: 0, n: 50, meanScore: 1, proportions: [0.3, 0.4, 0.3] }],
  notes: [],
};

const wrightWords = {
  theta: "θ",
  persons: "",
  items: "",
  personsBeyond: String,
  offPlot: "off",
};

describe("the table behind a plot", () => {
  it("of an item's curve has a row for each group and each node, and a column for each score", () => {
    const { columns, rows } = itemCurveTable(item, { theta: "θ" });
    expect(columns).toEqual(["source", "θ", "n", "P(X=0)", "P(X=1)", "P(X=2)", "E(X)"]);
    expect(rows).toEqual([
      ["observed", 0, 50, 0.3, 0.4, 0.3, 1],
      ["model", -1, null, 0.6, 0.3, 0.1, 0.5],
      ["model", 1, null, 0.1, 0.3, 0.6, 1.5],
    ]);
  });

  it("of a Wright map has the bins and every step by name", () => {
    const result = { items: [item], personBins: [{ from: 0, to: 0.5, count: 7 }] } as unknown as RunResult;
    expect(wrightTable(result, wrightWords).rows).toEqual([
      ["persons", "0.00 – 0.50", 0.25, 7, ""],
      ["item step", "KM101Q01.1", -0.5, null, ""],
      ["item step", "KM101Q01.2", 0.5, null, ""],
    ]);
  });

  it("of fit, of information and of scores has a row a point", () => {
    expect(fitTable([item], { difficulty: "b", offPlot: "off" }).rows).toEqual([
      ["KM101Q01", 0, 1.02, 0.97, 0.03, ""],
    ]);
    const result = {
      information: [{ theta: 0, information: 4, standardError: 0.5 }],
    } as unknown as RunResult;
    expect(informationTable(result, { theta: "θ", information: "I", error: "SE" }).rows).toEqual([
      [0, 4, 0.5],
    ]);
    const words = { score: "score", persons: "persons" };
    expect(scoresTable([{ bookletId: "B1", counts: [2, 0, 5] }], words).rows).toEqual([
      ["B1", 0, 2],
      ["B1", 1, 0],
      ["B1", 2, 5],
    ]);
  });
});

it("the table of an invariance has a row a calibration, with what was done after it", () => {
  const round = (n: number, largestRmsd: number, aboveCount: number) => ({
    ...{ round: n, largestRmsd, aboveCount, logLikelihood: -100 + n, parameterCount: 10 + n },
    ...{ cycles: 5, converged: true },
  });
  const step = (itemId: string) => ({
    ...{ round: 1, itemId, group: "g", rmsd: 0.2, md: 0.1, action: "unique" as const, set: ["g"] },
  });
  const words = {
    ...{ round: "round", largest: "RMSD", above: "above", done: "done" },
    ...{ logLikelihood: "log-likelihood", parameters: "parameters" },
  };
  const report = { rounds: [round(1, 0.2, 2), round(2, 0.1, 0)], steps: [step("I1"), step("I2")] };
  expect(roundsTable(report, words, ({ itemId }) => itemId).rows).toEqual([
    [1, 0.2, 2, -99, 11, "I1; I2"],
    [2, 0.1, 0, -98, 12, ""],
  ]);
});

it("labels of a Wright map that would cover each other go into columns side by side", () => {
  const at = (theta: number) => ({ theta, label: String(theta) });
  const columns = inColumns([at(0), at(0.05), at(0.5), at(0.52), at(0.54)], 0.1);
  expect(columns.map(({ theta, column }) => [theta, column])).toEqual([
    [0, 0],
    [0.05, 1],
    [0.5, 0],
    [0.52, 1],
    [0.54, 2],
  ]);
});

describe("a scatter of items", () => {
  const plot = {
    x: { label: "b", least: { low: -2, high: 2 } },
    y: { label: "RMSD", least: { low: 0, high: 0.2 } },
  };
  const points = Array.from({ length: 9 }, (_, k) => ({
    name: `I${k + 1}`,
    x: k === 8 ? 20 : k / 4 - 1,
    y: 0.01 * k,
    isMarked: k === 3,
  }));

  it("has a row a point in its table, the marked ones in words", () => {
    const { columns, rows } = scatterTable(points, plot, "needs a look");
    expect(columns).toEqual(["item", "b", "RMSD", "note"]);
    expect(rows[3]).toEqual(["I4", -0.25, 0.03, "needs a look"]);
    expect(rows[8]).toEqual(["I9", 20, 0.08, ""]);
  });

  it("keeps an item far out from pressing the others into a line", () => {
    expect(scatterRanges(points, plot)).toEqual({ x: { low: -2, high: 2 }, y: { low: 0, high: 0.2 } });
  });
});
