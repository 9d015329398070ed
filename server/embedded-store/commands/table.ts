// All commands, with the options that each takes. Whatever else is set is refused by name.
import { unsupported } from "../errors.js";
import type { Context } from "../engine.js";
import { type Document, field, isDocument, isNullish } from "../language/values.js";
import type { CursorReply } from "../protocol/cursors.js";
import * as admin from "./admin.js";
import * as collections from "./collections.js";
import * as read from "./read.js";
import * as session from "./session.js";
import * as write from "./write.js";

export type Handler = (context: Context) => Promise<Document | CursorReply>;

/** Every function that these files export is the command of its name. */
const handlers: Record<string, Handler> = {
  ...admin,
  ...collections,
  ...read,
  ...session,
  ...write,
  delete: write.remove,
};

/** What any command may carry. */
const common =
  "$db $readPreference $clusterTime lsid txnNumber autocommit startTransaction readConcern writeConcern " +
  "comment apiVersion apiStrict apiDeprecationErrors";

const options: Record<string, string> = {
  aggregate: "pipeline cursor allowDiskUse bypassDocumentValidation",
  createIndexes: "indexes commitQuorum",
  delete: "deletes ordered",
  find: "filter sort skip limit singleBatch batchSize projection allowDiskUse noCursorTimeout",
  findAndModify: "query update new upsert sort bypassDocumentValidation",
  getMore: "collection batchSize",
  insert: "documents ordered bypassDocumentValidation",
  killCursors: "cursors",
  listCollections: "filter nameOnly cursor",
  listIndexes: "cursor",
  renameCollection: "renames drops dropTarget",
  update: "updates ordered bypassDocumentValidation",
};

/** The options of each statement, in the commands that are lists of them. */
const statementOptions: Record<string, string> = { delete: "q limit", update: "q u multi upsert" };

/** The command of a name. @throws CommandNotSupported for others, and for an option that it does not take. */
export function handlerOf(name: string, command: Document): Handler {
  const handler = field(handlers, name);
  if (!handler) throw unsupported(`the command ${name}`);
  refuseOptions(name, command, `${name} ${options[name]} ${common}`);
  for (const statement of [command.updates, command.deletes].flat())
    if (isDocument(statement)) refuseOptions(name, statement, statementOptions[name] ?? "");
  return handler;
}

function refuseOptions(name: string, given: Document, known: string): void {
  const option = Object.keys(given).find((one) => !known.split(" ").includes(one) && isSet(given[one]));
  if (option) throw unsupported(`the option ${option} of ${name}`);
}

/** Whether an option asks for something. The collation "simple" is the only order here. */
function isSet(value: unknown): boolean {
  if (isNullish(value) || value === false) return false;
  return !isDocument(value) || (Object.keys(value).length > 0 && value.locale !== "simple");
}
