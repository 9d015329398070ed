// The LMDB file: one ordered table of bytes, opened for one process.
import { join } from "node:path";
import { open } from "lmdb";
import type { Database, RootDatabase, Transaction } from "lmdb";
import { lacksRoom, type Written } from "./room.js";

export interface Row {
  key: Buffer;
  value: Buffer;
}

/** A state of the file that stays as it is until released. */
export interface Snapshot {
  readonly transaction: Transaction;
  release(): void;
}

/** Address space for the file to grow into; nothing is set aside on the disk. */
const mapBytes = 256 * 1024 ** 3;

/** The disk refused: the commit under way must be given up as a whole. */
export class DiskError extends Error {}

function onDisk(action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new DiskError(error instanceof Error ? error.message : String(error));
  }
}

/** The file of a data folder; all numbers, documents and index entries are rows of it. */
export class Store {
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #rows: Database<Buffer, Buffer>;
  readonly #file: string;
  /** By the commit under way. */
  #written: Written = { rows: 0, bytes: 0 };

  constructor(path: string) {
    this.#file = join(path, "data.mdb");
    const options = { keyEncoding: "binary", encoding: "binary", cache: false } as const;
    this.#root = open<Buffer, Buffer>({
      path,
      ...options,
      mapSize: mapBytes,
      // Acknowledged means on the disk: the commit itself waits for the disk, nothing is flushed later.
      overlappingSync: false,
      maxDbs: 2,
      // Every open transaction and snapshot takes a place in the table of readers.
      maxReaders: 4000,
    });
    this.#rows = this.#root.openDB<Buffer, Buffer>({ name: "rows", ...options });
  }

  get(key: Buffer, snapshot?: Snapshot): Buffer | undefined {
    return this.#rows.get(key, snapshot && { transaction: snapshot.transaction });
  }

  /** Rows of [from, to) in order, or backwards; at most `limit` of them. */
  range(from: Buffer, to: Buffer, reverse: boolean, limit: number, snapshot?: Snapshot): Row[] {
    const bounds = reverse
      ? { start: to, end: from, reverse, exclusiveStart: true, inclusiveEnd: true }
      : { start: from, end: to };
    return [
      ...this.#rows.getRange({ ...bounds, limit, ...(snapshot && { transaction: snapshot.transaction }) }),
    ];
  }

  count(from: Buffer, to: Buffer): number {
    return this.#rows.getKeysCount({ start: from, end: to });
  }

  put(key: Buffer, value: Buffer): void {
    onDisk(() => this.#rows.putSync(key, value));
    this.#written.rows += 1;
    this.#written.bytes += key.length + value.length;
  }

  remove(key: Buffer): void {
    onDisk(() => this.#rows.removeSync(key));
    this.#written.rows += 1;
  }

  /**
   * Runs the writes of `action` as one commit and returns when it is on the disk; if it throws, nothing is written.
   *
   * @throws {DiskError} when the disk may not have room for it.
   */
  commit(action: () => void): void {
    this.#written = { rows: 0, bytes: 0 };
    this.#root.transactionSync(() => {
      action();
      const reason = this.#written.rows > 0 ? lacksRoom(this.#file, this.#written) : undefined;
      if (reason !== undefined) throw new DiskError(reason);
    });
  }

  /** The last committed state. Must not be called inside `commit`. */
  snapshot(): Snapshot {
    this.#rows.resetReadTxn();
    const transaction = this.#rows.useReadTransaction();
    // An empty read makes sure that the transaction begins now and not at its first use.
    this.#rows.get(Buffer.from([0]), { transaction });
    return { transaction, release: () => transaction.done() };
  }

  /** Other live processes that have this file open, by LMDB's own table of readers. */
  otherReaders(): number[] {
    this.#rows.get(Buffer.from([0]));
    this.#root.readerCheck();
    const pids = [...this.#root.readerList().matchAll(/^\s*(\d+)\s/gm)].map((found) => Number(found[1]));
    return pids.filter((pid) => pid !== process.pid);
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}
