// Results that are fetched in batches.
import { randomBytes } from "node:crypto";
import { StoreError } from "../errors.js";
import { wholeNumber } from "../language/values.js";
import type { Document } from "../language/values.js";

const idleMaxMs = 10 * 60_000;
const batchBytesMax = 12 * 1024 * 1024;

/** A document of a result with its BSON bytes, where it is shown as it is stored. */
export interface Shown {
  raw: Buffer;
}

interface Cursor {
  rows: AsyncGenerator<Shown>;
  namespace: string;
  session: string | undefined;
  usedAt: number;
  isBusy: boolean;
}

/** A reply with documents that are already BSON; the wire writes it without decoding them. */
export interface CursorReply {
  kind: "cursor";
  name: "firstBatch" | "nextBatch";
  batch: Buffer[];
  id: bigint;
  namespace: string;
  extra?: Document;
}

export class Cursors {
  readonly #open = new Map<bigint, Cursor>();

  /** The first batch of a result; the rest stays open unless there is none. */
  async first(
    rows: AsyncGenerator<Shown>,
    namespace: string,
    options: { session: string | undefined; batchSize: number; singleBatch?: boolean; extra?: Document },
  ): Promise<CursorReply> {
    const { batch, isDone } = await take(rows, options.batchSize);
    let id = 0n;
    if (!isDone && options.singleBatch) await rows.return(undefined);
    else if (!isDone) {
      id = randomBytes(8).readBigInt64BE() & 0x7fffffffffffffffn;
      this.#open.set(id, { rows, namespace, session: options.session, usedAt: Date.now(), isBusy: false });
    }
    const reply: CursorReply = { kind: "cursor", name: "firstBatch", batch, id, namespace };
    return options.extra ? { ...reply, extra: options.extra } : reply;
  }

  /** The next batch. @throws CursorNotFound when it was closed or has timed out. */
  async next(id: bigint, batchSize: number): Promise<CursorReply> {
    const cursor = this.#open.get(id);
    if (!cursor || cursor.isBusy) throw new StoreError(43, `cursor id ${id} not found`);
    cursor.isBusy = true;
    try {
      const { batch, isDone } = await take(cursor.rows, batchSize);
      if (isDone) this.#open.delete(id);
      return { kind: "cursor", name: "nextBatch", batch, id: isDone ? 0n : id, namespace: cursor.namespace };
    } catch (error) {
      this.#open.delete(id);
      throw error;
    } finally {
      cursor.isBusy = false;
      cursor.usedAt = Date.now();
    }
  }

  /** Closes a cursor; false when there is none of this id. */
  close(id: bigint): boolean {
    const cursor = this.#open.get(id);
    this.#open.delete(id);
    void cursor?.rows.return(undefined);
    return cursor !== undefined;
  }

  /** Closes the cursors of a session that has ended, or whose transaction has. */
  closeOf(session: string): void {
    for (const [id, cursor] of this.#open) if (cursor.session === session) this.close(id);
  }

  expire(now: number): void {
    for (const [id, cursor] of this.#open)
      if (!cursor.isBusy && now - cursor.usedAt > idleMaxMs) this.close(id);
  }
}

async function take(
  rows: AsyncGenerator<Shown>,
  count: number,
): Promise<{ batch: Buffer[]; isDone: boolean }> {
  const batch: Buffer[] = [];
  let bytes = 0;
  while (batch.length < count && bytes < batchBytesMax) {
    const next = await rows.next();
    if (next.done) return { batch, isDone: true };
    batch.push(next.value.raw);
    bytes += next.value.raw.length;
  }
  return { batch, isDone: false };
}

/** The batch size of a command: 101 documents at first, as a MongoDB server. */
export function batchSizeOf(value: unknown, otherwise: number): number {
  return wholeNumber(value, "batchSize", otherwise);
}
