import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { emSteps, setUp } from "../../../psychometrics/calibrate/estimation.js";
import { itemParts } from "../../../psychometrics/calibrate/item-parts.js";
import { stretch } from "../../../psychometrics/calibrate/layout.js";
import { findCategories } from "../../../psychometrics/calibrate/recode.js";
import { ratingScaleOf } from "../../../psychometrics/calibrate/setup.js";
import {
  simulateAbilities,
  simulateResponses,
  type ModelName,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";

/** The parameters EM starts from, item by item. */
function startOf(data: ResponseData, model: ModelName): number[][] {
  const options = { model };
  const anchors = new Map<string, never>();
  const scaleOf = (item: string) => ratingScaleOf(item, options, anchors);
  const recoding = findCategories(data, itemParts(data, options), { scaleOf });
  const estimation = setUp(data, recoding, options, anchors);
  emSteps(estimation);
  return data.items.map((_, i) => Array.from(stretch(estimation.layout, estimation.layout.values, i)));
}

function simulated(items: SimulatedItem[], isPresented?: (p: number, i: number) => boolean): ResponseData {
  const uniform = seedrandom("start") as () => number;
  return simulateResponses(uniform, simulateAbilities(uniform, 3000), items, isPresented);
}

const spread = Array.from({ length: 30 }, (_, i) => ({
  item: `i${i}`,
  slope: i === 7 ? -0.8 : 0.6 + (i % 5) * 0.3,
  difficulties: [((i * 7) % 30) / 10 - 1.5],
}));

describe("starting values from scores", () => {
  // The scores' errors are not those of the items' responses, so a start is near and not exact.
  it("are near the parameters that the responses were drawn with, slopes against the key included", () => {
    const items = spread.map((item): SimulatedItem => ({ ...item, model: "2pl" }));
    startOf(simulated(items), "2pl").forEach(([slope, intercept], i) => {
      expect(Math.abs(slope - items[i].slope)).toBeLessThan(0.35);
      expect(Math.abs(intercept + items[i].slope * items[i].difficulties[0])).toBeLessThan(0.3);
    });
  });

  it("are near them where each test taker sees a third of the items", () => {
    const items = spread.map((item): SimulatedItem => ({ ...item, model: "2pl" }));
    const starts = startOf(
      simulated(items, (p, i) => (p + i) % 3 === 0),
      "2pl",
    );
    // Ten responses make a poor measure: the steepest slopes come out too low.
    const misses = starts.map(([slope], i) => Math.abs(slope - items[i].slope));
    expect(misses.reduce((sum, miss) => sum + miss, 0) / misses.length).toBeLessThan(0.3);
  });

  it("are near them for four categories", () => {
    const items = spread.map(({ item, slope, difficulties: [centre = 0] }): SimulatedItem => {
      return { item, model: "gpcm", slope, difficulties: [centre - 0.8, centre, centre + 0.8] };
    });
    startOf(simulated(items), "gpcm").forEach(([slope], i) => {
      expect(Math.abs(slope - items[i].slope)).toBeLessThan(0.4);
    });
  });

  it("stay as they were where scores have no variance in common", () => {
    // Every test taker has one right and one wrong response.
    const data = simulated(spread.slice(0, 2).map((item): SimulatedItem => ({ ...item, model: "2pl" })));
    data.scores.forEach((_, n) => (data.scores[n] = (n + (n >> 1)) % 2));
    expect(startOf(data, "2pl").map(([slope]) => slope)).toEqual([1, 1]);
  });
});
