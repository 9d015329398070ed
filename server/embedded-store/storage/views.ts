// What a command sees and writes: the latest state, or a transaction's snapshot with its own writes on top.
import { snapshotUnavailable, writeConflict } from "../errors.js";
import { justAfter } from "../language/keys.js";
import type { Row, Snapshot, Store } from "./store.js";

/** One row to write, or to remove when the value is null. */
export interface Write {
  key: Buffer;
  value: Buffer | null;
}

export interface View {
  get(key: Buffer): Buffer | undefined;
  /** Rows of [from, to) in order, or backwards: about `limit` of them, and none only at the end. */
  range(from: Buffer, to: Buffer, reverse: boolean, limit: number): Row[];
  /** Writes rows. @throws WriteConflict in a transaction when others have changed one of them since it began. */
  apply(writes: readonly Write[]): void;
}

const text = (key: Buffer) => key.toString("latin1");

/** The latest state, whose writes go straight into the commit under way. */
export class LatestView implements View {
  readonly #store: Store;
  /** When each row was last changed, of those that were changed while some transaction was open. */
  readonly #changedAt = new Map<string, number>();
  #openCount = 0;
  #clock = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  get(key: Buffer): Buffer | undefined {
    return this.#store.get(key);
  }

  range(from: Buffer, to: Buffer, reverse: boolean, limit: number): Row[] {
    return this.#store.range(from, to, reverse, limit);
  }

  apply(writes: readonly Write[]): void {
    this.#clock++;
    for (const { key, value } of writes) {
      if (this.#openCount > 0) this.#changedAt.set(text(key), this.#clock);
      this.#store.put(key, value);
    }
  }

  /** Notes that a transaction begins; gives the time of its snapshot. */
  opened(): number {
    this.#openCount++;
    return this.#clock;
  }

  closed(): void {
    this.#openCount--;
    if (this.#openCount === 0) this.#changedAt.clear();
  }

  /** @throws WriteConflict when one of these rows was changed after that time. */
  checkUnchanged(writes: readonly Write[], time: number): void {
    if (writes.some(({ key }) => (this.#changedAt.get(text(key)) ?? 0) > time)) throw writeConflict();
  }
}

/** A fixed state, and above it the writes of a transaction, which others see when it commits. */
export class TransactionView implements View {
  readonly #store: Store;
  readonly #latest: LatestView;
  readonly #startedAt: number;
  readonly #isReading: boolean;
  readonly #writes = new Map<string, Write>();
  #snapshot: Snapshot | undefined;

  /** @param isReading nothing will be written, so that nobody needs to note what others change meanwhile. */
  constructor(store: Store, latest: LatestView, isReading = false) {
    this.#store = store;
    this.#latest = latest;
    this.#snapshot = store.snapshot();
    this.#isReading = isReading;
    this.#startedAt = isReading ? 0 : latest.opened();
  }

  /** The state of the beginning. @throws SnapshotUnavailable when this has ended. */
  get #below(): Snapshot {
    if (!this.#snapshot) throw snapshotUnavailable();
    return this.#snapshot;
  }

  get(key: Buffer): Buffer | undefined {
    const own = this.#writes.get(text(key));
    return own ? (own.value ?? undefined) : this.#store.get(key, this.#below);
  }

  range(from: Buffer, to: Buffer, reverse: boolean, limit: number): Row[] {
    const below = this.#store.range(from, to, reverse, limit, this.#below);
    // When the snapshot has more rows beyond the limit, own rows beyond the last one belong to the next call.
    const last = below.length < limit ? undefined : below.at(-1)?.key;
    const low = reverse && last ? last : from;
    const high = !reverse && last ? justAfter(last) : to;
    const rows = below.filter(({ key }) => !this.#writes.has(text(key)));
    for (const { key, value } of this.#writes.values())
      if (value && Buffer.compare(key, low) >= 0 && Buffer.compare(key, high) < 0) rows.push({ key, value });
    rows.sort((a, b) => Buffer.compare(a.key, b.key) * (reverse ? -1 : 1));
    // All rows of a full page removed: the caller must look beyond it, and not take it for the end.
    if (rows.length === 0 && last)
      return reverse ? this.range(from, last, reverse, limit) : this.range(high, to, reverse, limit);
    return rows;
  }

  apply(writes: readonly Write[]): void {
    this.#latest.checkUnchanged(writes, this.#startedAt);
    for (const write of writes) this.#writes.set(text(write.key), write);
  }

  /**
   * Brings the writes into the latest state; true when there were any.
   * @throws WriteConflict when another one was first, SnapshotUnavailable when this has ended.
   */
  commit(): boolean {
    const writes = this.#below && [...this.#writes.values()];
    this.#latest.checkUnchanged(writes, this.#startedAt);
    this.#latest.apply(writes);
    return writes.length > 0;
  }

  /** Lets go of the snapshot and forgets what was not committed. */
  close(): void {
    if (!this.#snapshot) return;
    this.#snapshot.release();
    this.#snapshot = undefined;
    if (!this.#isReading) this.#latest.closed();
  }
}
