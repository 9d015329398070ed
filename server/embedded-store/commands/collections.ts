// Collections and indexes: create, drop, list, rename.
import type { Collection, Index } from "../storage/catalog.js";
import { indexOf } from "../storage/catalog.js";
import { batchSizeOf } from "../protocol/cursors.js";
import type { CursorReply, Shown } from "../protocol/cursors.js";
import { namespaceOf } from "../engine.js";
import type { Context, Engine } from "../engine.js";
import { StoreError, unsupported } from "../errors.js";
import { buildIndex, specificationOf } from "../storage/indexes.js";
import { compileFilter, filterOf } from "../language/matcher.js";
import { compareValues, isDocument, writeDocument } from "../language/values.js";
import type { Document } from "../language/values.js";
import { documentsOf } from "./options.js";

export async function create(context: Context): Promise<Document> {
  const { engine } = context;
  const namespace = namespaceOf(context);
  if (engine.catalog.find(namespace)) throw new StoreError(48, `Collection ${namespace} already exists.`);
  await engine.collection(namespace);
  return { ok: 1 };
}

export async function drop(context: Context): Promise<Document> {
  const { engine } = context;
  const namespace = namespaceOf(context);
  await engine.change((view) => {
    const collection = engine.catalog.find(namespace);
    if (!collection) throw new StoreError(26, "ns not found");
    engine.catalog.drop(view, collection);
  });
  engine.sweepSoon();
  return { ns: namespace, ok: 1 };
}

export async function dropDatabase({ engine, database }: Context): Promise<Document> {
  await engine.change((view) => {
    for (const collection of engine.catalog.ofDatabase(database)) engine.catalog.drop(view, collection);
  });
  engine.sweepSoon();
  return { dropped: database, ok: 1 };
}

/**
 * The store's own form of renaming: `renames` (from: to, in full names) and `drops` change many collections in one
 * commit, so that a restored backup takes the place of what was there as a whole.
 */
export async function renameCollection({ engine, command }: Context): Promise<Document> {
  const { catalog } = engine;
  const { renames, drops } = command;
  if (!isDocument(renames) || !Array.isArray(drops)) throw unsupported("renaming a single collection");
  await engine.change((view) => {
    for (const name of [...(drops as unknown[]), ...Object.values(renames)]) {
      const collection = catalog.find(String(name));
      if (collection) catalog.drop(view, collection);
    }
    for (const [from, to] of Object.entries(renames)) {
      const source = catalog.find(from);
      if (!source) throw new StoreError(26, `Source collection ${from} does not exist`);
      catalog.rename(view, source, String(to));
    }
  });
  engine.sweepSoon();
  return { ok: 1 };
}

async function* shown(documents: Document[]): AsyncGenerator<Shown> {
  for (const document of documents) yield { raw: writeDocument(document) };
}

export async function listCollections({ engine, command, database, session }: Context): Promise<CursorReply> {
  const matcher = compileFilter(filterOf(command.filter));
  const isNameOnly = command.nameOnly === true;
  const documents = engine.catalog
    .ofDatabase(database)
    .map(({ namespace, options }): Document => {
      const name = namespace.slice(database.length + 1);
      const idIndex = { v: 2, key: { _id: 1 }, name: "_id_" };
      return isNameOnly
        ? { name, type: "collection" }
        : { name, type: "collection", options, info: { readOnly: false }, idIndex };
    })
    .filter((document) => matcher(document));
  const batchSize = batchSizeOf((command.cursor as Document | undefined)?.batchSize, 1_000_000);
  return engine.cursors.first(shown(documents), `${database}.$cmd.listCollections`, { session, batchSize });
}

export async function listIndexes(context: Context): Promise<CursorReply> {
  const { engine, command, session } = context;
  const namespace = namespaceOf(context);
  const collection = engine.catalog.find(namespace);
  if (!collection) throw new StoreError(26, `ns does not exist: ${namespace}`);
  const specifications = collection.indexes.filter(({ isBuilding }) => !isBuilding).map(({ spec }) => spec);
  const documents = [{ v: 2, key: { _id: 1 }, name: "_id_" }, ...specifications];
  const batchSize = batchSizeOf((command.cursor as Document | undefined)?.batchSize, 1_000_000);
  return engine.cursors.first(shown(documents), namespace, { session, batchSize });
}

export async function createIndexes(context: Context): Promise<Document> {
  const { engine, command } = context;
  const specifications = documentsOf(command, "indexes").map(specificationOf);
  const namespace = namespaceOf(context);
  const collection = await engine.collection(namespace);
  const before = collection.indexes.length + 1;
  for (const specification of specifications) {
    await ensureIndex(engine, collection, specification);
  }
  const after = (engine.catalog.find(namespace)?.indexes.length ?? 0) + 1;
  const note = before === after ? { note: "all indexes already exist" } : {};
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically: false,
    ...note,
    ok: 1,
  };
}

/** The index that a specification asks for, if it is there. @throws when another one has its name or its key. */
function existing(collection: Collection, wanted: Document): Index | "_id" | undefined {
  const isSame = (a: unknown, b: unknown) => compareValues(a ?? null, b ?? null) === 0;
  if (isSame(wanted.key, { _id: 1 })) return "_id";
  const sameName = collection.indexes.find(({ name }) => name === wanted.name);
  const sameKey = collection.indexes.find(
    ({ spec }) =>
      isSame(spec.key, wanted.key) && isSame(spec.partialFilterExpression, wanted.partialFilterExpression),
  );
  if (sameName && sameName !== sameKey)
    throw new StoreError(
      86,
      `An existing index has the same name as the requested index: ${sameName.name}, with another key`,
    );
  if (!sameKey) return undefined;
  const options = ["name", "unique", "expireAfterSeconds"] as const;
  const differing = options.find((option) => !isSame(sameKey.spec[option], wanted[option]));
  if (differing)
    throw new StoreError(85, `Index already exists with a different ${differing}: ${sameKey.name}`);
  return sameKey;
}

/** The builds under way: who asks for such an index too waits for the same build. */
const builds = new WeakMap<Index, Promise<void>>();

/** Sees to it that an index is there and filled. */
async function ensureIndex(engine: Engine, collection: Collection, specification: Document): Promise<void> {
  const { index, isNew } = await engine.change((view) => {
    const found = existing(collection, specification);
    if (found) return { index: found, isNew: false };
    const added = indexOf(specification, engine.catalog.newTable(), true);
    collection.indexes.push(added);
    engine.catalog.save(view, collection);
    return { index: added, isNew: true };
  });
  if (index === "_id") return;
  if (isNew) builds.set(index, build(engine, collection, index));
  await builds.get(index);
}

async function build(engine: Engine, collection: Collection, index: Index): Promise<void> {
  const { catalog } = engine;
  // A transaction that was open before has not made entries for this index.
  await engine.afterOpenTransactions();
  try {
    await engine.commit((view) => buildIndex(view, catalog, collection, index));
  } catch (error) {
    await engine.change((view) => {
      collection.indexes = collection.indexes.filter((other) => other !== index);
      catalog.save(view, collection);
      catalog.bury(view, index.table);
    });
    engine.sweepSoon();
    throw error;
  }
}

/** Drops one index, which is named: Mongoose brings indexes in line one by one. */
export async function dropIndexes(context: Context): Promise<Document> {
  const { engine, command } = context;
  const namespace = namespaceOf(context);
  const wanted: unknown = command.index;
  return engine.change((view) => {
    const collection = engine.catalog.find(namespace);
    if (!collection) throw new StoreError(26, `ns not found ${namespace}`);
    if (wanted === "_id_") throw new StoreError(72, "cannot drop _id index");
    const index = collection.indexes.find(({ name }) => name === wanted);
    if (!index) throw new StoreError(27, `index not found with name [${JSON.stringify(wanted)}]`);
    const nIndexesWas = collection.indexes.length + 1;
    engine.catalog.bury(view, index.table);
    collection.indexes = collection.indexes.filter((other) => other !== index);
    engine.catalog.save(view, collection);
    engine.sweepSoon();
    return { nIndexesWas, ok: 1 };
  });
}
