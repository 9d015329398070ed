// What the store does by itself: TTL indexes, dropped collections, forgotten sessions and cursors.
import type { Engine } from "./engine.js";
import type { Document } from "./language/values.js";
import { type Collection, droppedDatabase } from "./storage/catalog.js";
import { changeMatching } from "./storage/changes.js";

const commitDocuments = 500;

/** Removes the documents of a filter, some in each commit. */
async function removeAll(engine: Engine, collection: Collection, filter: Document): Promise<void> {
  const some = { view: engine.latest, collection, filter, limit: commitDocuments };
  while ((await engine.change(() => changeMatching(some, () => undefined))).n > 0);
}

/** Removes the documents whose time is over, by every TTL index; of several dates in an array the earliest counts. */
export async function removeExpired(engine: Engine, now: number): Promise<void> {
  for (const collection of engine.catalog.all()) {
    for (const { paths, expireAfterSeconds } of collection.indexes) {
      if (expireAfterSeconds === undefined) continue;
      const isOver = { $lt: new Date(now - expireAfterSeconds * 1000) };
      await removeAll(engine, collection, { [paths[0] as string]: isOver });
    }
  }
}

/** Removes the rows of dropped collections. */
export async function removeDropped(engine: Engine): Promise<void> {
  for (const collection of engine.catalog.ofDatabase(droppedDatabase)) {
    await removeAll(engine, collection, {});
    await engine.change(() => engine.catalog.forget(collection));
  }
}

/** Ends idle transactions, snapshots and cursors, and forgets old sessions. */
export async function forgetIdle(engine: Engine, now: number): Promise<void> {
  const { cursors, sessions } = engine;
  cursors.expire(now);
  const forgotten = sessions.expire(now);
  if (forgotten.length === 0) return;
  await engine.change(() => forgotten.forEach((session) => sessions.ended(session)));
}
