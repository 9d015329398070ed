// Whether the indexes of a collection agree with its documents: read from the rows of the data folder, past the program
// that serves them, and asked of the server itself where MONGODB_URI names one.
import { join } from "node:path";
import type { mongo } from "mongoose";
import { afterPrefix, tableKey } from "../../../server/embedded-store/language/keys.js";
import { Catalog, droppedDatabase, tables } from "../../../server/embedded-store/storage/catalog.js";
import { entriesOf } from "../../../server/embedded-store/storage/documents.js";
import { documentsIn } from "../../../server/embedded-store/storage/query.js";
import { Store } from "../../../server/embedded-store/storage/store.js";
import { LatestView, TransactionView } from "../../../server/embedded-store/storage/views.js";

export interface Agreement {
  documents: number;
  indexes: number;
  /** A sentence for every disagreement. */
  errors: string[];
}

/** Compares every document with its index entries, and counts that there are no others, in one fixed state. */
export async function agreementOf(dataDir: string, database: mongo.Db, name: string): Promise<Agreement> {
  if (process.env.MONGODB_URI !== undefined) return askServer(database, name);
  const store = new Store(join(dataDir, "store"));
  const view = new TransactionView(store, new LatestView(store), true);
  try {
    return read(store, view, `${database.databaseName}.${name}`);
  } finally {
    view.close();
    await store.close();
  }
}

async function askServer(database: mongo.Db, name: string): Promise<Agreement> {
  const { nrecords, nIndexes, errors } = await database.command({ validate: name });
  return { documents: nrecords as number, indexes: nIndexes as number, errors: errors as string[] };
}

function read(store: Store, view: TransactionView, namespace: string): Agreement {
  const collection = new Catalog(store).find(namespace);
  if (!collection) return { documents: 0, indexes: 0, errors: [`there is no collection ${namespace}`] };
  const errors: string[] = [];
  let documents = 0;
  const wanted = new Map(collection.indexes.map((index) => [index, 0]));
  for (const found of [...documentsIn(view, collection)].flat()) {
    documents++;
    for (const [index, count] of wanted) {
      const entries = [...entriesOf(index, found).values()];
      wanted.set(index, count + entries.length);
      if (entries.some(({ key, value }) => !view.get(key)?.equals(value)))
        errors.push(`${index.name}: an entry is missing for _id ${String(found.document._id)}`);
    }
  }
  for (const [{ name, table }, count] of wanted) {
    const prefix = tableKey(table);
    const met = view.range(prefix, afterPrefix(prefix), false, Number.MAX_SAFE_INTEGER).length;
    if (met !== count) errors.push(`${name}: ${met} entries where the documents have ${count}`);
  }
  return { documents, indexes: collection.indexes.length, errors };
}

/** How many rows of a data folder belong to no collection that is there, but to dropped ones or to nothing. */
export async function leftoverRows(dataDir: string): Promise<number> {
  const store = new Store(join(dataDir, "store"));
  try {
    const present = new Catalog(store)
      .all()
      .filter(({ namespace }) => !namespace.startsWith(droppedDatabase));
    const owned = new Set(present.flatMap(({ indexes }) => indexes.map(({ table }) => table)));
    const rows = store.range(tableKey(tables.first), tableKey(tables.end), false, Number.MAX_SAFE_INTEGER);
    return rows.filter(({ key }) => !owned.has(key.readUInt32BE(0))).length;
  } finally {
    await store.close();
  }
}
