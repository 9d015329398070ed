import type { ErrorRequestHandler, RequestHandler } from "express";
import type { Logger } from "pino";
import { Problem } from "../problem.js";
import { languageOf } from "./route.js";

/** Answers an address that no route has. */
export const notFound: RequestHandler = () => {
  throw new Problem("not-found");
};

/** The one place where something thrown becomes an answer: a Problem says itself, anything else is logged and says nothing. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      // The answer was under way (a file): all that can be done is to break it off, so that it does not look whole.
      log.error({ err: error, requestId: request.id }, "failed while answering");
      next(error);
      return;
    }
    const problem = asProblem(error) ?? unexpected(error, request.id, log);
    if (problem.status === 401) response.setHeader("WWW-Authenticate", "Bearer");
    response.status(problem.status).json(problem.body(languageOf(request)));
  };
}

/** Name what libraries throw for a reason that the caller can mend; null for everything else. */
export function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const { type, limit, status } = error as { type?: string; limit?: number; status?: number };
  if (type === "entity.too.large")
    return new Problem("body-too-large", { kilobytes: Math.round((limit ?? 0) / 1000) });
  if (type === "entity.parse.failed") return new Problem("unreadable-body");
  if (isDiskFull(error)) return new Problem("disk-full");
  if (isStoreAway(error)) return new Problem("store-unavailable");
  if (typeof status === "number" && status >= 400 && status < 500) return new Problem("bad-request");
  return null;
}

/** MongoDB's OutOfDiskSpace, which the embedded store gives for a disk that cannot be written, too. */
export function isDiskFull(error: unknown): boolean {
  return codeOf(error) === 14031;
}

const awayNames = new Set([
  "MongoServerSelectionError",
  "MongooseServerSelectionError",
  "MongoNetworkError",
  "MongoNetworkTimeoutError",
  "MongoPoolClearedError",
  "PoolClearedOnNetworkError",
  "MongoWaitQueueTimeoutError",
]);

/** Nobody answers at the store's address, no connection to it was free for long, or who answers is NotWritablePrimary. */
function isStoreAway(error: unknown): boolean {
  return awayNames.has((error as { name?: string }).name ?? "") || codeOf(error) === 10107;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

function unexpected(error: unknown, requestId: unknown, log: Logger): Problem {
  log.error({ err: error, requestId }, "unexpected error");
  return new Problem("internal-error", { requestId: String(requestId) });
}
