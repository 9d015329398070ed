import type { SittingResponses, SittingState, TestTakerLoginAnswer } from "../../server/contract/sitting.js";
import { Refusal, type Api } from "./api.js";
import { ofSitting, type Database, type KeptSitting } from "./database.js";

/** How a sitting comes to this device: from a login, or from what was kept when the page was last open. */

/** A login as the device keeps it. */
export function keptFrom(answer: TestTakerLoginAnswer): KeptSitting {
  const { token, sitting, name, group, sessionTitle, place, studyTitle, languages } = answer;
  return {
    sittingId: sitting.sittingId,
    token,
    person: { name, group, sessionTitle, place, studyTitle, languages },
    state: sitting,
    stateAt: Date.now(),
    epoch: sitting.epoch,
    nextSequence: 0,
    blockId: null,
    unitIndex: 0,
    seenUnits: [],
    dismissedMessageId: null,
  };
}

/** The kept state with the time that has gone since, by the device's date: the best there is until the server answers. */
export function estimated({ state, stateAt }: KeptSitting): SittingState {
  const gone = Math.max(0, Date.now() - stateAt);
  return {
    ...state,
    blocks: state.blocks.map((block) =>
      block.isClockRunning && block.remainingMs !== null
        ? { ...block, remainingMs: Math.max(0, block.remainingMs - gone) }
        : block,
    ),
  };
}

/** The server's state, or null while it cannot be reached and the device has to go on alone. */
export async function askFresh(api: Api): Promise<SittingState | null> {
  try {
    return await api.state();
  } catch (problem) {
    if (problem instanceof Refusal && problem.isPassing) return null;
    throw problem;
  }
}

/** Write the login to the device. Answers of an older epoch are not this device's any more: the server has newer ones. */
export async function keepLogin(database: Database, login: KeptSitting): Promise<KeptSitting> {
  const transaction = database.transaction(["sittings", "answers", "device"], "readwrite");
  const before = await transaction.objectStore("sittings").get(login.sittingId);
  const { epoch } = login.state;
  const isSame = before?.epoch === epoch;
  if (!isSame) await transaction.objectStore("answers").delete(ofSitting(login.sittingId));
  const kept: KeptSitting = {
    ...(isSame ? before : login),
    token: login.token,
    person: login.person,
    state: login.state,
    stateAt: Date.now(),
    epoch,
    nextSequence: isSame ? before.nextSequence : 0,
  };
  await transaction.objectStore("sittings").put(kept);
  await transaction.objectStore("device").put(kept.sittingId, "activeSittingId");
  await transaction.done;
  return kept;
}

/**
 * The answers so far: the device's own, which are the newest of this epoch, over what the server has from other computers.
 * What comes from the server is kept here too, for a reload without a network.
 */
export async function answersSoFar(
  database: Database,
  api: Api,
  sittingId: string,
  isOnline: boolean,
): Promise<SittingResponses> {
  const local = await database.getAll("answers", ofSitting(sittingId));
  const known = new Set(local.map(({ itemId }) => itemId));
  const server = isOnline ? await api.responses() : { responses: {}, marked: [], position: null };
  const others = [...new Set([...Object.keys(server.responses), ...server.marked])].filter(
    (id) => !known.has(id),
  );
  const missing = others.map((itemId) => ({
    sittingId,
    itemId,
    value: server.responses[itemId] ?? null,
    isMarked: server.marked.includes(itemId),
  }));
  const transaction = database.transaction("answers", "readwrite");
  for (const answer of missing) void transaction.store.put(answer);
  await transaction.done;
  const all = [...local, ...missing];
  return {
    responses: Object.fromEntries(all.map(({ itemId, value }) => [itemId, value])),
    marked: all.filter(({ isMarked }) => isMarked).map(({ itemId }) => itemId),
    position: local.length === 0 ? server.position : null,
  };
}
