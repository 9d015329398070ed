// What the store does by itself: TTL indexes, buried tables, forgotten sessions and cursors.
import type { Engine } from "./engine.js";
import { changeMatching } from "./storage/changes.js";

const sweepRows = 2000;

/** Removes the rows of dropped collections and indexes, a little in each commit. */
export async function sweep(engine: Engine): Promise<void> {
  for (const table of engine.catalog.graves()) {
    while (!(await engine.change(() => engine.catalog.sweep(table, sweepRows))));
  }
}

/** Removes the documents whose time is over, by every TTL index; of several dates in an array the earliest counts. */
export async function removeExpired(engine: Engine, now: number): Promise<void> {
  for (const collection of engine.catalog.all()) {
    for (const { paths, partialFilter, expireAfterSeconds, isBuilding } of collection.indexes) {
      if (expireAfterSeconds === undefined || isBuilding) continue;
      const isOver = { [paths[0] as string]: { $lt: new Date(now - expireAfterSeconds * 1000) } };
      const filter = { $and: [partialFilter ?? {}, isOver] };
      await engine.write(undefined, (view) =>
        changeMatching({ view, collection, filter, isMulti: true }, () => undefined),
      );
    }
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
