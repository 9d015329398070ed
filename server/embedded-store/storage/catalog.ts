// Which collections and indexes there are. Kept in memory, and on the disk in table 0. All changes are made inside a
// commit, except that an index may turn out to be multikey in a transaction: `flush` writes it with the next commit.
import { compileFilter, type Matcher } from "../language/matcher.js";
import { afterPrefix, tableKey } from "../language/keys.js";
import type { Store } from "./store.js";
import {
  type Document,
  isDocument,
  isNullish,
  numeric,
  readDocument,
  writeDocument,
} from "../language/values.js";

/** The tables with a fixed number; those of collections and indexes follow. */
export const tables = { catalog: 0, sessions: 1, graves: 2, holder: 4, first: 16 } as const;

export interface Index {
  name: string;
  /** As given to createIndexes: the key, `unique`, `partialFilterExpression`, `expireAfterSeconds`. */
  spec: Document;
  table: number;
  paths: string[];
  parts: string[][];
  directions: number[];
  isUnique: boolean;
  /** The documents themselves, in the order of their _id. */
  isPrimary: boolean;
  partialFilter: Document | undefined;
  isIncluded: Matcher | undefined;
  expireAfterSeconds: number | undefined;
  /** Still being filled: writes keep it, queries do not use it, and on the disk there is only a grave for its table. */
  isBuilding: boolean;
  /** Some document has several entries, because of an array. */
  isMultikey: boolean;
}

export interface Collection {
  namespace: string;
  table: number;
  /** The primary index first. */
  indexes: [Index, ...Index[]];
  /** Something became known outside a commit that must be on the disk with the next one. */
  isUnsaved: boolean;
}

/** Notes that an index has several entries for some document, because of an array. */
export function setMultikey(collection: Collection, index: Index): void {
  if (index.isMultikey) return;
  index.isMultikey = true;
  collection.isUnsaved = true;
}

/** An index from its specification. */
export function indexOf(spec: Document, table: number): Index {
  const key = spec.key as Document;
  const partialFilter = isDocument(spec.partialFilterExpression) ? spec.partialFilterExpression : undefined;
  const seconds = spec.expireAfterSeconds;
  const paths = Object.keys(key);
  return {
    name: spec.name as string,
    spec,
    table,
    paths,
    parts: paths.map((path) => path.split(".")),
    directions: Object.values(key).map((direction) => Math.sign(Number(numeric(direction)))),
    isUnique: spec.unique === true,
    isPrimary: false,
    partialFilter,
    isIncluded: partialFilter && compileFilter(partialFilter),
    expireAfterSeconds: isNullish(seconds) ? undefined : Number(numeric(seconds)),
    isBuilding: false,
    isMultikey: false,
  };
}

function collectionOf(namespace: string, table: number, secondary: Index[] = []): Collection {
  const primary = indexOf({ v: 2, key: { _id: 1 }, name: "_id_" }, table);
  const indexes: Collection["indexes"] = [{ ...primary, isUnique: true, isPrimary: true }, ...secondary];
  return { namespace, table, indexes, isUnsaved: false };
}

const graveKey = (table: number) => tableKey(tables.graves, tableKey(table));
const catalogKey = (namespace: string) => tableKey(tables.catalog, Buffer.from(namespace));

export class Catalog {
  readonly #store: Store;
  readonly #collections = new Map<string, Collection>();
  #nextTable: number = tables.first;

  constructor(store: Store) {
    this.#store = store;
    this.load();
  }

  /** Reads everything from the disk again. */
  load(): void {
    const known = new Map(this.#collections);
    const buried = this.#rows(tables.graves).map(({ key }) => key.readUInt32BE(4));
    this.#collections.clear();
    for (const { value } of this.#rows(tables.catalog)) {
      const { namespace, table, indexes } = readDocument(value) as Document & { namespace: string };
      const before = known.get(namespace);
      const stored = (indexes as Document[]).map((entry) => {
        const index = before?.indexes.find((one) => one.table === Number(entry.table));
        // Flags in memory count too: an open transaction may hold documents with arrays that are not stored yet.
        const isMultikey = entry.isMultikey !== false || index?.isMultikey === true;
        return Object.assign(index ?? indexOf(entry.spec as Document, Number(entry.table)), { isMultikey });
      });
      const building = before?.indexes.filter((one) => one.isBuilding && buried.includes(one.table)) ?? [];
      const fresh = collectionOf(namespace, Number(table), [...stored, ...building]);
      // In place: a write that waits for its turn holds on to the object.
      const collection = Object.assign(before ?? fresh, fresh, { isUnsaved: before !== undefined });
      this.#collections.set(namespace, collection);
    }
    const used = this.all().flatMap(({ indexes }) => indexes.map(({ table }) => table));
    this.#nextTable = Math.max(this.#nextTable, ...[...used, ...buried].map((table) => table + 1));
  }

  #rows(table: number) {
    return this.#store.range(tableKey(table), tableKey(table + 1), false, 1_000_000);
  }

  find(namespace: string): Collection | undefined {
    return this.#collections.get(namespace);
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  ofDatabase(database: string): Collection[] {
    return this.all().filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  save(collection: Collection): void {
    const { namespace, table } = collection;
    this.#collections.set(namespace, collection);
    collection.isUnsaved = false;
    const indexes = collection.indexes
      .filter(({ isPrimary, isBuilding }) => !isPrimary && !isBuilding)
      .map((index) => ({ spec: index.spec, table: index.table, isMultikey: index.isMultikey }));
    this.#store.put(catalogKey(namespace), writeDocument({ namespace, table, indexes }));
  }

  /** Writes what became known outside a commit. */
  flush(): void {
    for (const collection of this.all()) if (collection.isUnsaved) this.save(collection);
  }

  create(namespace: string): Collection {
    const collection = collectionOf(namespace, this.#nextTable++);
    this.save(collection);
    return collection;
  }

  /** Takes a collection out; its rows are swept away later. */
  drop(collection: Collection): void {
    this.#remove(collection);
    for (const { table } of collection.indexes) this.#bury(table);
  }

  rename(collection: Collection, namespace: string): void {
    this.#remove(collection);
    this.save({ ...collection, namespace });
  }

  #remove({ namespace }: Collection): void {
    this.#collections.delete(namespace);
    this.#store.put(catalogKey(namespace), null);
  }

  /** An index that is still to be filled; until that is done its table is a grave, for a crash to leave nothing behind. */
  addIndex(collection: Collection, spec: Document): Index {
    const index = { ...indexOf(spec, this.#nextTable++), isBuilding: true };
    collection.indexes.push(index);
    this.#bury(index.table);
    return index;
  }

  /** Brings an index into use that has been filled. */
  openIndex(collection: Collection, index: Index): void {
    index.isBuilding = false;
    this.#store.put(graveKey(index.table), null);
    this.save(collection);
  }

  dropIndex(collection: Collection, index: Index): void {
    const [primary, ...others] = collection.indexes;
    collection.indexes = [primary, ...others.filter((other) => other !== index)];
    this.save(collection);
    this.#bury(index.table);
  }

  /** Notes a table whose rows nobody can see any more. */
  #bury(table: number): void {
    this.#store.put(graveKey(table), Buffer.alloc(0));
  }

  /** The tables to sweep away, and not those of indexes that are still being filled. */
  graves(): number[] {
    const used = this.all().flatMap(({ indexes }) => indexes.map(({ table }) => table));
    return this.#rows(tables.graves)
      .map(({ key }) => key.readUInt32BE(4))
      .filter((table) => !used.includes(table));
  }

  /** Removes up to `limit` rows of a buried table; true when it is empty and forgotten. */
  sweep(table: number, limit: number): boolean {
    const prefix = tableKey(table);
    const rows = this.#store.range(prefix, afterPrefix(prefix), false, limit);
    for (const { key } of rows) this.#store.put(key, null);
    const isEmpty = rows.length < limit;
    if (isEmpty) this.#store.put(graveKey(table), null);
    return isEmpty;
  }
}
