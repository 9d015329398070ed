import {
  fixedItemsFrom,
  populationModel,
  responseDataOf,
  type BackgroundVariable,
  type CycleProgress,
  type PopulationModel,
  type PosteriorMethod,
} from "../../../psychometrics/index.js";
import type { DimensionTable } from "./read-dimensions.js";

/** One group's population model as plain values, which a worker thread can be handed. */
export interface PopulationTask {
  /** The group's name; its draws of the regression depend on it. */
  group: string;
  ids: string[];
  items: string[];
  scores: Int8Array;
  maxScores: number[];
  weights: Float64Array;
  dimensions: DimensionTable[];
  background: BackgroundVariable[];
  coding: "dummy" | "effect";
  interactions: [string, string][];
  components: { share: number; countMax?: number } | null;
  method: PosteriorMethod["kind"];
  tolerance: number;
  count: number;
  seed: number;
  shape: "normal" | "exact";
}

/** Runs one task; what it gives is plain values too. */
export function runTask(task: PopulationTask, onCycle: (progress: CycleProgress) => void): PopulationModel {
  const { ids, items, scores, maxScores, weights, method } = task;
  return populationModel({
    ids,
    data: responseDataOf({ items, personCount: ids.length, scores, maxScores, weights }),
    dimensions: task.dimensions.map(({ name, anchors }) => ({ name, items: fixedItemsFrom(anchors) })),
    background: task.background,
    contrasts: { coding: task.coding, interactions: task.interactions },
    components: task.components,
    regression: {
      method: method === "laplace" ? { kind: "laplace" } : { kind: "quadrature" },
      tolerance: task.tolerance,
      onCycle,
    },
    draws: { seed: task.seed, count: task.count, shape: task.shape, name: task.group },
  });
}
