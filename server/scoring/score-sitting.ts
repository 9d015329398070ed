import { declarationOf } from "../../item-bank/interactions/index.js";
import { presentationStatuses } from "../../item-bank/scoring/missing.js";
import { scoreResponse } from "../../item-bank/scoring/score-item.js";
import type { Item } from "../../item-bank/types.js";
import type { FinalResponse } from "../responses/fold.js";
import { itemsOfSitting, type StudyPackage } from "../studies/package.js";
import type { ItemScore } from "./scores.model.js";

const nothingGiven: Pick<FinalResponse, "value" | "ms" | "visits" | "changes" | "firstActionMs"> = {
  value: null,
  ms: 0,
  visits: 0,
  changes: 0,
  firstActionMs: null,
};

/**
 * The scores of a finished sitting by the rules of its sealed package, in the order in which the items stood. Practice
 * is left out: it is no data. Omitted and not reached are told apart by `presentationStatuses`, block by block; neither
 * has a score, because each analysis says for itself how they count.
 *
 * @param responses what the sitting's entries say of each item.
 */
export function scoreSitting(
  pkg: StudyPackage,
  bookletId: string,
  responses: Readonly<Record<string, FinalResponse>>,
): ItemScore[] {
  const presented = itemsOfSitting(pkg, bookletId).filter(({ blockId }) => blockId !== pkg.practiceBlockId);
  const given = (itemId: string) => responses[itemId] ?? nothingGiven;
  const isAnswered = (item: Item) => !declarationOf(item.interaction.kind).isEmpty(given(item.id).value);
  const answered = new Set(presented.filter(({ item }) => isAnswered(item)).map(({ item }) => item.id));
  const blockIds = [...new Set(presented.map(({ blockId }) => blockId))];
  const statuses = presentationStatuses(
    blockIds.map((id) => ({
      itemIds: presented.filter(({ blockId }) => blockId === id).map(({ item }) => item.id),
    })),
    (itemId) => answered.has(itemId),
  );
  return presented.map(({ blockId, item }, index) => {
    const { value, ms, visits, changes, firstActionMs } = given(item.id);
    const scored = scoreResponse(item, value);
    return {
      itemId: item.id,
      blockId,
      position: index + 1,
      status: statuses.get(item.id) === "notReached" ? "notReached" : scored.status,
      score: scored.score,
      points: scored.points ?? null,
      parts: scored.parts ?? null,
      value,
      variables: declarationOf(item.interaction.kind).toVariables(item.interaction, value),
      ms,
      visits,
      changes,
      firstActionMs,
    };
  });
}
