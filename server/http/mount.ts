import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { Problem } from "../problem.js";
import { reader } from "../reader.js";
import { requireAllowed } from "./allow.js";
import { bearerToken, callerOfToken } from "./authenticate.js";
import { limiters } from "./limit.js";
import { makeCall, type Route } from "./route.js";

/** Ids, codes and file names; anything else in an address names nothing of ours. */
const parameterForm = /^[\p{L}\p{N}._-]{1,120}$/u;

/**
 * Make Express routes of the declarations. The order is: who is asking, may they, only then is a body read and checked;
 * so a stranger cannot make the server take in a large body.
 */
export function mountRoutes(app: Express, routes: readonly Route[]): void {
  for (const route of routes) {
    app[route.method](route.path, admit(route), ...bodyParsers(route), handler(route));
  }
}

function admit(route: Route) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    for (const value of Object.values(request.params)) {
      if (typeof value !== "string" || !parameterForm.test(value)) throw new Problem("not-found");
    }
    // What is open to all is open to those with an old token too.
    const token = route.allow === "everyone" ? null : bearerToken(request.headers.authorization);
    const caller = await callerOfToken(token);
    requireAllowed(route.allow, caller);
    response.locals.caller = caller;
    response.setHeader("Cache-Control", "no-store");
    next();
  };
}

function bodyParsers(route: Route) {
  if (route.file) {
    const { types, bytesMax } = route.file;
    const parse = express.raw({ type: () => true, limit: bytesMax });
    const check = (request: Request, _response: Response, next: NextFunction): void => {
      if (!request.is([...types])) throw new Problem("wrong-content-type", { types: types.join(", ") });
      next();
    };
    return [check, parse];
  }
  if (!route.reads) return [];
  return [express.json({ limit: route.bodyBytesMax, type: ["application/json"] })];
}

function handler(route: Route) {
  const read = route.reads ? reader(route.reads) : null;
  const limits = limiters(route);
  return async (request: Request, response: Response): Promise<void> => {
    if (read && request.body === undefined) throw new Problem("unreadable-body");
    const body: unknown = read ? read(request.body) : request.body;
    const call = makeCall(request, response, response.locals.caller as never, body);
    for (const limit of limits) await limit(call);
    const answer = await route.handle(call);
    if (response.headersSent) return;
    if (answer === undefined) response.status(204).end();
    else response.status(route.status).json(answer);
  };
}
