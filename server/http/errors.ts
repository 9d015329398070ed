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
  const { type, limit, status, name } = error as {
    type?: string;
    limit?: number;
    status?: number;
    name?: string;
  };
  if (type === "entity.too.large")
    return new Problem("body-too-large", { kilobytes: Math.round((limit ?? 0) / 1000) });
  if (type === "entity.parse.failed") return new Problem("unreadable-body");
  if (name === "MongoServerSelectionError" || name === "MongoNetworkError") {
    return new Problem("store-unavailable");
  }
  if (name === "MongooseServerSelectionError" || isDiskFull(error)) return new Problem("store-unavailable");
  if (typeof status === "number" && status >= 400 && status < 500) return new Problem("bad-request");
  return null;
}

/** MongoDB's codes for a store that cannot write: OutOfDiskSpace and NotWritablePrimary. */
function isDiskFull(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 14031 || code === 10107;
}

function unexpected(error: unknown, requestId: unknown, log: Logger): Problem {
  log.error({ err: error, requestId }, "unexpected error");
  return new Problem("internal-error", { requestId: String(requestId) });
}
