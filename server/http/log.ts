import { randomUUID } from "node:crypto";
import { pino, type Logger } from "pino";
import { pinoHttp } from "pino-http";
import type { RequestHandler } from "express";
import type { LogLevel } from "../config.js";

/** The server's log: JSON lines on standard error, so that standard output stays for people. */
export function makeLog(level: LogLevel): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}

/**
 * Gives every request an id (header `X-Request-Id`) and logs its method, path, status and duration: no bodies, no
 * headers, no query, so that no name, code, password or token gets into a log.
 */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader("X-Request-Id", id);
      return id;
    },
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? "error" : "info"),
    wrapSerializers: false,
    serializers: {
      req: (request: { id: unknown; method?: string; url?: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url?.split("?")[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      err: (error: { message?: string; code?: unknown }) => ({ message: error.message, code: error.code }),
    },
  });
}
