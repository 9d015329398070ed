import { connectedParts, responseData, type ConnectedPart } from "../../psychometrics/index.js";
import { Problem } from "../problem.js";
import type { AnalysisInput } from "./analysis-input.js";

/** So many items are named of each part; the others are counted. */
const namesMax = 5;

/**
 * Refuse what no test taker connects, as `khao calibrate` does: items of the parts would have no common scale but by an
 * assumption, which the option `unconnected` makes.
 *
 * @throws {Problem} `design-unconnected` with the items that stand apart from the largest part.
 */
export function requireConnectedRun({ options, items, rows }: AnalysisInput): void {
  if (options.unconnected) return;
  const parts = connectedParts(
    responseData({
      items: items.map(({ itemId }) => itemId),
      rows,
      maxScores: items.map(({ maxScore }) => maxScore),
    }),
  );
  if (parts.length <= 1) return;
  throw new Problem("design-unconnected", {
    parts: parts.length,
    apart: parts.slice(1).map(nameOf).join("; "),
  });
}

/** Names and numbers alone, which are the same in every language. */
function nameOf({ items, personCount }: ConnectedPart): string {
  const more = items.length > namesMax ? ` … +${items.length - namesMax}` : "";
  return `${items.slice(0, namesMax).join(", ")}${more} (n = ${personCount})`;
}
