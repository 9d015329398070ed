import type { Entry } from "../../server/contract/sitting.js";
import { batchLimits } from "./limits.js";
import { ofSitting, type Database, type KeptAnswer } from "./database.js";
import { DeviceWriter, type DeviceWriterOptions, type Unwritten } from "./device-writer.js";

/** What a change adds to the log; sequence and times are given by the outbox and the caller. */
export type NewEntry = Omit<Entry, "sequence">;

export interface Batch {
  epoch: number;
  entries: Entry[];
}

interface Options extends DeviceWriterOptions {
  /** The first sequence not used yet in this epoch, as far as the caller knows; entries on the device count besides. */
  firstFree: number;
}

const bytes = new TextEncoder();

/**
 * Every change of a sitting until the server holds it durably. An entry is numbered at once, written to IndexedDB in the
 * order of its number, and forgotten only when the server's `savedThrough` covers it.
 */
export class Outbox {
  private readonly database: Database;
  private readonly options: Options;
  /** Unacknowledged entries by epoch, in the order of their sequence. */
  private readonly unsent: Map<number, Entry[]>;
  private nextSequence: number;
  /** Entries up to this sequence of the current epoch may already be with the server and must not change any more. */
  private handedOut: number;
  private readonly writer: DeviceWriter;
  private isClosed = false;

  private constructor(
    database: Database,
    options: Options,
    unsent: Map<number, Entry[]>,
    nextSequence: number,
  ) {
    this.database = database;
    this.options = options;
    this.unsent = unsent;
    this.nextSequence = nextSequence;
    this.handedOut = nextSequence - 1;
    this.writer = new DeviceWriter(database, options, () => this.nextSequence);
  }

  /** Take up what the device kept of this sitting, of any epoch. */
  static async open(database: Database, options: Options): Promise<Outbox> {
    const kept = await database.getAll("entries", ofSitting(options.sittingId));
    const unsent = new Map<number, Entry[]>();
    for (const { sittingId: _, epoch, ...entry } of kept) {
      unsent.set(epoch, [...(unsent.get(epoch) ?? []), entry]);
    }
    const last = unsent.get(options.epoch)?.at(-1)?.sequence ?? -1;
    return new Outbox(database, options, unsent, Math.max(options.firstFree, last + 1));
  }

  /**
   * Add an entry and, for a response or mark, the answer as it now stands; both are written in one transaction.
   *
   * @param mayReplace a further keystroke in the same text takes the place of the one before it, as long as that was not sent.
   */
  append(entry: NewEntry, answer?: Omit<KeptAnswer, "sittingId">, mayReplace = false): void {
    if (this.writer.isFenced || this.isClosed) return;
    const { epoch } = this.options;
    const list = this.unsent.get(epoch) ?? [];
    this.unsent.set(epoch, list);
    const last = list.at(-1);
    const replaces =
      mayReplace &&
      last?.kind === "response" &&
      entry.kind === "response" &&
      last.itemId === entry.itemId &&
      last.sequence > this.handedOut;
    const numbered: Entry = { ...entry, sequence: replaces ? last.sequence : this.nextSequence };
    if (replaces) list[list.length - 1] = numbered;
    else {
      list.push(numbered);
      this.nextSequence += 1;
    }
    this.writer.put(numbered, answer);
    this.options.onChange();
  }

  /** The next entries to send, the oldest epoch first; null when the server has everything. */
  batch(): Batch | null {
    const epoch = [...this.unsent.keys()].sort((a, b) => a - b).find((each) => this.unsent.get(each)?.length);
    if (epoch === undefined) return null;
    const entries: Entry[] = [];
    let size = 0;
    for (const entry of this.unsent.get(epoch) ?? []) {
      size += bytes.encode(JSON.stringify(entry)).length + 1;
      if (entries.length > 0 && (entries.length >= batchLimits.entries || size > batchLimits.bytes)) break;
      entries.push(entry);
    }
    if (epoch === this.options.epoch) {
      this.handedOut = Math.max(this.handedOut, entries.at(-1)?.sequence ?? -1);
    }
    return { epoch, entries };
  }

  /** Forget what the server holds. Acknowledgements may come twice and in any order: only the highest counts. */
  async forget(epoch: number, savedThrough: number): Promise<void> {
    const list = this.unsent.get(epoch) ?? [];
    const stays = list.filter((entry) => entry.sequence > savedThrough);
    if (stays.length === list.length) return;
    this.unsent.set(epoch, stays);
    // A write under way could put back what is forgotten here; after it, it cannot.
    if (epoch === this.options.epoch) await this.writer.forget(savedThrough);
    const { sittingId } = this.options;
    try {
      await this.database.delete(
        "entries",
        IDBKeyRange.bound([sittingId, epoch, 0], [sittingId, epoch, savedThrough]),
      );
    } catch {
      // What stays is sent again after a reload, which changes nothing on the server.
    }
    this.options.onChange();
  }

  /** Resolves when all changes so far are in IndexedDB, or writing them has failed. */
  stored(): Promise<void> {
    return this.writer.stored();
  }

  /** Stop taking entries; what is unsent stays on the device. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.stored();
  }

  /** The sitting is forgotten here: an answer that could not be written must not come after it. Entries stay to be sent. */
  forgetAnswers(): Promise<void> {
    return this.writer.forgetAnswers();
  }

  get isStored(): boolean {
    return this.writer.isStored;
  }

  get hasStorageFailed(): boolean {
    return this.writer.hasStorageFailed;
  }

  /** What would be missing if the page went now; null for nothing, and where another tab writes. */
  get unwritten(): Unwritten | null {
    return this.writer.unwritten;
  }

  get unsentCount(): number {
    let count = 0;
    for (const list of this.unsent.values()) count += list.length;
    return count;
  }

  /** The highest sequence given out in the current epoch; -1 for none. */
  get lastSequence(): number {
    return this.nextSequence - 1;
  }
}
