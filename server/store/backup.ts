import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { mongo } from "mongoose";
import { SpokenError } from "../terminal/words.js";
import { formatName, formatVersion, frameKinds, frameOf, framesDigest } from "./backup-format.js";

export interface BackupSummary {
  collections: number;
  documents: number;
}
export interface BackupSummary {
  collections: number;
  documents: number;
}

/** Collections that a restore which was cut short left behind. */
export const restoringPrefix = "restoring_";

/**
 * Writes all collections of a database with their indexes to a file, as they stand at one moment, while others write.
 * The file appears under its name only when it is whole and on the disk.
 *
 * @param uri of the embedded store or of a MongoDB replica set; the database is the one it names.
 * @param replace whether a file of that name may be written over.
 * @throws {SpokenError} when the file is there already and `replace` is not set, or when it cannot be put there.
 */
export async function backup(uri: string, file: string, replace: boolean): Promise<BackupSummary> {
  await requireRoom(file, replace);
  const partial = `${file}.${randomBytes(4).toString("hex")}.partial`;
  const client = await mongo.MongoClient.connect(uri);
  const summary: BackupSummary = { collections: 0, documents: 0 };
  try {
    const frames = Readable.from(framesOfDatabase(client, summary), { objectMode: false });
    await pipeline(frames, createGzip({ level: 6 }), createWriteStream(partial, { mode: 0o600 }));
    const handle = await open(partial, "r");
    await handle.sync();
    await handle.close();
    await rename(partial, file);
    return summary;
  } catch (error) {
    await rm(partial, { force: true });
    throw unwritten(error, file);
  } finally {
    await client.close();
  }
}

/** @throws {SpokenError} when no file can be put there, or one is there that may not be replaced. */
async function requireRoom(file: string, replace: boolean): Promise<void> {
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new SpokenError("out.noParent", { parent: dirname(file), name: basename(file) });
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new SpokenError("backup.isFolder", { file });
  if (there && !replace) throw new SpokenError("backup.isThere", { file });
}

/** What the file system refused, in words that name what the user named and not the partial file. */
function unwritten(error: unknown, file: string): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (["EACCES", "EPERM", "EROFS"].includes(code))
    return new SpokenError("out.notWritable", { folder: dirname(file) });
  return code === "ENOSPC" ? new SpokenError("out.diskFull", { folder: file }) : error;
}

async function* framesOfDatabase(client: mongo.MongoClient, summary: BackupSummary): AsyncGenerator<Buffer> {
  const digest = framesDigest();
  for await (const frame of contentOf(client, summary)) {
    digest.update(frame);
    yield frame;
  }
  yield frameOf(frameKinds.end, { ...summary, sha256: digest.digest("hex") });
}

async function* contentOf(client: mongo.MongoClient, summary: BackupSummary): AsyncGenerator<Buffer> {
  const database = client.db();
  yield frameOf(frameKinds.header, {
    format: formatName,
    version: formatVersion,
    database: database.databaseName,
    at: new Date(),
  });
  const session = client.startSession({ snapshot: true });
  try {
    for (const { name, options } of await collectionsOf(database)) {
      const indexes = await database.collection(name).listIndexes().toArray();
      yield frameOf(frameKinds.collection, { name, options, indexes });
      summary.collections++;
      const documents = database.collection(name).find({}, { session, raw: true, batchSize: 1000 });
      for await (const raw of documents as unknown as AsyncIterable<Buffer>) {
        summary.documents++;
        yield frameOf(frameKinds.document, raw);
      }
    }
  } finally {
    await session.endSession();
  }
}

/** The collections of the application, in the order of their names. */
export async function collectionsOf(
  database: mongo.Db,
): Promise<{ name: string; options: Record<string, unknown> }[]> {
  const found = await database.listCollections({ type: "collection" }, { nameOnly: false }).toArray();
  return found
    .filter(({ name }) => !name.startsWith("system.") && !name.startsWith(restoringPrefix))
    .map((info) => ({
      name: info.name,
      options: (info as { options?: Record<string, unknown> }).options ?? {},
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
