// A document is one row of its collection's primary index and some of the others: every write goes through here.
import { BSONRegExp } from "bson";
import { StoreError } from "../errors.js";
import { encode, encodeCompound, tableKey } from "../language/keys.js";
import { indexedValues } from "../language/paths.js";
import { type Document, field, writeDocument } from "../language/values.js";
import { type Collection, type Index, setMultikey } from "./catalog.js";
import type { View } from "./views.js";

/** A row of an index: the document in the primary one, its encoded _id in the others. */
export interface Entry {
  index: Index;
  key: Buffer;
  value: Buffer;
  /** What the row stands for: one value for each path of the index. */
  values: unknown[];
}

/** A document with the bytes and the key under which it lies, or will lie, in the store. */
export interface Found {
  idKey: Buffer;
  raw: Buffer;
  document: Document;
}

/** A document ready to be stored: with its _id first. @throws InvalidIdField for an _id that is an array or a regex. */
export function prepared(document: Document): Found {
  const id = field(document, "_id");
  if (Array.isArray(id) || id instanceof BSONRegExp || id === undefined)
    throw new StoreError(53, "The '_id' value cannot be of type array, regex or undefined");
  const isFirst = Object.keys(document)[0] === "_id";
  const ordered = isFirst ? document : { _id: id, ...document };
  return { document: ordered, raw: writeDocument(ordered), idKey: encode(id) };
}

/**
 * The rows of a document in one index, by their keys.
 * @throws CannotIndexParallelArrays when two of its paths lead to arrays.
 */
export function entriesOf(index: Index, { document, raw, idKey }: Found): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const columns = index.parts.map((parts) => indexedValues(document, parts));
  const several = columns.filter((column) => column.length > 1);
  if (several.length > 1)
    throw new StoreError(171, `cannot index parallel arrays: several of ${index.paths.join(", ")}`);
  for (const one of several[0] ?? [undefined]) {
    const values = columns.map((column) => (column === several[0] ? one : column[0]));
    const encoded = encodeCompound(values, index.directions);
    const key = index.isUnique ? tableKey(index.table, encoded) : tableKey(index.table, encoded, idKey);
    entries.set(key.toString("latin1"), { index, key, value: index.isPrimary ? raw : idKey, values });
  }
  return entries;
}

/** All rows of a document, by their keys. Notes which indexes are multikey by it. */
export function rowsOf(collection: Collection, found: Found): Map<string, Entry> {
  const rows = new Map<string, Entry>();
  for (const index of collection.indexes) {
    const entries = entriesOf(index, found);
    if (entries.size > 1) setMultikey(collection, index);
    for (const [name, entry] of entries) rows.set(name, entry);
  }
  return rows;
}

type Rows = ReadonlyMap<string, Entry>;
export const noRows: Rows = new Map();

/**
 * Puts the rows of a document in the place of those it had; either may be none. Rows that stay are not written.
 * @throws E11000 when a unique index has one of the new rows for another document.
 */
export function replaceRows(view: View, namespace: string, before: Rows, after: Rows): void {
  const gone = [...before].filter(([name]) => !after.has(name)).map(([, entry]) => entry);
  const added = [...after].filter(([name]) => !before.has(name)).map(([, entry]) => entry);
  const changed = [...after].flatMap(([name, entry]) =>
    before.get(name)?.value.equals(entry.value) === false ? [entry] : [],
  );
  for (const entry of added) checkUnique(view, namespace, entry);
  view.apply([...gone.map(({ key }) => ({ key, value: null })), ...added, ...changed]);
}

function checkUnique(view: View, namespace: string, entry: Entry): void {
  if (!entry.index.isUnique) return;
  const holder = view.get(entry.key);
  if (holder && (entry.index.isPrimary || !holder.equals(entry.value))) throw duplicate(namespace, entry);
}

/** The error that a unique index has this entry for another document. */
export function duplicate(namespace: string, { index, values }: Entry): StoreError {
  const keyValue = Object.fromEntries(index.paths.map((path, i) => [path, values[i]]));
  const shown = Object.entries(keyValue).map(([path, one]) => `${path}: ${JSON.stringify(one)}`);
  return new StoreError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(", ")} }`,
    { keyPattern: index.spec.key, keyValue },
  );
}

/** Adds a document. @throws E11000 when its _id or a unique value is taken. */
export function insertDocument(view: View, collection: Collection, given: Document): Document {
  const ready = prepared(given);
  replaceRows(view, collection.namespace, noRows, rowsOf(collection, ready));
  return ready.document;
}
