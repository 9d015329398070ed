// What drivers and administrators ask about the store itself.
import { type Context, existingCollection } from "../engine.js";
import { validated } from "../storage/indexes.js";
import { TransactionView } from "../storage/views.js";
import { type Document, wholeNumber } from "../language/values.js";
import { Pace } from "../pace.js";

export async function ping(): Promise<Document> {
  return { ok: 1 };
}

/** The MongoDB version whose commands are spoken here, and by whom. */
export async function buildInfo(): Promise<Document> {
  return {
    version: "7.0.14",
    versionArray: [7, 0, 14, 0],
    gitVersion: "embedded",
    modules: ["khao-embedded-store"],
    bits: 64,
    maxBsonObjectSize: 16777216,
    ok: 1,
  };
}

/** Checks that documents and indexes agree. */
export async function validate(context: Context): Promise<Document> {
  const { engine, command } = context;
  const collection = existingCollection(context);
  const view = new TransactionView(engine.store, engine.latest, true);
  const pace = new Pace(wholeNumber(command.maxTimeMS, "maxTimeMS", 0));
  const { keysPerIndex, errors } = await pace.finish(validated(view, collection)).finally(() => view.close());
  return {
    ns: collection.namespace,
    nrecords: keysPerIndex._id_,
    nIndexes: collection.indexes.length,
    keysPerIndex,
    valid: errors.length === 0,
    errors,
    warnings: [],
    ok: 1,
  };
}
