// What a command sees and writes: the latest state, or a transaction's snapshot with its own writes on top.
import { writeConflict } from "../errors.js";
import type { Row, Snapshot, Store } from "./store.js";

/** One row to write, or to remove when the value is null. Shared rows may be written by many transactions at once. */
export interface Write {
  key: Buffer;
  value: Buffer | null;
  isShared?: boolean;
}

export interface View {
  /** Writes go to the disk with the next commit, and do not wait for a transaction's end. */
  readonly isLatest: boolean;
  get(key: Buffer): Buffer | undefined;
  range(from: Buffer, to: Buffer, reverse: boolean, limit: number): Row[];
  /**
   * Asks for the right to write these rows: undefined when it is given, else a promise to wait for before computing
   * the writes anew. @throws WriteConflict in a transaction that lost.
   */
  claim(writes: readonly Write[]): Promise<void> | undefined;
  apply(writes: readonly Write[]): void;
}

const text = (key: Buffer) => key.toString("latin1");

/** Who holds which row, and which rows changed since the oldest open transaction began. */
export class Conflicts {
  readonly #holders = new Map<string, TransactionView>();
  readonly #changedAt = new Map<string, number>();
  readonly #open = new Set<TransactionView>();
  clock = 0;

  get openTransactions(): TransactionView[] {
    return [...this.#open];
  }

  opened(transaction: TransactionView): void {
    this.#open.add(transaction);
  }

  closed(transaction: TransactionView, held: Iterable<string>): void {
    this.#open.delete(transaction);
    for (const key of held) this.#holders.delete(key);
    if (this.#open.size === 0) this.#changedAt.clear();
  }

  holderOf(key: string): TransactionView | undefined {
    return this.#holders.get(key);
  }

  hold(key: string, transaction: TransactionView): void {
    this.#holders.set(key, transaction);
  }

  changedSince(key: string, time: number): boolean {
    return (this.#changedAt.get(key) ?? 0) > time;
  }

  changed(writes: readonly Write[]): void {
    this.clock++;
    if (this.#open.size > 0) for (const { key } of writes) this.#changedAt.set(text(key), this.clock);
  }
}

/** The latest state. Writes go straight into the commit that is under way. */
export class LatestView implements View {
  readonly isLatest = true;
  readonly #store: Store;
  readonly #conflicts: Conflicts;

  constructor(store: Store, conflicts: Conflicts) {
    this.#store = store;
    this.#conflicts = conflicts;
  }

  get(key: Buffer): Buffer | undefined {
    return this.#store.get(key);
  }

  range(from: Buffer, to: Buffer, reverse: boolean, limit: number): Row[] {
    return this.#store.range(from, to, reverse, limit);
  }

  claim(writes: readonly Write[]): Promise<void> | undefined {
    for (const { key, isShared } of writes) {
      const holder = isShared ? undefined : this.#conflicts.holderOf(text(key));
      if (holder) return holder.ended;
    }
    return undefined;
  }

  apply(writes: readonly Write[]): void {
    this.#conflicts.changed(writes);
    for (const { key, value } of writes) {
      if (value) this.#store.put(key, value);
      else this.#store.remove(key);
    }
  }
}

/** A fixed state for reading only. */
export class SnapshotView implements View {
  readonly isLatest = false;
  readonly #store: Store;
  readonly #snapshot: Snapshot;

  constructor(store: Store) {
    this.#store = store;
    this.#snapshot = store.snapshot();
  }

  get(key: Buffer): Buffer | undefined {
    return this.#store.get(key, this.#snapshot);
  }

  range(from: Buffer, to: Buffer, reverse: boolean, limit: number): Row[] {
    return this.#store.range(from, to, reverse, limit, this.#snapshot);
  }

  claim(): Promise<void> | undefined {
    return undefined;
  }

  apply(): void {
    throw new Error("a snapshot is for reading");
  }

  release(): void {
    this.#snapshot.release();
  }
}

/** A transaction: a snapshot, and above it the writes that become visible to others when it commits. */
export class TransactionView implements View {
  readonly isLatest = false;
  readonly #snapshot: SnapshotView;
  readonly #conflicts: Conflicts;
  readonly #startedAt: number;
  readonly #writes = new Map<string, Write>();
  readonly #sorted: Buffer[] = [];
  readonly #held = new Set<string>();
  #end: () => void = () => {};
  readonly ended: Promise<void>;

  constructor(store: Store, conflicts: Conflicts) {
    this.#snapshot = new SnapshotView(store);
    this.#conflicts = conflicts;
    this.#startedAt = conflicts.clock;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    conflicts.opened(this);
  }

  get writes(): Write[] {
    return [...this.#writes.values()];
  }

  get(key: Buffer): Buffer | undefined {
    const own = this.#writes.get(text(key));
    return own ? (own.value ?? undefined) : this.#snapshot.get(key);
  }

  range(from: Buffer, to: Buffer, reverse: boolean, limit: number): Row[] {
    const below = this.#snapshot.range(from, to, reverse, limit);
    // When the snapshot has more rows beyond the limit, own rows beyond the last one belong to the next call.
    const last = below.length < limit ? undefined : below.at(-1)?.key;
    const low = reverse && last ? last : from;
    const high = !reverse && last ? Buffer.concat([last, Buffer.from([0])]) : to;
    const rows = below.filter(({ key }) => !this.#writes.has(text(key)));
    for (let i = this.#position(low); i < this.#sorted.length; i++) {
      const key = this.#sorted[i] as Buffer;
      if (Buffer.compare(key, high) >= 0) break;
      const value = this.#writes.get(text(key))?.value;
      if (value) rows.push({ key, value });
    }
    rows.sort((a, b) => (reverse ? Buffer.compare(b.key, a.key) : Buffer.compare(a.key, b.key)));
    // All rows of a full page removed: the caller must look beyond it, and not take it for the end.
    if (rows.length === 0 && last)
      return reverse ? this.range(from, last, reverse, limit) : this.range(high, to, reverse, limit);
    return rows;
  }

  claim(writes: readonly Write[]): Promise<void> | undefined {
    for (const { key, isShared } of writes) {
      if (isShared) continue;
      const name = text(key);
      const holder = this.#conflicts.holderOf(name);
      if ((holder && holder !== this) || this.#conflicts.changedSince(name, this.#startedAt))
        throw writeConflict();
    }
    for (const { key, isShared } of writes) {
      if (isShared) continue;
      this.#held.add(text(key));
      this.#conflicts.hold(text(key), this);
    }
    return undefined;
  }

  apply(writes: readonly Write[]): void {
    for (const write of writes) {
      const name = text(write.key);
      if (!this.#writes.has(name)) this.#sorted.splice(this.#position(write.key), 0, write.key);
      this.#writes.set(name, write);
    }
  }

  /** Lets go of the snapshot and of all rows held, and wakes who waits for them. */
  close(): void {
    this.#snapshot.release();
    this.#conflicts.closed(this, this.#held);
    this.#end();
  }

  /** The first place in the sorted own keys that is not below `key`. */
  #position(key: Buffer): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(this.#sorted[middle] as Buffer, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
