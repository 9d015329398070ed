// What commands have in common: their lists of documents, and how a read sees the store.
import type { Context } from "../engine.js";
import { badValue } from "../errors.js";
import { type Document, isDocument } from "../language/values.js";
import type { View } from "../storage/views.js";

/** The state a read looks at, and what its reply says of the time. */
export function viewOf({ engine, command, session, transaction }: Context): { view: View; extra?: Document } {
  if (transaction) return { view: transaction.view };
  const { level, atClusterTime }: Document = isDocument(command.readConcern) ? command.readConcern : {};
  if (level !== "snapshot") return { view: engine.latest };
  if (!session) throw badValue("readConcern snapshot needs a session");
  const { view, time } = engine.sessions.snapshot(session, atClusterTime === undefined);
  return { view, extra: { atClusterTime: time } };
}

/** The documents of a list in a command. @throws BadValue when there is none. */
export function documentsOf(command: Document, name: string): Document[] {
  const list: unknown = command[name];
  if (!Array.isArray(list) || list.length === 0 || !list.every(isDocument))
    throw badValue(`${name} must be a nonempty array of documents`);
  return list;
}
