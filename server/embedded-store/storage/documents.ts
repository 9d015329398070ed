// Documents with their index entries: every write of a document goes through here.
import { BSONRegExp } from "bson";
import type { Catalog, Collection, Index } from "./catalog.js";
import { StoreError } from "../errors.js";
import { encode, encodeCompound, tableKey } from "../language/keys.js";
import { indexedValues } from "../language/paths.js";
import { field, writeDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import type { View, Write } from "./views.js";
import type { Work } from "./commit.js";

/** An index entry of a document: its row, and the values it stands for. */
export interface Entry {
  key: Buffer;
  values: unknown[];
}

/** A document as it lies in the store. */
export interface Stored {
  idKey: Buffer;
  raw: Buffer;
}

export function documentKey(collection: Collection, idKey: Buffer): Buffer {
  return tableKey(collection.table, idKey);
}

interface Column {
  values: unknown[];
  isMultikey: boolean;
}

/** The entries an index holds for a document. @throws CannotIndexParallelArrays when two of its paths lead to arrays. */
export function entriesOf(
  index: Index,
  document: Document,
  idKey: Buffer,
): { entries: Entry[]; isMultikey: boolean } {
  if (index.isIncluded && !index.isIncluded(document)) return { entries: [], isMultikey: false };
  const columns = index.parts.map((parts) => indexedValues(document, parts));
  const isMultikey = columns.some((column) => column.isMultikey);
  const entries = new Map<string, Entry>();
  for (const values of combine(index, columns)) {
    const parts = [encodeCompound(values, index.directions)];
    if (!index.isUnique) parts.push(idKey);
    const key = tableKey(index.table, ...parts);
    entries.set(key.toString("latin1"), { key, values });
  }
  return { entries: [...entries.values()], isMultikey };
}

/** The rows of values of an index: a column with an array is taken element by element. @throws where two columns have one. */
function combine(index: Index, columns: Column[]): unknown[][] {
  const wide = columns.filter(({ values }) => values.length > 1);
  if (wide.length > 1)
    throw new StoreError(
      171,
      `cannot index parallel arrays: several of ${index.paths.join(", ")} lead to them`,
    );
  const rows = wide[0]?.values ?? [undefined];
  return rows.map((value) => columns.map((column) => (column === wide[0] ? value : column.values[0])));
}

function duplicate(collection: Collection, name: string, pattern: Document, values: unknown[]): StoreError {
  const keyValue = Object.fromEntries(Object.keys(pattern).map((path, i) => [path, values[i]]));
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${JSON.stringify(value)}`);
  return new StoreError(
    11000,
    `E11000 duplicate key error collection: ${collection.namespace} index: ${name} dup key: { ${shown.join(", ")} }`,
    { keyPattern: pattern, keyValue },
  );
}

/** Whether an index entry may stand for this document. @throws E11000 when a unique index has it for another one. */
export function checkUnique(
  view: View,
  collection: Collection,
  index: Index,
  entry: Entry,
  idKey: Buffer,
): void {
  const holder = view.get(entry.key);
  if (holder && !holder.equals(idKey))
    throw duplicate(collection, index.name, index.spec.key as Document, entry.values);
}

interface Change {
  before?: Document;
  after?: Document;
  raw?: Buffer;
}

/** All rows that a change of one document touches, and the unique entries that it adds. */
function writesOf(catalog: Catalog, collection: Collection, idKey: Buffer, { before, after, raw }: Change) {
  const writes: Write[] = [{ key: documentKey(collection, idKey), value: raw ?? null }];
  const added: { index: Index; entry: Entry }[] = [];
  const newlyMultikey: Index[] = [];
  for (const index of collection.indexes) {
    const old = before ? entriesOf(index, before, idKey).entries : [];
    const current = after ? entriesOf(index, after, idKey) : { entries: [], isMultikey: false };
    const kept = new Set(current.entries.map(({ key }) => key.toString("latin1")));
    const had = new Set(old.map(({ key }) => key.toString("latin1")));
    for (const { key } of old) if (!kept.has(key.toString("latin1"))) writes.push({ key, value: null });
    for (const entry of current.entries) {
      if (had.has(entry.key.toString("latin1"))) continue;
      writes.push({ key: entry.key, value: idKey });
      if (index.isUnique) added.push({ index, entry });
    }
    if (current.isMultikey) {
      index.isMultikey = true;
      if (!index.isMultikeyStored) {
        writes.push(catalog.multikeyWrite(index));
        newlyMultikey.push(index);
      }
    }
  }
  const apply = (view: View) => {
    view.apply(writes);
    // A transaction may still abort, and with it the row that says so.
    if (view.isLatest) for (const index of newlyMultikey) index.isMultikeyStored = true;
  };
  return { writes, added, apply };
}

/** Adds a document. @throws E11000 when its _id or a unique value is taken. */
export function* insertDocument(
  view: View,
  catalog: Catalog,
  collection: Collection,
  document: Document,
  raw: Buffer,
): Work<Buffer> {
  const idKey = encode(document._id);
  for (;;) {
    const { writes, added, apply } = writesOf(catalog, collection, idKey, { after: document, raw });
    const wait = view.claim(writes);
    if (wait) {
      yield wait;
      continue;
    }
    if (view.get(documentKey(collection, idKey)))
      throw duplicate(collection, "_id_", { _id: 1 }, [document._id]);
    for (const { index, entry } of added) checkUnique(view, collection, index, entry, idKey);
    apply(view);
    return idKey;
  }
}

/**
 * Replaces or removes a document that was just read; false when it must be read again because another transaction
 * held it. A change to equal bytes writes nothing.
 */
export function* changeDocument(
  view: View,
  catalog: Catalog,
  collection: Collection,
  stored: Stored,
  change: Change,
): Work<boolean> {
  if (change.raw && Buffer.compare(change.raw, stored.raw) === 0) return true;
  const { writes, added, apply } = writesOf(catalog, collection, stored.idKey, change);
  const wait = view.claim(writes);
  if (wait) {
    yield wait;
    return false;
  }
  for (const { index, entry } of added) checkUnique(view, collection, index, entry, stored.idKey);
  apply(view);
  return true;
}

/** A document ready to be stored: with its _id first. @throws InvalidIdField for an _id that is an array or a regex. */
export function prepared(document: Document): { document: Document; raw: Buffer } {
  const id = field(document, "_id");
  if (Array.isArray(id) || id instanceof BSONRegExp || id === undefined)
    throw new StoreError(53, "The '_id' value cannot be of type array, regex or undefined");
  const isFirst = Object.keys(document)[0] === "_id";
  const ordered = isFirst ? document : { _id: id, ...document };
  return { document: ordered, raw: writeDocument(ordered) };
}
