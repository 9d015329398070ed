// Collections and indexes: create, drop, list, rename.
import type { CursorReply } from "../protocol/cursors.js";
import { type Context, existingCollection, namespaceOf } from "../engine.js";
import { StoreError, unsupported } from "../errors.js";
import { buildIndex, hasIndex, specificationOf } from "../storage/indexes.js";
import { compileFilter, filterOf } from "../language/matcher.js";
import { type Document, isDocument, writeDocument } from "../language/values.js";
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
  await engine.reshape(() => engine.catalog.drop(existingCollection(context)));
  return { ns: namespaceOf(context), ok: 1 };
}

export async function dropDatabase({ engine, database }: Context): Promise<Document> {
  const { catalog } = engine;
  await engine.reshape(() => catalog.ofDatabase(database).forEach((collection) => catalog.drop(collection)));
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
  await engine.reshape(() => {
    const sources = Object.entries(renames).map(([from, to]) => {
      const source = catalog.find(from);
      if (!source) throw new StoreError(26, `Source collection ${from} does not exist`);
      return { source, to: String(to) };
    });
    for (const name of [...(drops as unknown[]), ...sources.map(({ to }) => to)]) {
      const collection = catalog.find(String(name));
      if (collection) catalog.drop(collection);
    }
    for (const { source, to } of sources) catalog.rename(source, to);
  });
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
  return engine.cursors.first([documents.map(writeDocument)], context, { namespace });
}

export async function listIndexes(context: Context): Promise<CursorReply> {
  const { namespace, indexes } = existingCollection(context);
  const page = indexes.map(({ spec }) => writeDocument(spec));
  return context.engine.cursors.first([page], context, { namespace });
}

export async function createIndexes(context: Context): Promise<Document> {
  const { engine, command } = context;
  const { catalog, latest } = engine;
  const wanted = documentsOf(command, "indexes").map(specificationOf);
  const collection = await engine.collection(namespaceOf(context));
  const numIndexesBefore = collection.indexes.length;
  for (const specification of wanted) {
    if (hasIndex(collection, specification)) continue;
    await engine.reshape(() => {
      // Somebody else may have asked for it in the meantime.
      if (!hasIndex(collection, specification)) buildIndex(latest, catalog, collection, specification);
    });
  }
  const numIndexesAfter = collection.indexes.length;
  return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically: false, ok: 1 };
}
