// Building and checking indexes.
import type { Catalog, Collection, Index } from "./catalog.js";
import type { Work } from "./commit.js";
import { checkUnique, entriesOf } from "./documents.js";
import { badValue, StoreError, unsupported } from "../errors.js";
import { afterPrefix, tableKey } from "../language/keys.js";
import { isDocument, isNumber, isTrue, numeric, readDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import type { Pace } from "../pace.js";
import type { Row } from "./store.js";
import type { View, Write } from "./views.js";

const known = new Set(
  "key name unique partialFilterExpression expireAfterSeconds background v ns".split(" "),
);
const pageRows = 128;

/** An index specification with its defaults. @throws CannotCreateIndex, or CommandNotSupported for other kinds of index. */
export function specificationOf(given: Document): Document {
  if (!isDocument(given.key) || Object.keys(given.key).length === 0)
    throw new StoreError(67, "an index needs a key");
  for (const [path, direction] of Object.entries(given.key)) {
    if (typeof direction === "string") throw unsupported(`an index of kind '${direction}'`);
    if (!isNumber(direction) || numeric(direction) == 0)
      throw new StoreError(67, `Values in the index key pattern cannot be 0: ${path}`);
    if (path === "" || path.split(".").some((part) => part === "" || part.startsWith("$") || part === "$**"))
      throw path.includes("$**")
        ? unsupported("a wildcard index")
        : new StoreError(67, `bad index key: '${path}'`);
  }
  const option = Object.keys(given).find((name) => !known.has(name));
  if (option && !isUnset(option, given[option])) throw unsupported(`the index option ${option}`);
  const name: unknown = given.name;
  if (typeof name !== "string" || name === "") throw new StoreError(67, "an index needs a name");
  return { v: 2, key: given.key, name, ...optionsOf(given) };
}

function isUnset(option: string, value: unknown): boolean {
  return (
    value === undefined ||
    value === false ||
    (option === "collation" && isDocument(value) && value.locale === "simple")
  );
}

function optionsOf(given: Document): Document {
  const options: Document = {};
  if (isTrue(given.unique)) options.unique = true;
  if (given.partialFilterExpression !== undefined) {
    if (!isDocument(given.partialFilterExpression))
      throw badValue("partialFilterExpression must be an object");
    if (Object.keys(given.partialFilterExpression).some((name) => name.startsWith("$")))
      throw unsupported("a partialFilterExpression with $and or $or");
    options.partialFilterExpression = given.partialFilterExpression;
  }
  if (given.expireAfterSeconds !== undefined) {
    const seconds: unknown = given.expireAfterSeconds;
    if (!isNumber(seconds) || numeric(seconds) < 0 || Object.keys(given.key as Document).length !== 1)
      throw new StoreError(67, "a TTL index has one path and an expireAfterSeconds of zero or more");
    options.expireAfterSeconds = seconds;
  }
  return options;
}

/** Fills an index from the documents, page by page; writes meanwhile keep it too. @throws E11000 on a double value. */
export function* buildIndex(view: View, catalog: Catalog, collection: Collection, index: Index): Work<void> {
  const prefix = tableKey(collection.table);
  let from = prefix;
  for (;;) {
    const rows = view.range(from, afterPrefix(prefix), false, pageRows);
    for (const { key, value } of rows)
      indexRow(view, catalog, collection, index, key.subarray(4), readDocument(value));
    const last = rows.at(-1);
    if (!last) break;
    from = Buffer.concat([last.key, Buffer.from([0])]);
    yield undefined;
  }
  index.isBuilding = false;
  catalog.save(view, collection);
}

function indexRow(
  view: View,
  catalog: Catalog,
  collection: Collection,
  index: Index,
  idKey: Buffer,
  document: Document,
): void {
  const { entries, isMultikey } = entriesOf(index, document, idKey);
  const writes: Write[] = entries.map(({ key }) => ({ key, value: idKey }));
  if (index.isUnique) for (const entry of entries) checkUnique(view, collection, index, entry, idKey);
  if (isMultikey && !index.isMultikeyStored) writes.push(catalog.multikeyWrite(index));
  view.apply(writes);
  if (isMultikey) index.isMultikey = index.isMultikeyStored = true;
}

/** What `validate` found: counts, and a sentence for every disagreement between documents and indexes. */
export interface Validation {
  nrecords: number;
  keysPerIndex: Record<string, number>;
  errors: string[];
}

/** Checks in one fixed state that every document has its index entries, and every entry its document. */
export async function validated(view: View, collection: Collection, pace: Pace): Promise<Validation> {
  const errors: string[] = [];
  const expected = new Map<Index, number>();
  const keysPerIndex: Record<string, number> = {};
  const indexes = collection.indexes.filter(({ isBuilding }) => !isBuilding);
  const nrecords = await eachRow(view, collection.table, pace, ({ key, value }) => {
    const idKey = key.subarray(4);
    const document = readDocument(value);
    for (const index of indexes) {
      const { entries } = entriesOf(index, document, idKey);
      expected.set(index, (expected.get(index) ?? 0) + entries.length);
      if (entries.some((entry) => !view.get(entry.key)?.equals(idKey)))
        errors.push(`${index.name}: an entry is missing for _id ${String(document._id)}`);
    }
  });
  for (const index of indexes) {
    const found = await eachRow(view, index.table, pace, () => {});
    const wanted = expected.get(index) ?? 0;
    keysPerIndex[index.name] = found;
    if (found !== wanted) errors.push(`${index.name}: ${found} entries where the documents have ${wanted}`);
  }
  return { nrecords, keysPerIndex: { _id_: nrecords, ...keysPerIndex }, errors };
}

/** Visits all rows of a table, page by page; gives their number. */
async function eachRow(view: View, table: number, pace: Pace, visit: (row: Row) => void): Promise<number> {
  const prefix = tableKey(table);
  let from = prefix;
  for (let count = 0; ;) {
    const rows = view.range(from, afterPrefix(prefix), false, pageRows);
    rows.forEach(visit);
    count += rows.length;
    const last = rows.at(-1);
    if (!last) return count;
    from = Buffer.concat([last.key, Buffer.from([0])]);
    if (pace.isDue()) await pace.rest();
  }
}
