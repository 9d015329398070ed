// What drivers and administrators ask about the store itself.
import { namespaceOf } from "../engine.js";
import type { Context } from "../engine.js";
import { StoreError } from "../errors.js";
import { validated } from "../storage/indexes.js";
import { SnapshotView } from "../storage/views.js";
import { paceOf } from "./options.js";
import type { Document } from "../language/values.js";

/** The MongoDB version whose commands are spoken here. */
const version = "7.0.14";

export async function ping(): Promise<Document> {
  return { ok: 1 };
}

export async function buildInfo(): Promise<Document> {
  const versionArray = version.split(".").map(Number);
  return {
    version,
    versionArray: [...versionArray, 0],
    gitVersion: "embedded",
    modules: ["khao-embedded-store"],
    bits: 64,
    maxBsonObjectSize: 16777216,
    ok: 1,
  };
}

/** Checks that documents and indexes agree. */
export async function validate(context: Context): Promise<Document> {
  const { engine } = context;
  const namespace = namespaceOf(context);
  const collection = engine.catalog.find(namespace);
  if (!collection) throw new StoreError(26, `Collection '${namespace}' does not exist to validate.`);
  const view = new SnapshotView(engine.store);
  const { nrecords, keysPerIndex, errors } = await validated(view, collection, paceOf(context)).finally(() =>
    view.release(),
  );
  const nIndexes = collection.indexes.length + 1;
  return {
    ns: namespace,
    nrecords,
    nIndexes,
    keysPerIndex,
    valid: errors.length === 0,
    errors,
    warnings: [],
    ok: 1,
  };
}
