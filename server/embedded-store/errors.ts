import type { Document } from "./language/values.js";

const codeNames: Record<number, string> = {
  1: "InternalError",
  2: "BadValue",
  9: "FailedToParse",
  13: "Unauthorized",
  14: "TypeMismatch",
  18: "AuthenticationFailed",
  26: "NamespaceNotFound",
  27: "IndexNotFound",
  28: "PathNotViable",
  40: "ConflictingUpdateOperators",
  43: "CursorNotFound",
  48: "NamespaceExists",
  50: "MaxTimeMSExpired",
  52: "DollarPrefixedFieldName",
  53: "InvalidIdField",
  56: "EmptyFieldName",
  59: "CommandNotFound",
  66: "ImmutableField",
  67: "CannotCreateIndex",
  72: "InvalidOptions",
  73: "InvalidNamespace",
  85: "IndexOptionsConflict",
  86: "IndexKeySpecsConflict",
  112: "WriteConflict",
  115: "CommandNotSupported",
  171: "CannotIndexParallelArrays",
  225: "TransactionTooOld",
  251: "NoSuchTransaction",
  256: "TransactionCommitted",
  263: "OperationNotSupportedInTransaction",
  292: "QueryExceededMemoryLimitNoDiskUseAllowed",
  10334: "BSONObjectTooLarge",
  11000: "DuplicateKey",
  14031: "OutOfDiskSpace",
  17280: "KeyTooLong",
};

/** An error as a MongoDB server reports it: a code, its name, a sentence, and what else the driver reads. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly details: Document;
  readonly labels: string[];

  constructor(code: number, message: string, details: Document = {}, labels: string[] = []) {
    super(message);
    this.code = code;
    this.codeName = codeNames[code] ?? `Location${code}`;
    this.details = details;
    this.labels = labels;
  }
}

/** What this store does not do is refused under code 115, by the feature's name. */
export function unsupported(feature: string): StoreError {
  return new StoreError(115, `${feature} is not supported by the embedded store, but by a MongoDB server`);
}

/** A command or filter that no MongoDB server would accept (code 2). */
export function badValue(message: string): StoreError {
  return new StoreError(2, message);
}

/** A write that met another transaction's write; the driver runs the whole transaction again. */
export function writeConflict(): StoreError {
  const message = "Write conflict: another transaction holds or has changed this document";
  return new StoreError(112, message, {}, ["TransientTransactionError"]);
}

const noSpace =
  /MDB_MAP_FULL|mapsize limit|No space left|ENOSPC|Disk quota|EDQUOT|Read-only file system|EROFS/i;

/** Any thrown value as a StoreError: a full or read-only disk becomes OutOfDiskSpace, the unforeseen InternalError. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (noSpace.test(message))
    return new StoreError(14031, `The store cannot write to its disk (${message}); nothing was changed`);
  return new StoreError(1, message);
}

/** The reply document for an error. */
export function errorReply(error: StoreError): Document {
  const reply: Document = { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName };
  if (error.labels.length > 0) reply.errorLabels = error.labels;
  return { ...reply, ...error.details };
}
