// From a command to its handler, in its session and transaction.
import { hello } from "../commands/hello.js";
import { type Handler, handlerOf } from "../commands/table.js";
import type { CursorReply } from "./cursors.js";
import type { Context, Engine } from "../engine.js";
import { asStoreError, errorReply, StoreError } from "../errors.js";
import type { Scram } from "./scram.js";
import { sessionOf } from "../sessions.js";
import { type Document, isNullish, numeric } from "../language/values.js";

export type Reply = Document | CursorReply;

/** One client connection. */
export interface Connection {
  id: number;
  /** What the client dialled: the host list of `hello` must name it. */
  address: string;
  /** Set where a password is asked for: what the client has proved so far. */
  scram: Scram | undefined;
}

const inTransactions = "aggregate delete find findAndModify getMore insert killCursors update".split(" ");

/** Answers a command; every error becomes an error reply. */
export async function dispatch(engine: Engine, connection: Connection, command: Document): Promise<Reply> {
  const name = Object.keys(command)[0] ?? "";
  const { scram } = connection;
  try {
    if (["hello", "ismaster", "isMaster"].includes(name)) return hello(connection, name !== "hello");
    if (scram && name === "saslStart") return scram.start(command);
    if (scram && name === "saslContinue") return scram.proceed(command);
    if (scram && !scram.isProved) throw new StoreError(13, `command ${name} requires authentication`);
    return await run(engine, name, command);
  } catch (error) {
    return errorReply(asStoreError(error));
  }
}

async function run(engine: Engine, name: string, command: Document): Promise<Reply> {
  const handler = handlerOf(name, command);
  const session = sessionOf(command.lsid);
  const number = isNullish(command.txnNumber) ? undefined : BigInt(numeric(command.txnNumber));
  const database = typeof command.$db === "string" ? command.$db : "admin";
  const context: Context = { engine, name, command, database, session, number, transaction: undefined };
  const isInTransaction = session !== undefined && number !== undefined && command.autocommit === false;
  return isInTransaction ? inTransaction(handler, context, session, number) : handler(context);
}

async function inTransaction(
  handler: Handler,
  context: Context,
  session: string,
  number: bigint,
): Promise<Reply> {
  const { name, command } = context;
  const { cursors, sessions } = context.engine;
  if (name === "commitTransaction" || name === "abortTransaction") {
    cursors.closeOf(session);
    return handler(context);
  }
  if (!inTransactions.includes(name))
    throw new StoreError(263, `Cannot run '${name}' in a multi-document transaction.`);
  const isFirst = command.startTransaction === true;
  const transaction = isFirst ? sessions.begin(session, number) : sessions.transaction(session, number);
  try {
    return await handler({ ...context, transaction });
  } catch (error) {
    sessions.end(session);
    cursors.closeOf(session);
    throw error;
  }
}
