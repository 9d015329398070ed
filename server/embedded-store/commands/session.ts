// Sessions and transactions.
import type { Context } from "../engine.js";
import { StoreError } from "../errors.js";
import { sessionOf } from "../sessions.js";
import type { Document } from "../language/values.js";

/**
 * Commits: the transaction's writes and the note that it was committed go to the disk together.
 * @throws WriteConflict when a row that it writes was changed since it began; the driver runs it again.
 */
export async function commitTransaction({ engine, session = "", number = 0n }: Context): Promise<Document> {
  await engine.change(() => {
    // A driver that has heard nothing asks again.
    if (engine.sessions.done(session, number)?.isCommitted) return;
    const { view } = engine.sessions.transaction(session, number);
    try {
      if (view.commit()) engine.sessions.keep(session, number, { results: [], isCommitted: true });
    } finally {
      engine.sessions.end(session);
    }
  });
  return { ok: 1 };
}

export async function abortTransaction({ engine, session = "", number = 0n }: Context): Promise<Document> {
  const { sessions } = engine;
  if (sessions.done(session, number)?.isCommitted)
    throw new StoreError(256, `Transaction ${number} has been committed.`);
  sessions.transaction(session, number);
  sessions.end(session);
  return { ok: 1 };
}

export async function endSessions({ engine, command, name }: Context): Promise<Document> {
  const list: unknown = command[name];
  const ended = (Array.isArray(list) ? list : []).map(sessionOf).filter((session) => session !== undefined);
  for (const session of ended) engine.cursors.closeOf(session);
  await engine.change(() => ended.forEach((session) => engine.sessions.ended(session)));
  return { ok: 1 };
}
