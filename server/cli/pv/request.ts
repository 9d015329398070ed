import type { ResponseColumns } from "../files/read-responses.js";

/** What plausible values from files need to know. */
export interface PlausibleValuesRequest extends ResponseColumns {
  responses: string;
  items: string;
  dimensions?: string;
  name: string;
  key?: string;
  background?: string;
  /** Columns of the background that are no variables; where it is in the responses' own file, those of `ignore` are none either. */
  ignoreBackground: readonly string[];
  numeric: readonly string[];
  interactions: readonly [string, string][];
  coding: "dummy" | "effect";
  /** Null regresses on the contrasts themselves. */
  share: number | null;
  componentsMax?: number;
  draws: number;
  seed: number;
  shape: "normal" | "exact";
  method: "quadrature" | "laplace";
  tolerance: number;
  workers: number;
}
