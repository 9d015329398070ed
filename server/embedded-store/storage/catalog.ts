// Which collections and indexes there are. Kept in memory, and on the disk in table 0.
import { compileFilter } from "../language/matcher.js";
import type { Matcher } from "../language/matcher.js";
import { afterPrefix, tableKey } from "../language/keys.js";
import type { Store } from "./store.js";
import { isDocument, numeric, readDocument, writeDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import type { View, Write } from "./views.js";

/** The tables with a fixed number; those of collections and indexes follow. */
export const tables = { catalog: 0, sessions: 1, graves: 2, multikey: 3, credentials: 4, first: 16 } as const;

export interface Index {
  name: string;
  /** As given to createIndexes: the key, `unique`, `partialFilterExpression`, `expireAfterSeconds`. */
  spec: Document;
  table: number;
  paths: string[];
  parts: string[][];
  directions: number[];
  isUnique: boolean;
  partialFilter: Document | undefined;
  isIncluded: Matcher | undefined;
  expireAfterSeconds: number | undefined;
  /** Still being filled: writes keep it, queries do not use it. */
  isBuilding: boolean;
  /** Some document has several entries, because of an array. */
  isMultikey: boolean;
  isMultikeyStored: boolean;
}

export interface Collection {
  namespace: string;
  table: number;
  options: Document;
  indexes: Index[];
}

/** An index from its specification. */
export function indexOf(spec: Document, table: number, isBuilding: boolean): Index {
  const key = spec.key as Document;
  const partialFilter = isDocument(spec.partialFilterExpression) ? spec.partialFilterExpression : undefined;
  const paths = Object.keys(key);
  return {
    name: spec.name as string,
    spec,
    table,
    paths,
    parts: paths.map((path) => path.split(".")),
    directions: Object.values(key).map((direction) => Math.sign(Number(numeric(direction)))),
    isUnique: spec.unique === true,
    partialFilter,
    isIncluded: partialFilter && compileFilter(partialFilter),
    expireAfterSeconds:
      spec.expireAfterSeconds === undefined ? undefined : Number(numeric(spec.expireAfterSeconds)),
    isBuilding,
    isMultikey: false,
    isMultikeyStored: false,
  };
}

const tableNumber = (table: number) => {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(table);
  return bytes;
};

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
    this.#collections.clear();
    for (const { value } of this.#rows(tables.catalog)) {
      const stored = readDocument(value);
      const indexes = (stored.indexes as Document[]).map((entry) =>
        indexOf(entry.spec as Document, Number(entry.table), entry.isBuilding === true),
      );
      const fresh: Collection = {
        namespace: stored.namespace as string,
        table: Number(stored.table),
        options: stored.options as Document,
        indexes,
      };
      const before = known.get(fresh.namespace);
      for (const index of indexes) {
        index.isMultikeyStored = this.#store.get(this.multikeyWrite(index).key) !== undefined;
        // An open transaction may hold documents with arrays that are not stored yet.
        const wasMultikey = before?.indexes.find(({ table }) => table === index.table)?.isMultikey === true;
        index.isMultikey = index.isMultikeyStored || wasMultikey;
      }
      // In place: a write that waits for its turn holds on to the object.
      const collection = Object.assign(before ?? fresh, fresh);
      this.#collections.set(collection.namespace, collection);
      this.#reserve(collection.table, ...indexes.map((index) => index.table));
    }
    this.#reserve(...this.graves());
  }

  #rows(table: number) {
    return this.#store.range(tableKey(table), tableKey(table + 1), false, 1_000_000);
  }

  #reserve(...used: number[]): void {
    this.#nextTable = Math.max(this.#nextTable, ...used.map((table) => table + 1));
  }

  find(namespace: string): Collection | undefined {
    return this.#collections.get(namespace);
  }

  ofDatabase(database: string): Collection[] {
    return this.all().filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  newTable(): number {
    return this.#nextTable++;
  }

  /** Keeps a collection, in memory and with the commit under way. */
  save(view: View, collection: Collection): void {
    this.#collections.set(collection.namespace, collection);
    const { namespace, table, options } = collection;
    const indexes = collection.indexes.map(({ spec, table: number, isBuilding }) => ({
      spec,
      table: number,
      isBuilding,
    }));
    view.apply([{ key: this.#key(namespace), value: writeDocument({ namespace, table, options, indexes }) }]);
  }

  create(view: View, namespace: string, options: Document): Collection {
    const collection: Collection = { namespace, table: this.newTable(), options, indexes: [] };
    this.save(view, collection);
    return collection;
  }

  /** Takes a collection out; its rows are swept away later. */
  drop(view: View, collection: Collection): void {
    this.#collections.delete(collection.namespace);
    view.apply([{ key: this.#key(collection.namespace), value: null }]);
    this.bury(view, collection.table);
    for (const index of collection.indexes) this.bury(view, index.table);
  }

  rename(view: View, collection: Collection, namespace: string): void {
    this.#collections.delete(collection.namespace);
    view.apply([{ key: this.#key(collection.namespace), value: null }]);
    this.save(view, { ...collection, namespace });
  }

  /** Notes a table whose rows nobody can see any more. */
  bury(view: View, table: number): void {
    view.apply([{ key: tableKey(tables.graves, tableNumber(table)), value: Buffer.alloc(0) }]);
  }

  graves(): number[] {
    return this.#rows(tables.graves).map(({ key }) => key.readUInt32BE(4));
  }

  /** Removes up to `limit` rows of a buried table; true when it is empty and forgotten. */
  sweep(view: View, table: number, limit: number): boolean {
    const prefix = tableKey(table);
    const rows = view.range(prefix, afterPrefix(prefix), false, limit);
    const writes: Write[] = rows.map(({ key }) => ({ key, value: null }));
    const isEmpty = rows.length < limit;
    if (isEmpty) writes.push({ key: tableKey(tables.graves, tableNumber(table)), value: null });
    view.apply(writes);
    return isEmpty;
  }

  /** The row that says an index has several entries for some document. */
  multikeyWrite(index: Index): Write {
    return {
      key: tableKey(tables.multikey, tableNumber(index.table)),
      value: Buffer.from([1]),
      isShared: true,
    };
  }

  #key(namespace: string): Buffer {
    return tableKey(tables.catalog, Buffer.from(namespace));
  }
}
