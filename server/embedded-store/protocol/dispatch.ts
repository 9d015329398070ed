// From a command to its handler, in its session and transaction.
import * as admin from "../commands/admin.js";
import * as collections from "../commands/collections.js";
import { hello } from "../commands/hello.js";
import * as read from "../commands/read.js";
import * as session from "../commands/session.js";
import * as write from "../commands/write.js";
import type { CursorReply } from "./cursors.js";
import type { Context, Engine } from "../engine.js";
import { asStoreError, errorReply, StoreError } from "../errors.js";
import { refusal, refuseOptions } from "../refusals.js";
import type { Scram } from "./scram.js";
import { sessionOf, transactionNumber } from "../sessions.js";
import type { Document } from "../language/values.js";

/** One client connection. */
export interface Connection {
  id: number;
  /** What the client dialled: the host list of `hello` must name it. */
  address: string;
  /** Set where a password is asked for: what the client has proved so far. */
  scram: Scram | undefined;
}

type Handler = (context: Context) => Promise<Document | CursorReply>;

const handlers: Record<string, Handler> = {
  abortTransaction: session.abortTransaction,
  aggregate: read.aggregate,
  buildInfo: admin.buildInfo,
  buildinfo: admin.buildInfo,
  commitTransaction: session.commitTransaction,
  count: read.count,
  create: collections.create,
  createIndexes: collections.createIndexes,
  delete: write.remove,
  drop: collections.drop,
  dropDatabase: collections.dropDatabase,
  dropIndexes: collections.dropIndexes,
  endSessions: session.endSessions,
  find: read.find,
  findAndModify: write.findAndModify,
  findandmodify: write.findAndModify,
  getMore: read.getMore,
  insert: write.insert,
  killCursors: read.killCursors,
  killSessions: session.endSessions,
  listCollections: collections.listCollections,
  listIndexes: collections.listIndexes,
  ping: admin.ping,
  renameCollection: collections.renameCollection,
  update: write.update,
  validate: admin.validate,
};

const inTransactions = new Set([
  "abortTransaction",
  "aggregate",
  "commitTransaction",
  "delete",
  "find",
  "findAndModify",
  "findandmodify",
  "getMore",
  "insert",
  "killCursors",
  "update",
  "count",
]);

const greetings = new Set(["hello", "ismaster", "isMaster"]);
const beforeLogin = new Set([...greetings, "saslStart", "saslContinue", "ping", "buildInfo", "buildinfo"]);

/** Answers a command; every error becomes an error reply. */
export async function dispatch(
  engine: Engine,
  connection: Connection,
  command: Document,
): Promise<Document | CursorReply> {
  const name = Object.keys(command)[0] ?? "";
  try {
    if (connection.scram && !connection.scram.isProved && !beforeLogin.has(name))
      throw new StoreError(13, `command ${name} requires authentication`);
    if (greetings.has(name))
      return { ...hello(connection, name !== "hello"), ...connection.scram?.mechanisms(command) };
    if (connection.scram && name === "saslStart") return connection.scram.start(command);
    if (connection.scram && name === "saslContinue") return connection.scram.proceed(command);
    return await run(engine, name, command);
  } catch (error) {
    return errorReply(asStoreError(error));
  }
}

async function run(engine: Engine, name: string, command: Document): Promise<Document | CursorReply> {
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) throw refusal("command", name);
  refuseOptions(name, command);
  const id = sessionOf(command);
  const number = transactionNumber(command);
  const context = (): Context => ({
    engine,
    name,
    command,
    database: typeof command.$db === "string" ? command.$db : "admin",
    session: id,
    number,
    transaction: undefined,
  });
  if (id === undefined || number === undefined) return handler(context());
  return engine.sessions.inTurn(id, async () =>
    command.autocommit === false ? inTransaction(handler, context(), id, number) : handler(context()),
  );
}

async function inTransaction(
  handler: Handler,
  context: Context,
  id: string,
  number: bigint,
): Promise<Document | CursorReply> {
  const { engine, name, command } = context;
  if (name === "commitTransaction" || name === "abortTransaction") {
    engine.cursors.closeOf(id);
    return handler(context);
  }
  if (!inTransactions.has(name))
    throw new StoreError(263, `Cannot run '${name}' in a multi-document transaction.`);
  const transaction = engine.sessions.transaction(id, number, command.startTransaction === true);
  try {
    return await handler({ ...context, transaction });
  } catch (error) {
    engine.sessions.end(id);
    engine.cursors.closeOf(id);
    throw error;
  }
}
