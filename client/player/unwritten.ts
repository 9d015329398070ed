import type { Database, KeptAnswer, KeptEntry } from "./database.js";
import type { Unwritten } from "./device-writer.js";

/** One item of the local storage for each page that went while something was not in IndexedDB; its id follows. */
const prefix = "khao-unwritten:";

/**
 * IndexedDB is told to write and answers later; a page that goes in between takes the write with it. The local storage is
 * written before the page is gone: what IndexedDB may not have goes there, and from there into IndexedDB at the next start.
 * To be called on the way out, as often as one likes.
 */
export function keepUnwritten(tabId: string, unwritten: Unwritten | null): void {
  localStorage.removeItem(prefix + tabId);
  if (unwritten) localStorage.setItem(prefix + tabId, JSON.stringify(unwritten));
}

/**
 * Take into IndexedDB what pages that are gone left in the local storage. What belongs to a sitting that another tab has
 * taken since, or that is not kept here any more, is dropped: its numbers may have been given to other entries.
 */
export async function takeUnwritten(database: Database): Promise<void> {
  for (const key of keys()) {
    try {
      const unwritten = read(key);
      if (unwritten) await write(database, key.slice(prefix.length), unwritten);
      localStorage.removeItem(key);
    } catch {
      // A device that cannot write now must not keep the test taker from going on.
    }
  }
}

/** None where the browser has no local storage to give (switched off, or damaged): the player does without it. */
function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** Null for what is not of this program's making; it would fail again at every start. */
function read(key: string): Unwritten | null {
  try {
    const unwritten = JSON.parse(localStorage.getItem(key) ?? "") as Unwritten;
    const { sittingId, epoch, nextSequence, entries, answers } = unwritten;
    const isWhole =
      typeof sittingId === "string" &&
      [epoch, nextSequence, ...entries.map(({ sequence }) => sequence)].every(Number.isInteger) &&
      answers.every((answer) => answer.sittingId === sittingId && typeof answer.itemId === "string");
    return isWhole ? unwritten : null;
  } catch {
    return null;
  }
}

async function write(
  database: Database,
  tabId: string,
  { sittingId, epoch, nextSequence, entries, answers }: Unwritten,
): Promise<void> {
  const transaction = database.transaction(["entries", "answers", "sittings", "device"], "readwrite", {
    durability: "strict",
  });
  const sittings = transaction.objectStore("sittings");
  const [holder, sitting] = await Promise.all([
    transaction.objectStore("device").get(`lease:${sittingId}`),
    sittings.get(sittingId),
  ]);
  if (sitting && holder === tabId) {
    const kept = entries.map((entry): KeptEntry => ({ ...entry, sittingId, epoch }));
    for (const entry of kept) void transaction.objectStore("entries").put(entry);
    const ownAnswers: KeptAnswer[] = sitting.epoch === epoch ? answers : [];
    for (const answer of ownAnswers) void transaction.objectStore("answers").put(answer);
    if (sitting.epoch === epoch && sitting.nextSequence < nextSequence)
      void sittings.put({ ...sitting, nextSequence });
  }
  await transaction.done;
}
