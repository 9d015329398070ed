// Sessions: transactions, retryable writes whose results outlive a crash, and snapshot reads.
import type { Binary } from "bson";
import { Timestamp } from "bson";
import { tables } from "./storage/catalog.js";
import { StoreError } from "./errors.js";
import { tableKey } from "./language/keys.js";
import type { Store } from "./storage/store.js";
import { isDocument, numeric, readDocument, writeDocument } from "./language/values.js";
import type { Document } from "./language/values.js";
import { SnapshotView, TransactionView } from "./storage/views.js";
import type { Conflicts, View } from "./storage/views.js";

/** A transaction is ended by the store when nothing was heard of it for this long. */
const transactionIdleMaxMs = 60_000;
const snapshotIdleMaxMs = 300_000;
/** How long the results of retryable writes are kept. */
const recordKeptMs = 60 * 60_000;

export interface Transaction {
  number: bigint;
  view: TransactionView;
  usedAt: number;
}

/** What was done under a session's last transaction number. */
interface SessionRecord {
  number: bigint;
  /** Results of the statements of a retryable write, in order; `null` where one failed. */
  results: Document[];
  isCommitted: boolean;
}

interface OpenSnapshot {
  view: SnapshotView;
  time: Timestamp;
  usedAt: number;
}

/** A command's session id as hexadecimal text, if it carries one. */
export function sessionOf(command: Document): string | undefined {
  if (!isDocument(command.lsid)) return undefined;
  return Buffer.from((command.lsid.id as Binary).value()).toString("hex");
}

export function transactionNumber(command: Document): bigint | undefined {
  return command.txnNumber === undefined ? undefined : BigInt(numeric(command.txnNumber));
}

export class Sessions {
  readonly #store: Store;
  readonly #conflicts: Conflicts;
  readonly #transactions = new Map<string, Transaction>();
  readonly #snapshots = new Map<string, OpenSnapshot>();
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(store: Store, conflicts: Conflicts) {
    this.#store = store;
    this.#conflicts = conflicts;
  }

  /** Runs the commands of a session one after the other, so that a retry waits for what it repeats. */
  async inTurn<T>(session: string, action: () => Promise<T>): Promise<T> {
    const before = this.#busy.get(session);
    const turn = (before ?? Promise.resolve()).then(action, action);
    this.#busy.set(session, turn);
    try {
      return await turn;
    } finally {
      if (this.#busy.get(session) === turn) this.#busy.delete(session);
    }
  }

  /** The view of a command in a transaction, which it may begin. @throws NoSuchTransaction when there is none. */
  transaction(session: string, number: bigint, begins: boolean): Transaction {
    const open = this.#transactions.get(session);
    if (begins) {
      if (open && open.number >= number)
        throw new StoreError(225, `Transaction ${number} is too old: the session is at ${open.number}`);
      if (open) this.end(session);
      const view = new TransactionView(this.#store, this.#conflicts);
      const transaction = { number, view, usedAt: Date.now() };
      this.#transactions.set(session, transaction);
      return transaction;
    }
    if (open?.number !== number)
      throw new StoreError(
        251,
        `Given transaction number ${number} does not match any in-progress transactions`,
        {},
        ["TransientTransactionError"],
      );
    open.usedAt = Date.now();
    return open;
  }

  /** Ends a session's transaction, if it has one; what was not committed is forgotten. */
  end(session: string): void {
    this.#transactions.get(session)?.view.close();
    this.#transactions.delete(session);
  }

  /** A fixed state that all reads of a snapshot session share. */
  snapshot(session: string): { view: View; time: Timestamp } {
    let open = this.#snapshots.get(session);
    if (!open) {
      const time = new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
      open = { view: new SnapshotView(this.#store), time, usedAt: Date.now() };
      this.#snapshots.set(session, open);
    }
    open.usedAt = Date.now();
    return open;
  }

  /** Keeps what a session has open from being taken for forgotten. */
  touch(session: string): void {
    const now = Date.now();
    for (const open of [this.#snapshots.get(session), this.#transactions.get(session)])
      if (open) open.usedAt = now;
  }

  /** What is known of a session's last retryable write or commit, also from before a crash. */
  record(session: string): SessionRecord | undefined {
    const row = this.#store.get(recordKey(session));
    if (!row) return undefined;
    const stored = readDocument(row);
    return {
      number: BigInt(numeric(stored.number)),
      results: stored.results as Document[],
      isCommitted: stored.isCommitted === true,
    };
  }

  /** The results so far of a retryable write that was sent again; empty for a new one. @throws TransactionTooOld. */
  resultsOf(session: string, number: bigint): Document[] {
    const record = this.record(session);
    if (record && record.number > number)
      throw new StoreError(225, `Retryable write ${number} is too old: the session is at ${record.number}`);
    return record?.number === number ? record.results : [];
  }

  /** Keeps a record with the commit under way. */
  keep(view: View, session: string, record: SessionRecord): void {
    const value = writeDocument({ ...record, at: new Date() });
    view.apply([{ key: recordKey(session), value, isShared: true }]);
  }

  /** Forgets sessions that their client has ended. */
  ended(view: View, session: string): void {
    this.end(session);
    this.#snapshots.get(session)?.view.release();
    this.#snapshots.delete(session);
    view.apply([{ key: recordKey(session), value: null, isShared: true }]);
  }

  /** Ends what was left behind: idle transactions and snapshots; gives the sessions whose records are too old. */
  expire(now: number): string[] {
    for (const [session, { usedAt }] of this.#transactions)
      if (now - usedAt > transactionIdleMaxMs) this.end(session);
    for (const [session, { usedAt, view }] of this.#snapshots) {
      if (now - usedAt <= snapshotIdleMaxMs) continue;
      view.release();
      this.#snapshots.delete(session);
    }
    const rows = this.#store.range(tableKey(tables.sessions), tableKey(tables.sessions + 1), false, 100_000);
    return rows
      .filter(({ value }) => now - (readDocument(value).at as Date).getTime() > recordKeptMs)
      .map(({ key }) => key.subarray(4).toString("hex"));
  }
}

function recordKey(session: string): Buffer {
  return tableKey(tables.sessions, Buffer.from(session, "hex"));
}
