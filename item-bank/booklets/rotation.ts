import type { Booklet, Design } from "../types.js";

/** {0, 1, 3} modulo 7: each difference 1 to 6 occurs once, so each pair of blocks meets once (Singer, 1938). */
const differenceSet = [0, 1, 3] as const;

/**
 * The balanced incomplete block design of 7 blocks in 7 booklets of 3: booklet k holds blocks k, k + 1 and k + 3 modulo
 * 7. Every block stands once in every position, every pair of blocks is together once; it is the
 * smallest rotation of booklets of three that is balanced in both.
 *
 * @param blockIds the seven blocks; a block's place in the list decides only which booklets it is in.
 * @param bookletId names booklet k, from 0.
 * @throws {RangeError} for another number of blocks, or a block named twice.
 */
export function rotateSevenBlocks(
  blockIds: readonly string[],
  bookletId: (index: number) => string = (index) => `BOOKLET-${index + 1}`,
): Design {
  const count = blockIds.length;
  if (count !== 7) throw new RangeError(`this rotation needs 7 blocks; there are ${count}`);
  if (new Set(blockIds).size !== count) throw new RangeError("a block is named twice");
  const booklets = blockIds.map((_, index): Booklet => ({
    id: bookletId(index),
    title: { vi: `Đề ${index + 1}`, en: `Booklet ${index + 1}` },
    blockIds: differenceSet.map((difference) => blockIds[(index + difference) % count] as string),
  }));
  return { kind: "balancedIncompleteBlocks", booklets };
}

/** One booklet for everyone. */
export function fixedBooklet(blockIds: readonly string[], bookletId = "BOOKLET-1"): Design {
  return {
    kind: "fixed",
    booklets: [{ id: bookletId, title: { vi: "Đề 1", en: "Booklet 1" }, blockIds: [...blockIds] }],
  };
}
