// A backup file: gzip over frames. A frame is one byte of kind and one BSON document; the last frame holds the
// number of documents and the SHA-256 of all frames before it, so that a cut or changed file is noticed.
import { serialize } from "bson";
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import { SpokenError } from "../terminal/words.js";

export const frameKinds = { header: 1, collection: 2, document: 3, end: 4 } as const;
export const formatName = "khao-backup";
export const formatVersion = 1;

export interface Frame {
  kind: number;
  raw: Buffer;
}

/** What the frame of a collection says; the documents that follow it are its own. */
export interface CollectionFrame {
  name: string;
  options: Record<string, unknown>;
  indexes: Record<string, unknown>[];
}

/** The file is no whole backup: cut, changed, or something else. */
export class BrokenBackup extends SpokenError {}

export function frameOf(kind: number, document: Record<string, unknown> | Uint8Array): Buffer {
  const raw = document instanceof Uint8Array ? document : serialize(document);
  return Buffer.concat([Buffer.from([kind]), raw]);
}

/** Digests frames in order; the same on both sides. */
export function framesDigest(): Hash {
  return createHash("sha256");
}

const frameBytesMax = 17 * 1024 * 1024;

/** Cuts the unpacked bytes of a file into frames. @throws {BrokenBackup} where no frame can be; it names the file. */
export async function* framesOf(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (isFirst && rest[0] !== frameKinds.header) throw new BrokenBackup("restore.noBackup", { file });
    isFirst = false;
    let at = 0;
    while (rest.length - at >= 5) {
      const size = rest.readInt32LE(at + 1);
      if (size < 5 || size > frameBytesMax) throw new BrokenBackup("restore.damaged", { file });
      if (rest.length - at < size + 1) break;
      yield { kind: rest[at] as number, raw: rest.subarray(at + 1, at + 1 + size) };
      at += size + 1;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw new BrokenBackup("restore.damaged", { file });
}
