import { checkDesign } from "../../item-bank/booklets/check-design.js";
import { rotateSevenBlocks } from "../../item-bank/booklets/rotation.js";
import type { Design } from "../../item-bank/types.js";
import { readDesign } from "../../item-bank/validate.js";
import type { BalancedDesignAnswer, DesignReport } from "../contract/studies.js";
import { contentProblem } from "../items/content-problem.js";
import { Problem } from "../problem.js";

/** Reads a design. @throws {Problem} `content-invalid`. */
export function designOf(wire: unknown): Design {
  const { value, problems } = readDesign(wire);
  if (!value) throw contentProblem(problems);
  return value;
}

/** The counts that show a design's balance, as tables for the screen. */
export function reportOf(design: Design): DesignReport {
  const check = checkDesign(design);
  const { blockIds } = check;
  const countOf = new Map(check.pairs.map(({ blockIds: [a, b], count }) => [`${a} ${b}`, count]));
  const together = (a: string, b: string): number =>
    countOf.get(`${a} ${b}`) ?? countOf.get(`${b} ${a}`) ?? 0;
  return {
    blockIds,
    bookletIds: design.booklets.map(({ id }) => id),
    positions: blockIds.map((id) => check.positions[id] ?? []),
    pairs: blockIds.map((a) =>
      blockIds.map((b) =>
        a === b ? design.booklets.filter(({ blockIds }) => blockIds.includes(a)).length : together(a, b),
      ),
    ),
    isBalancedInPosition: check.isPositionBalanced,
    isBalancedInPairs: check.isPairBalanced,
    isConnected: check.isConnected,
    sentence: check.sentence,
  };
}

/** Seven booklets of three for these seven blocks. @throws {Problem} `design-needs-seven-blocks`. */
export function balancedBooklets(blockIds: string[]): BalancedDesignAnswer {
  if (blockIds.length !== 7 || new Set(blockIds).size !== 7) throw new Problem("design-needs-seven-blocks");
  return { booklets: rotateSevenBlocks(blockIds).booklets };
}

/** A study opens only with a design that is what it says. @throws {Problem} `design-not-fixed`, `design-not-balanced`. */
export function requireItsKind(design: Design): void {
  if (design.kind === "fixed") {
    const count = design.booklets.length;
    if (count !== 1) throw new Problem("design-not-fixed", { count });
    return;
  }
  const { isPositionBalanced, isPairBalanced, sentence } = checkDesign(design);
  if (!isPositionBalanced || !isPairBalanced) {
    throw new Problem("design-not-balanced", { sentence: `${sentence.vi} / ${sentence.en}` });
  }
}
