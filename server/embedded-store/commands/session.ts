// Sessions and transactions.
import type { Context } from "../engine.js";
import { badValue, StoreError } from "../errors.js";
import { sessionOf } from "../sessions.js";
import type { Document } from "../language/values.js";

function transactionOf({ session, number }: Context): { session: string; number: bigint } {
  if (session === undefined || number === undefined)
    throw badValue("a transaction needs a session and a number");
  return { session, number };
}

/**
 * Commits: the transaction's writes and the note that it was committed go to the disk together.
 * @throws WriteConflict when a row that it writes was changed since it began; the driver runs it again.
 */
export async function commitTransaction(context: Context): Promise<Document> {
  const { engine } = context;
  const { session, number } = transactionOf(context);
  await engine.change(() => {
    // A driver that has heard nothing asks again.
    if (engine.sessions.isCommitted(session, number)) return;
    const { view } = engine.sessions.transaction(session, number);
    try {
      if (view.commit()) engine.sessions.keep(session, { number, results: [], isCommitted: true });
    } finally {
      engine.sessions.end(session);
    }
  });
  return { ok: 1 };
}

export async function abortTransaction(context: Context): Promise<Document> {
  const { sessions } = context.engine;
  const { session, number } = transactionOf(context);
  if (sessions.isCommitted(session, number))
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
