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
  /** Asks for the right to write these rows. @throws Held, or WriteConflict in a transaction: another one has them. */
  claim(writes: readonly Write[]): void;
  apply(writes: readonly Write[]): void;
}

/** A plain write met a row that a transaction holds: it has written nothing, and is done again when that has ended. */
export class Held extends Error {
  readonly ended: Promise<void>;

  constructor(ended: Promise<void>) {
    super("held by a transaction");
    this.ended = ended;
  }
}

const text = (key: Buffer) => key.toString("latin1");

/**
 * The latest state, whose writes go straight into the commit under way. It knows which row a transaction holds, and
 * which rows changed since the oldest open transaction began.
 */
export class LatestView implements View {
  readonly #store: Store;
  readonly #holders = new Map<string, TransactionView>();
  readonly #changedAt = new Map<string, number>();
  readonly #open = new Set<TransactionView>();
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

  claim(writes: readonly Write[]): void {
    if (this.#holders.size === 0) return;
    for (const { key } of writes) {
      const holder = this.#holders.get(text(key));
      if (holder) throw new Held(holder.ended);
    }
  }

  apply(writes: readonly Write[]): void {
    this.#clock++;
    for (const { key, value } of writes) {
      if (this.#open.size > 0) this.#changedAt.set(text(key), this.#clock);
      this.#store.put(key, value);
    }
  }

  /** Notes that a transaction begins; gives the time of its snapshot. */
  opened(transaction: TransactionView): number {
    this.#open.add(transaction);
    return this.#clock;
  }

  closed(transaction: TransactionView): void {
    this.#open.delete(transaction);
    for (const [name, holder] of this.#holders) if (holder === transaction) this.#holders.delete(name);
    if (this.#open.size === 0) this.#changedAt.clear();
  }

  /** Whether a transaction that began at `time` may write a row: no other holds it, and nobody has changed it since. */
  isFree(name: string, transaction: TransactionView, time: number): boolean {
    const holder = this.#holders.get(name) ?? transaction;
    return holder === transaction && (this.#changedAt.get(name) ?? 0) <= time;
  }

  hold(name: string, transaction: TransactionView): void {
    this.#holders.set(name, transaction);
  }
}

/** A fixed state, and above it the writes of a transaction, which others see when it commits. */
export class TransactionView implements View {
  readonly #store: Store;
  readonly #latest: LatestView;
  #snapshot: Snapshot | undefined;
  readonly #startedAt: number;
  readonly #writes = new Map<string, Write>();
  #end: () => void = () => {};
  readonly ended: Promise<void>;

  /** @param isReading nothing will be written, so that nobody needs to know of this transaction. */
  constructor(store: Store, latest: LatestView, isReading = false) {
    this.#store = store;
    this.#latest = latest;
    this.#snapshot = store.snapshot();
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#startedAt = isReading ? 0 : latest.opened(this);
  }

  /** The state of the beginning. @throws SnapshotUnavailable when this has ended. */
  get #below(): Snapshot {
    if (!this.#snapshot) throw snapshotUnavailable();
    return this.#snapshot;
  }

  /** @throws SnapshotUnavailable when this has ended. */
  get writes(): Write[] {
    void this.#below;
    return [...this.#writes.values()];
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

  claim(writes: readonly Write[]): void {
    const names = writes.map(({ key }) => text(key));
    if (!names.every((name) => this.#latest.isFree(name, this, this.#startedAt))) throw writeConflict();
    for (const name of names) this.#latest.hold(name, this);
  }

  apply(writes: readonly Write[]): void {
    for (const write of writes) this.#writes.set(text(write.key), write);
  }

  /** Lets go of the snapshot and of all rows held, and wakes who waits for them. */
  close(): void {
    this.#snapshot?.release();
    this.#snapshot = undefined;
    this.#latest.closed(this);
    this.#end();
  }
}
