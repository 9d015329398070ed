// Making indexes.
import { StoreError, unsupported } from "../errors.js";
import { compareValues } from "../language/keys.js";
import { type Document, isDocument, isNullish, isNumber, isTrue, numeric } from "../language/values.js";
import type { Catalog, Collection } from "./catalog.js";
import { duplicate, entriesOf } from "./documents.js";
import { documentsIn } from "./query.js";
import type { View, Write } from "./views.js";

const options = ["key", "name", "unique", "expireAfterSeconds"];
const ignored = ["background", "v", "ns"];

/** An index specification with its defaults. @throws CannotCreateIndex, or CommandNotSupported for other kinds of index. */
export function specificationOf(given: Document): Document {
  const { key, name, unique, expireAfterSeconds: seconds } = given;
  const other = Object.keys(given).find((option) => ![...options, ...ignored].includes(option));
  if (other && given[other] !== false) throw unsupported(`the index option ${other}`);
  if (!isDocument(key) || Object.keys(key).length === 0) throw new StoreError(67, "an index needs a key");
  for (const [path, direction] of Object.entries(key)) checkPart(path, direction);
  if (typeof name !== "string" || name === "") throw new StoreError(67, "an index needs a name");
  const isTimed = !isNullish(seconds);
  if (isTimed && !(isNumber(seconds) && numeric(seconds) >= 0 && Object.keys(key).length === 1))
    throw new StoreError(67, "a TTL index has one path and an expireAfterSeconds of zero or more");
  return {
    v: 2,
    key,
    name,
    ...(isTrue(unique) && { unique: true }),
    ...(isTimed && { expireAfterSeconds: seconds }),
  };
}

function checkPart(path: string, direction: unknown): void {
  if (typeof direction === "string") throw unsupported(`an index of kind '${direction}'`);
  if (path.includes("$**")) throw unsupported("a wildcard index");
  if (!isNumber(direction) || numeric(direction) == 0)
    throw new StoreError(67, `Values in the index key pattern cannot be 0: ${path}`);
  if (path.split(".").some((part) => part === "" || part.startsWith("$")))
    throw new StoreError(67, `bad index key: '${path}'`);
}

/** Whether a collection has this index. @throws IndexKeySpecsConflict when another one has its name or its key. */
export function hasIndex({ indexes }: Collection, wanted: Document): boolean {
  const isSame = (option: string, spec: Document) => compareValues(spec[option], wanted[option]) === 0;
  const found = indexes.find(({ spec }) => isSame("name", spec) || isSame("key", spec));
  if (!found) return false;
  const different = options.find((option) => !isSame(option, found.spec));
  if (different && !found.isPrimary)
    throw new StoreError(86, `The index ${found.name} is there already, with a different ${different}`);
  return true;
}

/** Adds an index with the rows of all documents, at once. @throws E11000 on a double value, before anything is written. */
export function buildIndex(view: View, catalog: Catalog, collection: Collection, spec: Document): void {
  const index = catalog.newIndex(spec);
  const rows = new Map<string, Write>();
  for (const page of documentsIn(view, collection)) {
    for (const found of page) {
      const entries = entriesOf(index, found);
      if (entries.size > 1) index.isMultikey = true;
      for (const [name, entry] of entries) {
        // Only in a unique index do two documents have the same row.
        if (rows.has(name)) throw duplicate(collection.namespace, entry);
        rows.set(name, { key: entry.key, value: entry.value });
      }
    }
  }
  view.apply([...rows.values()]);
  catalog.addIndex(collection, index);
}
