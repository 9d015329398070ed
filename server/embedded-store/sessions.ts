// Sessions: transactions, retryable writes whose results outlive a crash, and snapshot reads.
import { type Binary, Timestamp } from "bson";
import { tables } from "./storage/catalog.js";
import { snapshotUnavailable, StoreError } from "./errors.js";
import { tableKey } from "./language/keys.js";
import type { Store } from "./storage/store.js";
import { type Document, isDocument, numeric, readDocument, writeDocument } from "./language/values.js";
import { type LatestView, TransactionView } from "./storage/views.js";

/** A transaction or snapshot is ended by the store when nothing was heard of it for this long. */
const idleMaxMs = 120_000;
/** How long the results of retryable writes are kept. */
const recordKeptMs = 60 * 60_000;

/** What a session has open: a transaction, or, without a number, the fixed state of its snapshot reads. */
export interface Open {
  number?: bigint;
  view: TransactionView;
  time: Timestamp;
  usedAt: number;
}

/** What was done under a session's last transaction number. */
interface SessionRecord {
  /** Results of the statements of a retryable write, in order. */
  results: Document[];
  isCommitted: boolean;
}

/** A command's session id as hexadecimal text, if it carries one. */
export function sessionOf(lsid: unknown): string | undefined {
  return isDocument(lsid) ? Buffer.from((lsid.id as Binary).value()).toString("hex") : undefined;
}

export class Sessions {
  readonly #store: Store;
  readonly #latest: LatestView;
  readonly #open = new Map<string, Open>();

  constructor(store: Store, latest: LatestView) {
    this.#store = store;
    this.#latest = latest;
  }

  /** Begins a transaction, or snapshot reads without a number. @throws TransactionTooOld. */
  begin(session: string, number?: bigint): Open {
    const last = this.#open.get(session)?.number;
    if (last !== undefined && number !== undefined && last >= number)
      throw new StoreError(225, `Transaction ${number} is too old: the session is at ${last}`);
    this.end(session);
    const view = new TransactionView(this.#store, this.#latest, number === undefined);
    const usedAt = Date.now();
    const time = new Timestamp({ t: Math.floor(usedAt / 1000), i: 1 });
    const open = { view, time, usedAt, ...(number !== undefined && { number }) };
    this.#open.set(session, open);
    return open;
  }

  /** The transaction that a session has open. @throws NoSuchTransaction when there is none of this number. */
  transaction(session: string, number: bigint): Open {
    const open = this.touch(session);
    if (open?.number === number) return open;
    const message = `Given transaction number ${number} does not match any in-progress transactions`;
    throw new StoreError(251, message, {}, ["TransientTransactionError"]);
  }

  /**
   * The fixed state of a snapshot session, which begins with its first read.
   * @throws SnapshotUnavailable when a later read finds that it has ended: another state must not take its place.
   */
  snapshot(session: string, isFirst: boolean): Open {
    const open = this.touch(session);
    if (open && open.number === undefined) return open;
    if (!isFirst) throw snapshotUnavailable();
    return this.begin(session);
  }

  /** What a session has open, kept from being taken for forgotten. */
  touch(session: string): Open | undefined {
    const open = this.#open.get(session);
    if (open) open.usedAt = Date.now();
    return open;
  }

  /** Ends what a session has open; what was not committed is forgotten. */
  end(session: string): void {
    this.#open.get(session)?.view.close();
    this.#open.delete(session);
  }

  endAll(): void {
    for (const session of [...this.#open.keys()]) this.end(session);
  }

  /**
   * What was done under a session's number, also before a crash; undefined for a new number.
   * @throws TransactionTooOld for one that the session has left behind.
   */
  done(session: string, number: bigint): SessionRecord | undefined {
    const row = this.#store.get(recordKey(session));
    if (!row) return undefined;
    const { number: kept, results, isCommitted } = readDocument(row);
    const last = BigInt(numeric(kept));
    if (last > number) throw new StoreError(225, `Number ${number} is too old: the session is at ${last}`);
    return last === number
      ? { results: results as Document[], isCommitted: isCommitted === true }
      : undefined;
  }

  /** Keeps what was done with the commit under way. */
  keep(session: string, number: bigint, record: SessionRecord): void {
    this.#store.put(recordKey(session), writeDocument({ number, ...record, at: new Date() }));
  }

  /** Forgets a session that its client has ended, with the commit under way. */
  ended(session: string): void {
    this.end(session);
    this.#store.put(recordKey(session), null);
  }

  /** Ends what nobody goes on with; gives the sessions whose records are too old. */
  expire(now: number): string[] {
    for (const [session, { usedAt }] of this.#open) if (now - usedAt > idleMaxMs) this.end(session);
    return this.#store
      .range(tableKey(tables.sessions), tableKey(tables.sessions + 1), false, 100_000)
      .filter(({ value }) => now - (readDocument(value).at as Date).getTime() > recordKeptMs)
      .map(({ key }) => key.subarray(4).toString("hex"));
  }
}

function recordKey(session: string): Buffer {
  return tableKey(tables.sessions, Buffer.from(session, "hex"));
}
