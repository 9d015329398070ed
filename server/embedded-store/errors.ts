const codeNames: Record<number, string> = {
  1: "InternalError",
  2: "BadValue",
  9: "FailedToParse",
  13: "Unauthorized",
  14: "TypeMismatch",
  18: "AuthenticationFailed",
  26: "NamespaceNotFound",
  28: "PathNotViable",
  40: "ConflictingUpdateOperators",
  43: "CursorNotFound",
  48: "NamespaceExists",
  52: "DollarPrefixedFieldName",
  53: "InvalidIdField",
  56: "EmptyFieldName",
  66: "ImmutableField",
  67: "CannotCreateIndex",
  73: "InvalidNamespace",
  86: "IndexKeySpecsConflict",
  112: "WriteConflict",
  115: "CommandNotSupported",
  171: "CannotIndexParallelArrays",
  225: "TransactionTooOld",
  246: "SnapshotUnavailable",
  251: "NoSuchTransaction",
  256: "TransactionCommitted",
  263: "OperationNotSupportedInTransaction",
  292: "QueryExceededMemoryLimitNoDiskUseAllowed",
  10334: "BSONObjectTooLarge",
  11000: "DuplicateKey",
  14031: "OutOfDiskSpace",
  17280: "KeyTooLong",
};

/** Fields of a reply. */
type Fields = Record<string, unknown>;

/** An error as a MongoDB server reports it: a code, its name, a sentence, and what else the driver reads. */
export class StoreError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly details: Fields;
  readonly labels: string[];

  constructor(code: number, message: string, details: Fields = {}, labels: string[] = []) {
    super(message);
    this.code = code;
    this.codeName = codeNames[code] ?? `Location${code}`;
    this.details = details;
    this.labels = labels;
  }
}

/** What this store does not do is refused under code 115, by the feature's name. */
export function unsupported(feature: string): StoreError {
  return new StoreError(115, `${feature} is not supported by the embedded store`);
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

/** The state that a transaction or a snapshot session reads has ended, as when collections were changed meanwhile. */
export function snapshotUnavailable(): StoreError {
  const message = "The state that this transaction or snapshot began with is no longer kept";
  return new StoreError(246, message, {}, ["TransientTransactionError"]);
}

/** Any thrown value as a StoreError: the unforeseen becomes InternalError. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError(1, error instanceof Error ? error.message : String(error));
}

/** The reply document for an error. */
export function errorReply(error: StoreError): Fields {
  const reply: Fields = { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName };
  if (error.labels.length > 0) reply.errorLabels = error.labels;
  return { ...reply, ...error.details };
}
