import type { ModelName } from "../../../psychometrics/index.js";

/** What trying out a test's design on calibrated items, with test takers that are made up, needs to know. */
export interface DesignRequest {
  /** The path of the design's file. */
  design: string;
  /** A calibration's folder, or a table in the form of items.csv. */
  items: string;
  /** Of rows that name no model. */
  model: ModelName;
  testTakers: number;
  seed: number;
}
