import type { FitItem, RunItem } from "../../server/contract/run-result.js";

/** Where the desk marks an item; each bound is a convention, and stands in words above the table. */
export const fitBounds = {
  /** Mean squares that surveys commonly accept. */
  meanSquareMin: 0.7,
  meanSquareMax: 1.3,
  /** PISA since 2015. */
  rmsd: 0.12,
  /** Of S-X2, adjusted over the items. */
  adjustedP: 0.05,
  /** Above the mean of all pairs (Christensen, Makransky & Horton, 2017). */
  q3AboveMean: 0.2,
} as const;

/** What stands out in an item's fit. */
export type FitFlag = "infitHigh" | "infitLow" | "outfitHigh" | "outfitLow" | "rmsd" | "sx2";

/** The item's flags, the weightiest first; none where it fits. */
export function fitFlags(
  { infit, outfit, rmsd }: Pick<RunItem, "infit" | "outfit" | "rmsd">,
  { sx2AdjustedP }: Pick<FitItem, "sx2AdjustedP">,
): FitFlag[] {
  const { meanSquareMin, meanSquareMax } = fitBounds;
  const above = (value: number | null, bound: number) => value !== null && value > bound;
  const below = (value: number | null, bound: number) => value !== null && value < bound;
  const found: [FitFlag, boolean][] = [
    ["rmsd", above(rmsd, fitBounds.rmsd)],
    ["sx2", below(sx2AdjustedP, fitBounds.adjustedP)],
    ["infitHigh", above(infit, meanSquareMax)],
    ["outfitHigh", above(outfit, meanSquareMax)],
    ["infitLow", below(infit, meanSquareMin)],
    ["outfitLow", below(outfit, meanSquareMin)],
  ];
  return found.flatMap(([flag, isSet]) => (isSet ? [flag] : []));
}

/** True for a pair of items that hang together beyond what ability explains. */
export function isDependent(q3: number, mean: number | null): boolean {
  return q3 - (mean ?? 0) > fitBounds.q3AboveMean;
}
