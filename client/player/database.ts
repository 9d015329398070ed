import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { BlockContent, Entry, SittingState } from "../../server/contract/sitting.js";
import type { ResponseValue } from "../../item-bank/types.js";
import type { Display, Person } from "./state.js";

/** An entry on its way to the server. */
export interface KeptEntry extends Entry {
  sittingId: string;
  epoch: number;
}

/** What the device knows of a sitting, to go on after a reload or a closed browser. */
export interface KeptSitting {
  sittingId: string;
  token: string;
  person: Person;
  /** The server's last word, and when it came by the device's date; only for going on while the server cannot be reached. */
  state: SittingState;
  stateAt: number;
  /** The epoch the kept answers belong to. */
  epoch: number;
  nextSequence: number;
  /** Where the test taker was: the unit of this block, and the units seen. */
  blockId: string | null;
  unitIndex: number;
  seenUnits: string[];
  dismissedMessageId: string | null;
}

export interface KeptAnswer {
  sittingId: string;
  itemId: string;
  value: ResponseValue;
  isMarked: boolean;
}

export interface PlayerSchema extends DBSchema {
  entries: { key: [string, number, number]; value: KeptEntry };
  answers: { key: [string, string]; value: KeptAnswer };
  sittings: { key: string; value: KeptSitting };
  contents: { key: [string, string]; value: BlockContent & { sittingId: string } };
  /** `deviceId`, `activeSittingId`, `display`, and `lease:` + sitting id with the id of the tab that may write. */
  device: { key: string; value: string | Display };
}

export type Database = IDBPDatabase<PlayerSchema>;

/** What every key of one sitting lies between, in stores whose keys begin with its id. */
export const ofSitting = (sittingId: string) => IDBKeyRange.bound([sittingId], [sittingId, []]);

export function openDatabase(name = "khao-player"): Promise<Database> {
  return openDB<PlayerSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("entries", { keyPath: ["sittingId", "epoch", "sequence"] });
      database.createObjectStore("answers", { keyPath: ["sittingId", "itemId"] });
      database.createObjectStore("sittings", { keyPath: "sittingId" });
      database.createObjectStore("contents", { keyPath: ["sittingId", "blockId"] });
      database.createObjectStore("device");
    },
  });
}

/** An id without `crypto.randomUUID`, which plain http does not have. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Change what is kept of a sitting; nothing happens where it is not kept any more. */
export async function changeKept(
  database: Database,
  sittingId: string,
  change: Partial<KeptSitting>,
): Promise<void> {
  const transaction = database.transaction("sittings", "readwrite");
  const kept = await transaction.store.get(sittingId);
  if (kept) await transaction.store.put({ ...kept, ...change });
  await transaction.done;
}

/** This browser profile's id, made at its first use. */
export async function deviceIdOf(database: Database): Promise<string> {
  const transaction = database.transaction("device", "readwrite");
  const known = await transaction.store.get("deviceId");
  const id = typeof known === "string" ? known : randomId();
  if (known !== id) await transaction.store.put(id, "deviceId");
  await transaction.done;
  return id;
}

/** Take away everything of a sitting that the server has, so that the next person at this computer finds nothing. */
export async function forgetSitting(database: Database, sittingId: string): Promise<void> {
  const transaction = database.transaction(
    ["answers", "contents", "sittings", "device", "entries"],
    "readwrite",
  );
  const unsentCount = await transaction.objectStore("entries").count(ofSitting(sittingId));
  await transaction.objectStore("answers").delete(ofSitting(sittingId));
  await transaction.objectStore("contents").delete(ofSitting(sittingId));
  // The token is needed as long as something is still to be sent.
  if (unsentCount === 0) await transaction.objectStore("sittings").delete(sittingId);
  await transaction.objectStore("device").delete(`lease:${sittingId}`);
  const active = await transaction.objectStore("device").get("activeSittingId");
  if (active === sittingId) await transaction.objectStore("device").delete("activeSittingId");
  await transaction.done;
}
