// Which collections and indexes there are. Kept in memory, and on the disk in table 0. All changes are made inside a
// commit, except that an index may turn out to be multikey in a transaction: `flush` writes it with the next commit.
import { tableKey } from "../language/keys.js";
import type { Store } from "./store.js";
import { type Document, isNullish, numeric, readDocument, writeDocument } from "../language/values.js";

/** The tables with a fixed number; those of collections and indexes follow. */
export const tables = { catalog: 0, sessions: 1, holder: 4, first: 16, end: 0xffffffff } as const;

/** Where dropped collections wait until housekeeping has emptied them. */
export const droppedDatabase = "$dropped";

export interface Index {
  name: string;
  /** As given to createIndexes: the key, `unique`, `expireAfterSeconds`. */
  spec: Document;
  table: number;
  paths: string[];
  parts: string[][];
  directions: number[];
  isUnique: boolean;
  /** The documents themselves, in the order of their _id. */
  isPrimary: boolean;
  expireAfterSeconds: number | undefined;
  /** Some document has several entries, because of an array. */
  isMultikey: boolean;
}

export interface Collection {
  namespace: string;
  table: number;
  /** The primary index first. The list is replaced and never changed. */
  indexes: readonly [Index, ...Index[]];
  /** Something became known outside a commit that must be on the disk with the next one. */
  isUnsaved: boolean;
}

/** Notes that an index has several entries for some document, because of an array. */
export function setMultikey(collection: Collection, index: Index): void {
  if (index.isMultikey) return;
  index.isMultikey = true;
  collection.isUnsaved = true;
}

function indexOf(spec: Document, table: number): Index {
  const key = spec.key as Document;
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
    expireAfterSeconds: isNullish(seconds) ? undefined : Number(numeric(seconds)),
    isMultikey: false,
  };
}

function collectionOf(namespace: string, table: number, secondary: Index[] = []): Collection {
  const primary = indexOf({ v: 2, key: { _id: 1 }, name: "_id_" }, table);
  const indexes: Collection["indexes"] = [{ ...primary, isUnique: true, isPrimary: true }, ...secondary];
  return { namespace, table, indexes, isUnsaved: false };
}

const catalogKey = (namespace: string) => tableKey(tables.catalog, Buffer.from(namespace));

export class Catalog {
  readonly #store: Store;
  readonly #collections = new Map<string, Collection>();
  #nextTable: number = tables.first;

  constructor(store: Store) {
    this.#store = store;
    const [from, to] = [tableKey(tables.catalog), tableKey(tables.catalog + 1)];
    for (const { value } of store.range(from, to, false, 1_000_000)) {
      const { namespace, table, indexes } = readDocument(value) as Document & { namespace: string };
      const secondary = (indexes as Document[]).map((stored) => ({
        ...indexOf(stored.spec as Document, Number(stored.table)),
        isMultikey: stored.isMultikey !== false,
      }));
      this.#collections.set(namespace, collectionOf(namespace, Number(table), secondary));
    }
    const used = this.all().flatMap(({ indexes }) => indexes.map(({ table }) => table));
    // Also behind rows that nothing here speaks of any more.
    const last = store.range(tableKey(tables.first), tableKey(tables.end), true, 1);
    const found = last.map(({ key }) => key.readUInt32BE(0));
    this.#nextTable = Math.max(tables.first, ...[...used, ...found].map((table) => table + 1));
  }

  /** Remembers what is known now; the function it gives goes back there, after a commit that failed. */
  mark(): () => void {
    const known = this.all().map((collection) => ({ collection, was: { ...collection, isUnsaved: true } }));
    return () => {
      this.#collections.clear();
      // In place: a write that waits for its turn holds on to the object.
      for (const { collection, was } of known)
        this.#collections.set(was.namespace, Object.assign(collection, was));
    };
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

  #save(collection: Collection): void {
    const { namespace, table } = collection;
    this.#collections.set(namespace, collection);
    collection.isUnsaved = false;
    const indexes = collection.indexes
      .filter(({ isPrimary }) => !isPrimary)
      .map((index) => ({ spec: index.spec, table: index.table, isMultikey: index.isMultikey }));
    this.#store.put(catalogKey(namespace), writeDocument({ namespace, table, indexes }));
  }

  /** Writes what became known outside a commit. */
  flush(): void {
    for (const collection of this.all()) if (collection.isUnsaved) this.#save(collection);
  }

  create(namespace: string): Collection {
    const collection = collectionOf(namespace, this.#nextTable++);
    this.#save(collection);
    return collection;
  }

  /** Takes a collection out of sight; its rows are removed later. */
  drop(collection: Collection): void {
    this.rename(collection, `${droppedDatabase}.${collection.table}`);
  }

  rename(collection: Collection, namespace: string): void {
    this.forget(collection);
    collection.namespace = namespace;
    this.#save(collection);
  }

  /** Takes out a collection whose rows are gone. */
  forget({ namespace }: Collection): void {
    this.#collections.delete(namespace);
    this.#store.put(catalogKey(namespace), null);
  }

  /** An index that is still to be filled and added. */
  newIndex(spec: Document): Index {
    return indexOf(spec, this.#nextTable++);
  }

  addIndex(collection: Collection, index: Index): void {
    collection.indexes = [...collection.indexes, index];
    this.#save(collection);
  }
}
