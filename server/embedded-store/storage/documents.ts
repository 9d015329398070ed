// A document is one row of its collection's primary index and some of the others: every write goes through here.
import { BSONRegExp } from "bson";
import { StoreError } from "../errors.js";
import { encode, encodeCompound, tableKey } from "../language/keys.js";
import { indexedValues } from "../language/paths.js";
import { type Document, field, writeDocument } from "../language/values.js";
import { type Collection, type Index, setMultikey } from "./catalog.js";
import type { Work } from "../pace.js";
import type { View, Write } from "./views.js";

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
  if (index.isIncluded && !index.isIncluded(document)) return entries;
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

/**
 * Puts the rows of a document in the place of those it had; either may be none. Rows that stay as they are are not
 * written. Gives false when another transaction held one of them: the document must be read again.
 * @throws E11000 when a unique index has one of the new rows for another document.
 */
export function* replaceRows(
  view: View,
  namespace: string,
  before: ReadonlyMap<string, Entry>,
  after: ReadonlyMap<string, Entry>,
): Work<boolean> {
  const gone = [...before].filter(([name]) => !after.has(name)).map(([, entry]) => entry);
  const added = [...after].filter(([name]) => !before.has(name)).map(([, entry]) => entry);
  const changed = [...after].flatMap(([name, entry]) =>
    before.get(name)?.value.equals(entry.value) === false ? [entry] : [],
  );
  const writes: Write[] = [...gone.map(({ key }) => ({ key, value: null })), ...added, ...changed];
  const wait = view.claim(writes);
  if (wait) {
    yield wait;
    return false;
  }
  for (const entry of added) checkUnique(view, namespace, entry);
  view.apply(writes);
  return true;
}

/** Whether a row may be added. @throws E11000 when a unique index has it for another document. */
export function checkUnique(view: View, namespace: string, { index, key, value, values }: Entry): void {
  if (!index.isUnique) return;
  const holder = view.get(key);
  if (!holder || (!index.isPrimary && holder.equals(value))) return;
  const pattern = index.spec.key as Document;
  const keyValue = Object.fromEntries(index.paths.map((path, i) => [path, values[i]]));
  const shown = Object.entries(keyValue).map(([path, one]) => `${path}: ${JSON.stringify(one)}`);
  throw new StoreError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(", ")} }`,
    { keyPattern: pattern, keyValue },
  );
}

const none: ReadonlyMap<string, Entry> = new Map();

/** Adds a document. @throws E11000 when its _id or a unique value is taken. */
export function* insertDocument(view: View, collection: Collection, given: Document): Work<Document> {
  const ready = prepared(given);
  // The indexes may have changed while it waited.
  while (!(yield* replaceRows(view, collection.namespace, none, rowsOf(collection, ready))));
  return ready.document;
}
