import type { Entry } from "../../server/contract/sitting.js";
import { batchLimits } from "./limits.js";
import { ofSitting, type Database, type KeptAnswer, type KeptEntry } from "./database.js";

/** What a change adds to the log; sequence and times are given by the outbox and the caller. */
export type NewEntry = Omit<Entry, "sequence">;

export interface Batch {
  epoch: number;
  entries: Entry[];
}

/** What IndexedDB may not hold yet of a sitting's epoch: entries in the order of their sequence, and answers. */
export interface Unwritten {
  sittingId: string;
  epoch: number;
  /** Every number below it is used: by what is here, by what IndexedDB holds, or by what the server has. */
  nextSequence: number;
  entries: Entry[];
  answers: KeptAnswer[];
}

interface Options {
  sittingId: string;
  /** The epoch that new entries belong to. */
  epoch: number;
  /** The first sequence not used yet in this epoch, as far as the caller knows; entries on the device count besides. */
  firstFree: number;
  /** This tab's id; writing stops when another tab holds the lease. */
  tabId: string;
  /** Called when something changed in what is stored or unsent. */
  onChange: () => void;
  /** Called once when another tab has taken the sitting. */
  onFenced: () => void;
  /** Milliseconds until a failed write is tried again. */
  retryMs?: number;
}

const bytes = new TextEncoder();

/**
 * Every change of a sitting until the server holds it durably. An entry is numbered at once, written to IndexedDB in the
 * order of its number, and forgotten only when the server's `savedThrough` covers it.
 *
 * Writes gather: while one transaction is under way the next changes wait and go together into the following one, so that
 * fast typing does not queue up behind a slow disk.
 */
export class Outbox {
  private readonly database: Database;
  private readonly options: Options;
  /** Unacknowledged entries by epoch, in the order of their sequence. */
  private readonly unsent: Map<number, Entry[]>;
  private nextSequence: number;
  /** Entries up to this sequence of the current epoch may already be with the server and must not change any more. */
  private handedOut: number;
  private readonly dirtyEntries = new Map<number, Entry>();
  private readonly dirtyAnswers = new Map<string, KeptAnswer>();
  private writing: Promise<void> | null = null;
  /** What the transaction under way carries. */
  private onTheWay: Pick<Unwritten, "entries" | "answers"> = { entries: [], answers: [] };
  private isFenced = false;
  private isClosed = false;
  hasStorageFailed = false;

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
    if (this.isFenced || this.isClosed) return;
    const { sittingId, epoch } = this.options;
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
    this.dirtyEntries.set(numbered.sequence, numbered);
    if (answer) this.dirtyAnswers.set(answer.itemId, { ...answer, sittingId });
    this.options.onChange();
    void this.write();
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
    if (epoch === this.options.epoch) {
      for (const sequence of this.dirtyEntries.keys()) {
        if (sequence <= savedThrough) this.dirtyEntries.delete(sequence);
      }
    }
    // A write under way could put back what is forgotten here; after it, it cannot.
    await this.writing;
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
  async stored(): Promise<void> {
    while (this.writing) await this.writing;
  }

  /** Stop taking entries; what is unsent stays on the device. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.stored();
  }

  /** The sitting is forgotten here: an answer that could not be written must not come after it. Entries stay to be sent. */
  async forgetAnswers(): Promise<void> {
    await this.stored();
    this.dirtyAnswers.clear();
  }

  get isStored(): boolean {
    return this.dirtyEntries.size === 0 && this.dirtyAnswers.size === 0 && this.writing === null;
  }

  /** What would be missing if the page went now; null for nothing, and where another tab writes. */
  get unwritten(): Unwritten | null {
    if (this.isStored || this.isFenced) return null;
    const { sittingId, epoch } = this.options;
    const { nextSequence } = this;
    const entries = new Map(this.onTheWay.entries.map((entry) => [entry.sequence, entry]));
    for (const entry of this.dirtyEntries.values()) entries.set(entry.sequence, entry);
    const answers = new Map(this.onTheWay.answers.map((answer) => [answer.itemId, answer]));
    for (const answer of this.dirtyAnswers.values()) answers.set(answer.itemId, answer);
    return {
      sittingId,
      epoch,
      nextSequence,
      entries: [...entries.values()].sort((a, b) => a.sequence - b.sequence),
      answers: [...answers.values()],
    };
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

  private write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
      this.options.onChange();
    });
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    while ((this.dirtyEntries.size > 0 || this.dirtyAnswers.size > 0) && !this.isFenced) {
      const entries = [...this.dirtyEntries.values()];
      const answers = [...this.dirtyAnswers.values()];
      this.dirtyEntries.clear();
      this.dirtyAnswers.clear();
      this.onTheWay = { entries, answers };
      try {
        await this.writeOnce(entries, answers);
        this.hasStorageFailed = false;
      } catch {
        this.hasStorageFailed = true;
        this.keepForLater(entries, answers);
        setTimeout(() => void this.write(), this.options.retryMs ?? 2_000);
        return;
      } finally {
        this.onTheWay = { entries: [], answers: [] };
      }
    }
  }

  /** What could not be written stays to be written; a newer value of the same thing wins. */
  private keepForLater(entries: Entry[], answers: KeptAnswer[]): void {
    for (const entry of entries) {
      if (!this.dirtyEntries.has(entry.sequence) && this.isUnsent(entry)) {
        this.dirtyEntries.set(entry.sequence, entry);
      }
    }
    for (const answer of answers) {
      if (!this.dirtyAnswers.has(answer.itemId)) this.dirtyAnswers.set(answer.itemId, answer);
    }
  }

  private isUnsent({ sequence }: Entry): boolean {
    return this.unsent.get(this.options.epoch)?.some((entry) => entry.sequence === sequence) ?? false;
  }

  private async writeOnce(entries: Entry[], answers: KeptAnswer[]): Promise<void> {
    const { sittingId, epoch, tabId } = this.options;
    // The counter goes with the entries of this transaction: counting on to later ones would leave a gap after a crash.
    const { nextSequence } = this;
    // Strict: "saved on this computer" must outlive a power cut, so the disk is waited for.
    const transaction = this.database.transaction(["entries", "answers", "sittings", "device"], "readwrite", {
      durability: "strict",
    });
    const holder = await transaction.objectStore("device").get(`lease:${sittingId}`);
    if (holder !== undefined && holder !== tabId) {
      this.isFenced = true;
      await transaction.done;
      this.options.onFenced();
      return;
    }
    const keptEntries = entries.map((entry): KeptEntry => ({ ...entry, sittingId, epoch }));
    for (const entry of keptEntries) void transaction.objectStore("entries").put(entry);
    for (const answer of answers) void transaction.objectStore("answers").put(answer);
    const sitting = await transaction.objectStore("sittings").get(sittingId);
    if (sitting) {
      void transaction.objectStore("sittings").put({ ...sitting, epoch, nextSequence });
    }
    await transaction.done;
  }
}
