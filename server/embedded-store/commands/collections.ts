// Collections and indexes: create, drop, list, rename.
import { type Collection, type Index } from "../storage/catalog.js";
import { bytesOf, type CursorReply } from "../protocol/cursors.js";
import { type Context, type Engine, existingCollection, namespaceOf } from "../engine.js";
import { StoreError, unsupported } from "../errors.js";
import { buildIndex, specificationOf } from "../storage/indexes.js";
import { compareValues } from "../language/keys.js";
import { compileFilter, filterOf } from "../language/matcher.js";
import { type Document, isDocument } from "../language/values.js";
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
  await engine.change(() => engine.catalog.drop(existingCollection(context)));
  engine.sweepSoon();
  return { ns: namespaceOf(context), ok: 1 };
}

export async function dropDatabase({ engine, database }: Context): Promise<Document> {
  const { catalog } = engine;
  await engine.change(() => catalog.ofDatabase(database).forEach((collection) => catalog.drop(collection)));
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
  await engine.change(() => {
    for (const name of [...(drops as unknown[]), ...Object.values(renames)]) {
      const collection = catalog.find(String(name));
      if (collection) catalog.drop(collection);
    }
    for (const [from, to] of Object.entries(renames)) {
      const source = catalog.find(from);
      if (!source) throw new StoreError(26, `Source collection ${from} does not exist`);
      catalog.rename(source, String(to));
    }
  });
  engine.sweepSoon();
  return { ok: 1 };
}

export async function listCollections(context: Context): Promise<CursorReply> {
  const { engine, command, database } = context;
  const matcher = compileFilter(filterOf(command.filter));
  const documents = engine.catalog
    .ofDatabase(database)
    .map(({ namespace, indexes: [primary] }): Document => {
      const shown = { name: namespace.slice(database.length + 1), type: "collection" };
      if (command.nameOnly === true) return shown;
      return { ...shown, options: {}, info: { readOnly: false }, idIndex: primary.spec };
    })
    .filter(matcher);
  const namespace = `${database}.$cmd.listCollections`;
  return engine.cursors.first(bytesOf(documents), context, { namespace });
}

export async function listIndexes(context: Context): Promise<CursorReply> {
  const { namespace, indexes } = existingCollection(context);
  const documents = indexes.filter(({ isBuilding }) => !isBuilding).map(({ spec }) => spec);
  return context.engine.cursors.first(bytesOf(documents), context, { namespace });
}

export async function createIndexes(context: Context): Promise<Document> {
  const { engine, command } = context;
  const specifications = documentsOf(command, "indexes").map(specificationOf);
  const collection = await engine.collection(namespaceOf(context));
  const numIndexesBefore = collection.indexes.length;
  for (const specification of specifications) await ensureIndex(engine, collection, specification);
  const numIndexesAfter = collection.indexes.length;
  return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically: false, ok: 1 };
}

/** The index that a specification asks for, if it is there. @throws when another one has its name or its key. */
function existing({ indexes }: Collection, wanted: Document): Index | undefined {
  const differs = ({ spec }: Index, options: string[]) =>
    options.find((option) => compareValues(spec[option], wanted[option]) !== 0);
  const sameName = indexes.find(({ name }) => name === wanted.name);
  const sameKey = indexes.find((index) => !differs(index, ["key", "partialFilterExpression"]));
  if (sameKey?.isPrimary) return sameKey;
  if (sameName && sameName !== sameKey)
    throw new StoreError(86, `An index of this name, ${sameName.name}, has another key`);
  const different = sameKey && differs(sameKey, ["name", "unique", "expireAfterSeconds"]);
  if (different)
    throw new StoreError(85, `Index already exists with a different ${different}: ${sameKey.name}`);
  return sameKey;
}

/** The builds under way: who asks for such an index too waits for the same build. */
const builds = new WeakMap<Index, Promise<void>>();

/** Sees to it that an index is there and filled. */
async function ensureIndex(engine: Engine, collection: Collection, specification: Document): Promise<void> {
  const index = await engine.change(
    () => existing(collection, specification) ?? engine.catalog.addIndex(collection, specification),
  );
  if (index.isBuilding && !builds.has(index)) builds.set(index, build(engine, collection, index));
  await builds.get(index);
}

async function build(engine: Engine, collection: Collection, index: Index): Promise<void> {
  const { catalog, latest } = engine;
  // A transaction that was open before has not made entries for this index.
  await Promise.all(latest.openTransactions.map(({ ended }) => ended));
  try {
    await engine.write(undefined, (view) => buildIndex(view, collection, index));
    await engine.change(() => catalog.openIndex(collection, index));
  } catch (error) {
    await engine.change(() => catalog.dropIndex(collection, index));
    engine.sweepSoon();
    throw error;
  }
}

/** Drops one index, which is named: Mongoose brings indexes in line one by one. */
export async function dropIndexes(context: Context): Promise<Document> {
  const { engine, command } = context;
  const nIndexesWas = await engine.change(() => {
    const collection = existingCollection(context);
    const index = collection.indexes.find(({ name }) => name === command.index);
    if (!index) throw new StoreError(27, `index not found with name [${JSON.stringify(command.index)}]`);
    if (index.isPrimary) throw new StoreError(72, "cannot drop _id index");
    const count = collection.indexes.length;
    engine.catalog.dropIndex(collection, index);
    return count;
  });
  engine.sweepSoon();
  return { nIndexesWas, ok: 1 };
}
