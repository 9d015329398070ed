// Results that are fetched in batches.
import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { StoreError } from "../errors.js";
import { type Document, isDocument, wholeNumber } from "../language/values.js";

const idleMaxMs = 10 * 60_000;
const batchBytesMax = 12 * 1024 * 1024;

/** How long a read may compute before others get their turn. */
const sliceMs = 8;

interface Cursor {
  /** The BSON bytes of the documents; undefined in between, where it may rest. */
  rows: Iterator<Buffer | undefined, void>;
  namespace: string;
  session: string | undefined;
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
    pages: Iterable<Buffer[]>,
    { command, session }: { command: Document; session: string | undefined },
    { namespace, extra, isSingleBatch }: Result,
  ): Promise<CursorReply> {
    const { batchSize }: Document = isDocument(command.cursor) ? command.cursor : command;
    const cursor = { rows: rowsOf(pages), namespace, session, usedAt: Date.now() };
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

function* rowsOf(pages: Iterable<Buffer[]>): Cursor["rows"] {
  for (const page of pages) {
    yield* page;
    yield undefined;
  }
}

async function take({ rows }: Cursor, count: number): Promise<{ batch: Buffer[]; isDone: boolean }> {
  let sliceEnds = performance.now() + sliceMs;
  const batch: Buffer[] = [];
  let bytes = 0;
  while (batch.length < count && bytes < batchBytesMax) {
    const { done, value } = rows.next();
    if (done) return { batch, isDone: true };
    if (value) batch.push(value);
    bytes += value?.length ?? 0;
    if (value || performance.now() < sliceEnds) continue;
    await setImmediate();
    sliceEnds = performance.now() + sliceMs;
  }
  return { batch, isDone: false };
}
