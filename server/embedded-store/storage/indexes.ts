// Building and checking indexes.
import { each, type Work } from "../pace.js";
import { type Collection, type Index, setMultikey } from "./catalog.js";
import { checkUnique, entriesOf } from "./documents.js";
import { badValue, StoreError, unsupported } from "../errors.js";
import { type Document, isDocument, isNullish, isNumber, isTrue, numeric } from "../language/values.js";
import { documentsIn, rowsIn } from "./query.js";
import type { View } from "./views.js";

const options = "key name unique partialFilterExpression expireAfterSeconds".split(" ");
const ignored = "background v ns".split(" ");

/** An index specification with its defaults. @throws CannotCreateIndex, or CommandNotSupported for other kinds of index. */
export function specificationOf(given: Document): Document {
  const { key, name, partialFilterExpression: partial, expireAfterSeconds: seconds } = given;
  if (!isDocument(key) || Object.keys(key).length === 0) throw new StoreError(67, "an index needs a key");
  for (const [path, direction] of Object.entries(key)) {
    if (typeof direction === "string") throw unsupported(`an index of kind '${direction}'`);
    if (path.includes("$**")) throw unsupported("a wildcard index");
    if (!isNumber(direction) || numeric(direction) == 0)
      throw new StoreError(67, `Values in the index key pattern cannot be 0: ${path}`);
    if (path.split(".").some((part) => part === "" || part.startsWith("$")))
      throw new StoreError(67, `bad index key: '${path}'`);
  }
  const other = Object.keys(given).find((option) => ![...options, ...ignored].includes(option));
  if (other && given[other] !== false) throw unsupported(`the index option ${other}`);
  if (typeof name !== "string" || name === "") throw new StoreError(67, "an index needs a name");
  if (!isNullish(partial) && !isDocument(partial))
    throw badValue("partialFilterExpression must be an object");
  if (Object.keys(partial ?? {}).some((part) => part.startsWith("$")))
    throw unsupported("a partialFilterExpression with $and or $or");
  if (!isNullish(seconds) && !(isNumber(seconds) && numeric(seconds) >= 0 && Object.keys(key).length === 1))
    throw new StoreError(67, "a TTL index has one path and an expireAfterSeconds of zero or more");
  const isSet = (option: string) =>
    !isNullish(given[option]) && (option !== "unique" || isTrue(given.unique));
  return {
    v: 2,
    ...Object.fromEntries(options.filter(isSet).map((option): [string, unknown] => [option, given[option]])),
  };
}

/** Fills an index from the documents; writes meanwhile keep it too. @throws E11000 on a double value. */
export function* buildIndex(view: View, collection: Collection, index: Index): Work<void> {
  yield* each(documentsIn(view, collection), (found) => {
    const entries = [...entriesOf(index, found).values()];
    if (entries.length > 1) setMultikey(collection, index);
    for (const entry of entries) checkUnique(view, collection.namespace, entry);
    view.apply(entries);
  });
}

/** What `validate` found: counts, and a sentence for every disagreement between documents and indexes. */
export interface Validation {
  keysPerIndex: Record<string, number>;
  errors: string[];
}

/** Checks in a fixed state that every document has its index entries, and every entry its document. */
export function* validated(view: View, collection: Collection): Work<Validation> {
  const errors: string[] = [];
  const keysPerIndex: Record<string, number> = {};
  const expected = new Map(
    collection.indexes.filter(({ isBuilding }) => !isBuilding).map((index) => [index, 0]),
  );
  yield* each(documentsIn(view, collection), (found) => {
    for (const [index, count] of expected) {
      const entries = [...entriesOf(index, found).values()];
      expected.set(index, count + entries.length);
      if (entries.some(({ key, value }) => !view.get(key)?.equals(value)))
        errors.push(`${index.name}: an entry is missing for _id ${String(found.document._id)}`);
    }
  });
  for (const [{ name, table }, wanted] of expected) {
    let met = 0;
    yield* each(rowsIn(view, table), () => met++);
    keysPerIndex[name] = met;
    if (met !== wanted) errors.push(`${name}: ${met} entries where the documents have ${wanted}`);
  }
  return { keysPerIndex, errors };
}
