// The LMDB file: one ordered table of bytes, opened for one process.
import { join } from "node:path";
import { open, type Database, type RootDatabase, type Transaction } from "lmdb";
import { StoreError } from "../errors.js";
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
export class DiskError extends StoreError {
  constructor(reason: string) {
    super(14031, `The store cannot write to its disk (${reason}); nothing was changed`);
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
    const inside = snapshot && { transaction: snapshot.transaction };
    return [...this.#rows.getRange({ ...bounds, limit, ...inside })];
  }

  /** Writes a row, or removes it when the value is null; inside `commit` only. */
  put(key: Buffer, value: Buffer | null): void {
    this.#written.rows += 1;
    this.#written.bytes += value ? key.length + value.length : 0;
    try {
      if (value) this.#rows.putSync(key, value);
      else this.#rows.removeSync(key);
    } catch (error) {
      throw new DiskError((error as Error).message);
    }
  }

  /**
   * Runs the writes of `action` as one commit and returns when it is on the disk; if it throws, nothing is written.
   *
   * @param isTiny uses the room that is kept for the store itself.
   * @throws {DiskError} when the disk may not have room for it, or refuses it.
   */
  commit(action: () => void, isTiny = false): void {
    this.#written = { rows: 0, bytes: 0 };
    try {
      this.#root.transactionSync(() => {
        action();
        const isAsked = this.#written.rows > 0 && !isTiny;
        const reason = isAsked ? lacksRoom(this.#file, this.#written) : undefined;
        if (reason !== undefined) throw new DiskError(reason);
      });
    } catch (error) {
      throw error instanceof StoreError ? error : new DiskError((error as Error).message);
    }
  }

  /** The last committed state. Must not be called inside `commit`. */
  snapshot(): Snapshot {
    this.#rows.resetReadTxn();
    const transaction = this.#rows.useReadTransaction();
    // An empty read makes sure that the transaction begins now and not at its first use.
    this.#rows.get(Buffer.from([0]), { transaction });
    return { transaction, release: () => transaction.done() };
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}
