/**
 * What became of one item in one sitting:
 * `answered`; `omitted`, left empty with an answer after it in the block; `notReached`, in the empty run at the end of
 * the block; `notPresented`, not in the booklet.
 */
export type PresentationStatus = "answered" | "omitted" | "notReached" | "notPresented";

/** The items of one block in the order they were presented. */
export interface PresentedBlock {
  itemIds: readonly string[];
}

/**
 * Tells answered, omitted and not reached apart, from the order of the booklet alone; nothing else decides it, so every
 * table and export agrees.
 *
 * Within each block, which has its own time limit, all items after the last answered one are not reached, the first of
 * them included: the rule of PISA since 2015 ("trailing unanswered items"), applied to each timed part. A block without
 * any answer is not reached as a whole. Every other empty item is omitted. How the two count (as wrong, or as not
 * administered) is for each phase of the analysis to say.
 *
 * @param blocks the blocks of the sitting's booklet, in order.
 * @param isAnswered whether something was given to an item; a part of a cluster is something.
 * @returns the status by item id; an item that is not in it is `notPresented`.
 */
export function presentationStatuses(
  blocks: readonly PresentedBlock[],
  isAnswered: (itemId: string) => boolean,
): Map<string, Exclude<PresentationStatus, "notPresented">> {
  const statuses = new Map<string, Exclude<PresentationStatus, "notPresented">>();
  for (const { itemIds } of blocks) {
    const answered = itemIds.map(isAnswered);
    const last = answered.lastIndexOf(true);
    itemIds.forEach((id, index) => {
      statuses.set(id, answered[index] ? "answered" : index < last ? "omitted" : "notReached");
    });
  }
  return statuses;
}
