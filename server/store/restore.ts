import { deserialize } from "bson";
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { mongo } from "mongoose";
import { SpokenError } from "../terminal/words.js";
import { collectionsOf, restoringPrefix } from "./backup.js";
import type { BackupSummary } from "./backup.js";
import {
  BrokenBackup,
  formatName,
  formatVersion,
  frameKinds,
  frameOf,
  framesDigest,
  framesOf,
} from "./backup-format.js";
import type { CollectionFrame, Frame } from "./backup-format.js";

/** The database holds documents and nobody said that they may be replaced. */
export class DatabaseNotEmpty extends SpokenError {}

const batchDocuments = 500;
const batchBytes = 8 * 1024 * 1024;

/**
 * Puts a backup in the place of what a database holds. The file is read and checked as a whole first; then everything
 * is loaded beside the present collections, with indexes; only then the names change hands: in one commit on the
 * embedded store, collection by collection on MongoDB. A broken file or a failure on the way changes nothing.
 *
 * @throws {BrokenBackup} when the file is not a whole backup.
 * @throws {DatabaseNotEmpty} when the database holds documents and `replace` is not set.
 */
export async function restore(uri: string, file: string, replace: boolean): Promise<BackupSummary> {
  const summary = await verify(file);
  const client = await mongo.MongoClient.connect(uri);
  try {
    const database = client.db();
    if (!replace) await refuseNonEmpty(database);
    await dropLeftovers(database);
    const prefix = `${restoringPrefix}${randomBytes(4).toString("hex")}_`;
    try {
      const names = await load(database, file, prefix);
      await adopt(database, prefix, names);
    } catch (error) {
      await dropLeftovers(database).catch(() => {});
      throw error;
    }
    return summary;
  } finally {
    await client.close();
  }
}

/** The frames of a file. Errors of unpacking are those of a broken file. */
async function* framesIn(file: string): AsyncGenerator<Frame> {
  if (!(await isGzip(file))) throw new BrokenBackup("restore.noBackup", { file });
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error));
  try {
    yield* framesOf(source.pipe(unpacked), file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code.startsWith("Z_")) throw new BrokenBackup("restore.damaged", { file });
    throw error;
  } finally {
    source.destroy();
  }
}

/** Whether a file begins as gzip does (RFC 1952); a folder does not. */
async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    if ((await handle.stat()).isDirectory()) return false;
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** A document of the file's own frames. @throws {BrokenBackup} when it is none. */
function documentOf(raw: Buffer, file: string): Record<string, unknown> {
  try {
    return deserialize(raw);
  } catch {
    throw new BrokenBackup("restore.damaged", { file });
  }
}

/** Reads the whole file and compares it with its last frame. @throws {BrokenBackup} where they differ. */
async function verify(file: string): Promise<BackupSummary> {
  const digest = framesDigest();
  const met: BackupSummary = { collections: 0, documents: 0 };
  let isFirst = true;
  let end: Record<string, unknown> | undefined;
  for await (const { kind, raw } of framesIn(file)) {
    if (end) throw new BrokenBackup("restore.damaged", { file });
    if (isFirst) checkHeader(kind, raw, file);
    isFirst = false;
    if (kind === frameKinds.end) {
      end = documentOf(raw, file);
      continue;
    }
    digest.update(frameOf(kind, raw));
    if (kind === frameKinds.collection) met.collections++;
    if (kind === frameKinds.document) met.documents++;
  }
  if (!end) throw new BrokenBackup("restore.damaged", { file });
  if (end.sha256 !== digest.digest("hex") || end.documents !== met.documents)
    throw new BrokenBackup("restore.changed", { file });
  return met;
}

function checkHeader(kind: number, raw: Buffer, file: string): void {
  const header = kind === frameKinds.header ? documentOf(raw, file) : {};
  if (header.format !== formatName) throw new BrokenBackup("restore.noBackup", { file });
  if (header.version !== formatVersion)
    throw new BrokenBackup("restore.otherVersion", {
      file,
      met: String(header.version),
      known: formatVersion,
    });
}

async function refuseNonEmpty(database: mongo.Db): Promise<void> {
  for (const { name } of await collectionsOf(database))
    if (await database.collection(name).findOne({}, { projection: { _id: 1 } }))
      throw new DatabaseNotEmpty("restore.notEmpty", { name });
}

async function dropLeftovers(database: mongo.Db): Promise<void> {
  const found = await database.listCollections({}, { nameOnly: true }).toArray();
  for (const { name } of found) if (name.startsWith(restoringPrefix)) await database.dropCollection(name);
}

/** Loads every collection under a name of its own; gives their names in the backup. */
async function load(database: mongo.Db, file: string, prefix: string): Promise<string[]> {
  const names: string[] = [];
  let target: mongo.Collection | undefined;
  let batch: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    if (target && batch.length > 0) await target.insertMany(batch.map((raw) => deserialize(raw, exactly)));
    batch = [];
    bytes = 0;
  };
  for await (const { kind, raw } of framesIn(file)) {
    if (kind === frameKinds.collection) {
      await flush();
      const collection = deserialize(raw) as unknown as CollectionFrame;
      names.push(collection.name);
      target = await database.createCollection(prefix + collection.name, collection.options);
      // Before the documents: the embedded store fills an index of what is there at one go, and lets nobody pass.
      await createIndexes(target, collection.indexes);
    } else if (kind === frameKinds.document) {
      batch.push(raw);
      bytes += raw.length;
      if (batch.length >= batchDocuments || bytes > batchBytes) await flush();
    }
  }
  await flush();
  return names;
}

async function createIndexes(target: mongo.Collection, indexes: Record<string, unknown>[]): Promise<void> {
  const wanted = indexes.filter(({ name }) => name !== "_id_").map(({ v: _v, ns: _ns, ...index }) => index);
  if (wanted.length > 0) await target.createIndexes(wanted as unknown as mongo.IndexDescription[]);
}

/** Numbers keep their BSON types on the way. */
const exactly = { promoteValues: false, promoteBuffers: false, bsonRegExp: true } as const;

/** Gives the loaded collections their names. */
async function adopt(database: mongo.Db, prefix: string, names: string[]): Promise<void> {
  const full = (name: string) => `${database.databaseName}.${name}`;
  const gone = (await collectionsOf(database))
    .map(({ name }) => name)
    .filter((name) => !names.includes(name));
  const admin = database.admin();
  const { modules } = (await admin.command({ buildInfo: 1 })) as { modules?: string[] };
  if (modules?.includes("khao-embedded-store")) {
    const renames = Object.fromEntries(names.map((name) => [full(prefix + name), full(name)]));
    await admin.command({ renameCollection: 1, renames, drops: gone.map(full), dropTarget: true });
    return;
  }
  for (const name of names)
    await admin.command({ renameCollection: full(prefix + name), to: full(name), dropTarget: true });
  for (const name of gone) await database.dropCollection(name);
}
