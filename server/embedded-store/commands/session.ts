// Sessions and transactions.
import type { Context } from "../engine.js";
import { badValue, StoreError } from "../errors.js";
import { sessionOf } from "../sessions.js";
import { isDocument } from "../language/values.js";
import type { Document } from "../language/values.js";

/** Commits: the transaction's writes and the note that it was committed go to the disk together. */
export async function commitTransaction(context: Context): Promise<Document> {
  const { engine, session, number } = context;
  if (session === undefined || number === undefined) throw badValue("commitTransaction needs a session");
  const record = engine.sessions.record(session);
  if (record?.number === number && record.isCommitted) return { ok: 1 };
  const { view: transaction } = engine.sessions.transaction(session, number, false);
  const { writes } = transaction;
  try {
    if (writes.length > 0) {
      await engine.change((view) => {
        view.apply(writes);
        engine.sessions.keep(view, session, { number, results: [], isCommitted: true });
      });
    }
  } finally {
    engine.sessions.end(session);
  }
  return { ok: 1 };
}

export async function abortTransaction({ engine, session, number }: Context): Promise<Document> {
  if (session === undefined || number === undefined) throw badValue("abortTransaction needs a session");
  const record = engine.sessions.record(session);
  if (record?.number === number && record.isCommitted)
    throw new StoreError(256, `Transaction ${number} has been committed.`);
  engine.sessions.transaction(session, number, false);
  engine.sessions.end(session);
  return { ok: 1 };
}

export async function endSessions({ engine, command, name }: Context): Promise<Document> {
  const list: unknown = command[name];
  const sessions = (Array.isArray(list) ? list : []).flatMap((lsid: unknown) =>
    isDocument(lsid) ? [sessionOf({ lsid }) as string] : [],
  );
  for (const session of sessions) engine.cursors.closeOf(session);
  await engine.change((view) => {
    for (const session of sessions) engine.sessions.ended(view, session);
  });
  return { ok: 1 };
}
