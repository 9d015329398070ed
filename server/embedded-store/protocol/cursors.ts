// Results that are fetched in batches.
import { randomBytes } from "node:crypto";
import type { Context } from "../engine.js";
import { StoreError } from "../errors.js";
import { type Document, isDocument, wholeNumber, writeDocument } from "../language/values.js";
import { Pace } from "../pace.js";

const idleMaxMs = 10 * 60_000;
const batchBytesMax = 12 * 1024 * 1024;

/** The BSON bytes of a result's documents; undefined in between, where it may rest. */
type Rows = Iterable<Buffer | undefined, void>;

interface Cursor {
  rows: Iterator<Buffer | undefined, void>;
  namespace: string;
  session: string | undefined;
  maxTimeMs: number;
  usedAt: number;
}

/** A reply with documents that are already BSON; the wire writes it without decoding them. */
export interface CursorReply {
  kind: "cursor";
  name: "firstBatch" | "nextBatch";
  batch: Buffer[];
  id: bigint;
  namespace: string;
  extra?: Document | undefined;
}

interface Result {
  namespace: string;
  /** More fields of the reply. */
  extra?: Document | undefined;
  isSingleBatch?: boolean;
}

export class Cursors {
  readonly #open = new Map<bigint, Cursor>();

  /** The first batch of a result, 101 documents as on a MongoDB server; the rest stays open unless there is none. */
  async first(
    rows: Rows,
    { command, session }: Context,
    { namespace, extra, isSingleBatch }: Result,
  ): Promise<CursorReply> {
    const { batchSize }: Document = isDocument(command.cursor) ? command.cursor : command;
    const maxTimeMs = wholeNumber(command.maxTimeMS, "maxTimeMS", 0);
    const cursor = { rows: rows[Symbol.iterator](), namespace, session, maxTimeMs, usedAt: Date.now() };
    const { batch, isDone } = await take(cursor, wholeNumber(batchSize, "batchSize", 101));
    const isOpen = !isDone && !isSingleBatch;
    const id = isOpen ? randomBytes(8).readBigInt64BE() & 0x7fffffffffffffffn : 0n;
    if (isOpen) this.#open.set(id, cursor);
    return { kind: "cursor", name: "firstBatch", batch, id, namespace, extra };
  }

  /** The next batch. @throws CursorNotFound when it was closed, has timed out or is being read. */
  async next(id: bigint, batchSize: unknown): Promise<CursorReply> {
    const cursor = this.#open.get(id);
    if (!cursor) throw new StoreError(43, `cursor id ${id} not found`);
    this.#open.delete(id);
    const { batch, isDone } = await take(cursor, wholeNumber(batchSize, "batchSize", 0) || Infinity);
    if (!isDone) this.#open.set(id, { ...cursor, usedAt: Date.now() });
    const { namespace } = cursor;
    return { kind: "cursor", name: "nextBatch", batch, id: isDone ? 0n : id, namespace };
  }

  /** Closes a cursor; false when there is none of this id. */
  close(id: bigint): boolean {
    return this.#open.delete(id);
  }

  /** Closes the cursors of a session that has ended, or whose transaction has. */
  closeOf(session: string): void {
    for (const [id, cursor] of this.#open) if (cursor.session === session) this.close(id);
  }

  expire(now: number): void {
    for (const [id, { usedAt }] of this.#open) if (now - usedAt > idleMaxMs) this.close(id);
  }
}

async function take(
  { rows, maxTimeMs }: Cursor,
  count: number,
): Promise<{ batch: Buffer[]; isDone: boolean }> {
  const pace = new Pace(maxTimeMs);
  const batch: Buffer[] = [];
  let bytes = 0;
  while (batch.length < count && bytes < batchBytesMax) {
    const { done, value } = rows.next();
    if (done) return { batch, isDone: true };
    if (value) batch.push(value);
    bytes += value?.length ?? 0;
    if (pace.isDue()) await pace.rest();
  }
  return { batch, isDone: false };
}

/** Documents as the rows of a result. */
export function* bytesOf(documents: Iterable<Document | undefined>): Rows {
  for (const document of documents) yield document && writeDocument(document);
}
