import type { Entry } from "../../server/contract/sitting.js";
import type { Database, KeptAnswer, KeptEntry } from "./database.js";

/** What IndexedDB may not hold yet of a sitting's epoch: entries in the order of their sequence, and answers. */
export interface Unwritten {
  sittingId: string;
  epoch: number;
  /** Every number below it is used: by what is here, by what IndexedDB holds, or by what the server has. */
  nextSequence: number;
  entries: Entry[];
  answers: KeptAnswer[];
}

export interface DeviceWriterOptions {
  sittingId: string;
  /** The epoch that entries belong to. */
  epoch: number;
  /** This tab's id; writing stops when another tab holds the lease. */
  tabId: string;
  /** Called when something changed in what is stored. */
  onChange: () => void;
  /** Called once when another tab has taken the sitting. */
  onFenced: () => void;
  /** Milliseconds until a failed write is tried again. */
  retryMs?: number;
}

/**
 * Writes a sitting's entries and answers to IndexedDB in the order of their numbers, and again until it succeeds.
 *
 * Writes gather: while one transaction is under way the next changes wait and go together into the following one, so that
 * fast typing does not queue up behind a slow disk.
 */
export class DeviceWriter {
  private readonly database: Database;
  private readonly options: DeviceWriterOptions;
  /** Every number below it is used. */
  private readonly nextSequence: () => number;
  private readonly dirtyEntries = new Map<number, Entry>();
  private readonly dirtyAnswers = new Map<string, KeptAnswer>();
  /** What the transaction under way carries. */
  private onTheWay: Pick<Unwritten, "entries" | "answers"> = { entries: [], answers: [] };
  /** Entries up to this sequence are with the server, and need not be written any more. */
  private forgottenThrough = -1;
  private writing: Promise<void> | null = null;
  isFenced = false;
  hasStorageFailed = false;

  constructor(database: Database, options: DeviceWriterOptions, nextSequence: () => number) {
    this.database = database;
    this.options = options;
    this.nextSequence = nextSequence;
  }

  /** Have an entry written, and with it, in one transaction, the answer as it now stands. */
  put(entry: Entry, answer?: Omit<KeptAnswer, "sittingId">): void {
    this.dirtyEntries.set(entry.sequence, entry);
    if (answer) this.dirtyAnswers.set(answer.itemId, { ...answer, sittingId: this.options.sittingId });
    void this.write();
  }

  /** Leave unwritten what waits of the entries up to this one. Resolves when a write under way, which may carry some, has ended. */
  async forget(savedThrough: number): Promise<void> {
    this.forgottenThrough = Math.max(this.forgottenThrough, savedThrough);
    for (const sequence of this.dirtyEntries.keys()) {
      if (sequence <= savedThrough) this.dirtyEntries.delete(sequence);
    }
    await this.writing;
  }

  /** The sitting is forgotten here: an answer that could not be written must not come after it. Entries stay to be sent. */
  async forgetAnswers(): Promise<void> {
    await this.stored();
    this.dirtyAnswers.clear();
  }

  /** Resolves when all changes so far are in IndexedDB, or writing them has failed. */
  async stored(): Promise<void> {
    while (this.writing) await this.writing;
  }

  get isStored(): boolean {
    return this.dirtyEntries.size === 0 && this.dirtyAnswers.size === 0 && this.writing === null;
  }

  /** What would be missing if the page went now; null for nothing, and where another tab writes. */
  get unwritten(): Unwritten | null {
    if (this.isStored || this.isFenced) return null;
    const { sittingId, epoch } = this.options;
    const entries = new Map(this.onTheWay.entries.map((entry) => [entry.sequence, entry]));
    for (const entry of this.dirtyEntries.values()) entries.set(entry.sequence, entry);
    const answers = new Map(this.onTheWay.answers.map((answer) => [answer.itemId, answer]));
    for (const answer of this.dirtyAnswers.values()) answers.set(answer.itemId, answer);
    return {
      sittingId,
      epoch,
      nextSequence: this.nextSequence(),
      entries: [...entries.values()].sort((a, b) => a.sequence - b.sequence),
      answers: [...answers.values()],
    };
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
      if (!this.dirtyEntries.has(entry.sequence) && entry.sequence > this.forgottenThrough) {
        this.dirtyEntries.set(entry.sequence, entry);
      }
    }
    for (const answer of answers) {
      if (!this.dirtyAnswers.has(answer.itemId)) this.dirtyAnswers.set(answer.itemId, answer);
    }
  }

  private async writeOnce(entries: Entry[], answers: KeptAnswer[]): Promise<void> {
    const { sittingId, epoch, tabId } = this.options;
    // The counter goes with the entries of this transaction: counting on to later ones would leave a gap after a crash.
    const nextSequence = this.nextSequence();
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
