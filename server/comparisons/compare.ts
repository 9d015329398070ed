import type { ComparisonResult } from "../contract/comparisons.js";
import type { ComparisonInput, ComparisonProgress } from "./comparison-input.js";
import { difOf } from "./dif.js";
import { invarianceOf } from "./invariance.js";

/** What a comparison makes. */
export type ComparisonOutput = Omit<ComparisonResult, "comparison">;

/** Do what was asked for; from the input alone and without a random number. @throws {RangeError} as the library. */
export function compare(
  input: ComparisonInput,
  told: (progress: ComparisonProgress) => void,
): ComparisonOutput {
  const { ask } = input;
  return ask.kind === "dif"
    ? { dif: difOf(input, ask.options, told), invariance: null }
    : { dif: null, invariance: invarianceOf(input, ask.options, told) };
}
