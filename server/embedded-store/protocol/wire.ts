// The MongoDB wire protocol: OP_MSG, and OP_QUERY for a driver's first greeting.
import { serialize } from "bson";
import type { CursorReply } from "./cursors.js";
import { StoreError } from "../errors.js";
import { type Document, readDocument } from "../language/values.js";

const opReply = 1;
const opQuery = 2004;
const opMessage = 2013;
export const messageBytesMax = 48_000_000;

/** A request: a command with its document sequences folded in. */
export interface Request {
  id: number;
  isLegacy: boolean;
  wantsReply: boolean;
  command: Document;
}

/** Cuts a stream of bytes into whole messages. @throws FailedToParse for a length no message can have. */
export class Framer {
  #chunks: Buffer[] = [];
  #length = 0;

  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const messages: Buffer[] = [];
    while (this.#length >= 4) {
      const first = this.#chunks[0] as Buffer;
      if (first.length < 4) this.#join();
      const size = (this.#chunks[0] as Buffer).readInt32LE(0);
      if (size < 16 || size > messageBytesMax + 1024) throw new StoreError(9, `message of ${size} bytes`);
      if (this.#length < size) break;
      this.#join();
      const whole = this.#chunks[0] as Buffer;
      messages.push(whole.subarray(0, size));
      this.#chunks = whole.length > size ? [whole.subarray(size)] : [];
      this.#length -= size;
    }
    return messages;
  }

  #join(): void {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
  }
}

/** Reads a message. @throws FailedToParse when it is none that this store knows. */
export function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const code = message.readInt32LE(12);
  try {
    if (code === opMessage) return readMessage(message, id);
    if (code === opQuery) return readQuery(message, id);
  } catch (error) {
    throw new StoreError(9, `malformed message: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new StoreError(9, `unknown operation code ${code}`);
}

function readMessage(message: Buffer, id: number): Request {
  const flags = message.readUInt32LE(16);
  const end = message.length - (flags & 1 ? 4 : 0);
  let command: Document = {};
  const sequences: Document = {};
  let at = 20;
  while (at < end) {
    const kind = message[at++];
    const size = message.readInt32LE(at);
    if (size < 5 || at + size > end) throw new Error("a section reaches beyond the message");
    const section = message.subarray(at, at + size);
    if (kind === 0) command = readDocument(section);
    else if (kind === 1) Object.assign(sequences, readSequence(section));
    else throw new Error(`section of kind ${String(kind)}`);
    at += size;
  }
  return { id, isLegacy: false, wantsReply: (flags & 2) === 0, command: Object.assign(command, sequences) };
}

function readSequence(section: Buffer): Document {
  const nameEnd = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new Error("a document reaches beyond its section");
    documents.push(readDocument(section.subarray(at, at + size)));
    at += size;
  }
  return { [section.toString("utf8", 4, nameEnd)]: documents };
}

function readQuery(message: Buffer, id: number): Request {
  const nameEnd = message.indexOf(0, 20);
  const start = nameEnd + 9;
  const command = readDocument(message.subarray(start, start + message.readInt32LE(start)));
  const database = message.toString("utf8", 20, nameEnd).split(".")[0];
  return { id, isLegacy: true, wantsReply: true, command: { ...command, $db: database } };
}

/** The bytes of a reply. */
export function writeReply(request: Request, reply: Document | CursorReply, replyId: number): Buffer {
  const body = isCursorReply(reply)
    ? cursorBytes(reply)
    : Buffer.from(serialize(reply, { ignoreUndefined: true }));
  const head = Buffer.alloc(request.isLegacy ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(replyId, 4);
  head.writeInt32LE(request.id, 8);
  head.writeInt32LE(request.isLegacy ? opReply : opMessage, 12);
  if (request.isLegacy) {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  return Buffer.concat([head, body]);
}

function isCursorReply(reply: Document | CursorReply): reply is CursorReply {
  return reply.kind === "cursor" && Array.isArray(reply.batch);
}

const embeddedDocument = 0x03;
const embeddedArray = 0x04;

/** A BSON document made of elements that are bytes already. */
function joined(elements: Buffer[]): Buffer {
  const size = elements.reduce((sum, element) => sum + element.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...elements, Buffer.from([0])], size);
}

function element(type: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
}

/** The elements of a document, without its length and its end. */
function elementsOf(document: Document): Buffer {
  return Buffer.from(serialize(document)).subarray(4, -1);
}

function cursorBytes({ name, batch, id, namespace, extra }: CursorReply): Buffer {
  const rows = joined(batch.map((raw, index) => element(embeddedDocument, String(index), raw)));
  const cursor = joined([elementsOf({ id, ns: namespace, ...extra }), element(embeddedArray, name, rows)]);
  return joined([element(embeddedDocument, "cursor", cursor), elementsOf({ ok: 1 })]);
}
