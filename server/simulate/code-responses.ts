import seedrandom from "seedrandom";
import type { CodingOverview, CodingTask } from "../contract/coding.js";
import type { StaffClient } from "./staff-client.js";

/** So often a second coder gives another code than the rubric's, so that agreement is not perfect. */
const slipShare = 0.05;

/**
 * Code the open responses of a study as coders who know the rubric: the first gives the true code, the second now and
 * then another one.
 *
 * @param codes by item, the true code of each text; a response that is not the simulation's own is left for people.
 * @returns how many codes were given.
 */
export async function codeResponses(
  studyId: string,
  coders: readonly StaffClient[],
  codes: ReadonlyMap<string, ReadonlyMap<string, string>>,
  seed: string,
  onCoded: () => void,
): Promise<number> {
  let count = 0;
  // One coder after the other, because a second code waits for the first; the items side by side.
  for (const [index, coder] of coders.entries()) {
    const { items } = await coder.get<CodingOverview>(`/api/coding/${studyId}`);
    const counts = await Promise.all(
      items.map(({ itemId }) => {
        const random = seedrandom(`${seed}/coder/${index}/${itemId}`);
        return codeItem(coder, studyId, itemId, codes, random, onCoded);
      }),
    );
    count += counts.reduce((sum, each) => sum + each, 0);
  }
  return count;
}

async function codeItem(
  coder: StaffClient,
  studyId: string,
  itemId: string,
  codes: ReadonlyMap<string, ReadonlyMap<string, string>>,
  random: () => number,
  onCoded: () => void,
): Promise<number> {
  const path = `/api/coding/${studyId}/items/${itemId}/next`;
  let count = 0;
  for (;;) {
    const task = await coder.get<CodingTask | null>(path);
    const code = task && codes.get(itemId)?.get(task.responseText);
    // A response of a real person waits for a real coder.
    if (!task || code === undefined) return count;
    const others = task.rubric.codes.map((each) => each.code).filter((each) => each !== code);
    const slips = task.round === 2 && random() < slipShare;
    const given = slips ? (others[Math.floor(random() * others.length)] ?? code) : code;
    await coder.put(`/api/coding/tasks/${task.taskId}`, { code: given, comment: "" });
    count += 1;
    onCoded();
  }
}
