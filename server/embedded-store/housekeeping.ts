// What the store does by itself: TTL indexes, buried tables, forgotten sessions and cursors.
import type { Collection, Index } from "./storage/catalog.js";
import type { Work } from "./storage/commit.js";
import { changeDocument } from "./storage/documents.js";
import type { Engine } from "./engine.js";
import { plan } from "./storage/planner.js";
import { candidates } from "./storage/query.js";
import { valuesAt } from "./language/paths.js";
import { readDocument } from "./language/values.js";
import type { View } from "./storage/views.js";

const sweepRows = 2000;

/** Removes the rows of dropped collections and indexes, a little in each commit. */
export async function sweep(engine: Engine): Promise<void> {
  for (const table of engine.catalog.graves()) {
    while (
      !(await engine.change((view) => {
        return engine.catalog.sweep(view, table, sweepRows);
      }))
    );
  }
}

/** Removes the documents whose time is over, by every TTL index. */
export async function removeExpired(engine: Engine, now: number): Promise<void> {
  for (const collection of engine.catalog.all()) {
    for (const index of collection.indexes)
      if (index.expireAfterSeconds !== undefined && !index.isBuilding)
        await engine.commit((view) => expire(engine, view, collection, index, now));
  }
}

function* expire(engine: Engine, view: View, collection: Collection, index: Index, now: number): Work<void> {
  const path = index.paths[0] as string;
  const limit = new Date(now - (index.expireAfterSeconds ?? 0) * 1000);
  const chosen = plan(collection, { [path]: { $lt: limit } });
  for (const stored of candidates(view, collection, chosen)) {
    const before = readDocument(stored.raw);
    const isIncluded = !index.isIncluded || index.isIncluded(before);
    // Of several dates the earliest counts; documents without a date never expire.
    const isOver = valuesAt(before, path)
      .flat()
      .some((value) => value instanceof Date && value < limit);
    if (isIncluded && isOver) yield* changeDocument(view, engine.catalog, collection, stored, { before });
    yield undefined;
  }
}

/** Ends idle transactions, snapshots and cursors, and forgets old sessions. */
export async function forgetIdle(engine: Engine, now: number): Promise<void> {
  engine.cursors.expire(now);
  const sessions = engine.sessions.expire(now);
  if (sessions.length === 0) return;
  await engine.change((view) => {
    for (const session of sessions) engine.sessions.ended(view, session);
  });
}
