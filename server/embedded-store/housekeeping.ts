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

/** Removes what is over, and forgets what nobody goes on with. */
export async function keepHouse(engine: Engine, now: number): Promise<void> {
  await removeExpired(engine, now);
  await removeDropped(engine);
  engine.cursors.expire(now);
  const forgotten = engine.sessions.expire(now);
  if (forgotten.length > 0) await engine.change(() => forgotten.forEach((one) => engine.sessions.ended(one)));
}

/** Removes the documents whose time is over, by every TTL index; of several dates in an array the earliest counts. */
async function removeExpired(engine: Engine, now: number): Promise<void> {
  for (const collection of engine.catalog.all()) {
    for (const { paths, expireAfterSeconds } of collection.indexes) {
      if (expireAfterSeconds === undefined) continue;
      const isOver = { $lt: new Date(now - expireAfterSeconds * 1000) };
      await removeAll(engine, collection, { [paths[0] as string]: isOver });
    }
  }
}

/** Removes the rows of dropped collections. */
async function removeDropped(engine: Engine): Promise<void> {
  for (const collection of engine.catalog.ofDatabase(droppedDatabase)) {
    await removeAll(engine, collection, {});
    await engine.change(() => engine.catalog.forget(collection));
  }
}
