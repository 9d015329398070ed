import type { Static, TSchema } from "@sinclair/typebox";
import type { Request, Response } from "express";
import type { Language } from "../contract/common.js";
import { Problem } from "../problem.js";
import type { Allow, Caller, StaffCaller, TestTakerCaller } from "../caller.js";

/**
 * Routes are data: a feature exports a list of them, `mount.ts` makes Express routes of it, and the same list gives the
 * API's description and the test that walks every route.
 */
export interface Route {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Express path with named parameters, such as "/api/items/:itemId". */
  path: string;
  allow: Allow;
  /** One sentence for the API's description. */
  summary: string;
  /** The schema of the JSON body; left out where none is read. */
  reads?: TSchema;
  /** The body is a file of one of these media types. */
  file?: { types: readonly string[]; bytesMax: number };
  /** The most bytes of a JSON body. */
  bodyBytesMax: number;
  /** Query parameters by name, with a sentence each. */
  query: Record<string, string>;
  /** How often it may be tried. */
  limits: RouteLimit[];
  /** The status of what goes out as JSON. */
  status: 200 | 201;
  handle: (call: Call<unknown, string>) => unknown;
}

/** Refused attempts are counted under a key made from the call, such as the login that is tried. */
export interface RouteLimit {
  key: (call: Call<unknown, string>) => string;
  attemptsMax: number;
  windowSeconds: number;
  /** Also count what succeeds. */
  countsSuccess?: boolean;
}

type ParameterNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** One request, read and checked, with plain values for the handler. */
export interface Call<Body, Names extends string> {
  params: Record<Names, string>;
  /** A query parameter; undefined where it is not given. Given twice, the last one counts. */
  query: (name: string) => string | undefined;
  body: Body;
  /** The language of the answer's messages. */
  language: Language;
  caller: Caller;
  /** The member of staff who is asking; only for routes that allow staff. */
  staff: StaffCaller;
  /** The test taker who is asking; only for routes that allow test takers. */
  testTaker: TestTakerCaller;
  request: Request;
  response: Response;
}

interface Declaration<Path extends string, Schema extends TSchema> {
  method: Route["method"];
  path: Path;
  allow: Allow;
  summary: string;
  reads?: Schema;
  bodyBytesMax?: number;
  query?: Record<string, string>;
  limits?: RouteLimit[];
  /** 201 for what was made or is under way; 200 where nothing is said. */
  status?: Route["status"];
}

/** The most bytes of a JSON body where a route says nothing else. */
const bodyBytesUsual = 256_000;

/**
 * Declare a route. What the handler gives back goes out as JSON, nothing as 204; a handler that answers through
 * `response` itself (a file) is left alone.
 */
export function route<const Path extends string, Schema extends TSchema = TSchema>(
  declaration: Declaration<Path, Schema>,
  handle: (call: Call<Static<Schema>, ParameterNames<Path>>) => unknown,
): Route {
  return {
    bodyBytesMax: bodyBytesUsual,
    query: {},
    limits: [],
    status: 200,
    ...declaration,
    handle: handle,
  };
}

/** Declare a route whose body is a file; the handler gets its bytes. */
export function fileRoute<const Path extends string>(
  declaration: Omit<Declaration<Path, TSchema>, "reads"> & { file: NonNullable<Route["file"]> },
  handle: (call: Call<Buffer, ParameterNames<Path>>) => unknown,
): Route {
  return {
    bodyBytesMax: declaration.file.bytesMax,
    query: {},
    limits: [],
    status: 200,
    ...declaration,
    handle: handle as Route["handle"],
  };
}

/** The call that a handler sees, made from Express's request once it was authenticated and read. */
export function makeCall(
  request: Request,
  response: Response,
  caller: Caller,
  body: unknown,
): Call<unknown, string> {
  return {
    params: request.params as Record<string, string>,
    query(name) {
      const value: unknown = request.query[name];
      const last: unknown = Array.isArray(value) ? value.at(-1) : value;
      return typeof last === "string" ? last : undefined;
    },
    body,
    language: languageOf(request),
    caller,
    get staff(): StaffCaller {
      if (!caller.staff) throw new Problem("not-allowed");
      return caller.staff;
    },
    get testTaker(): TestTakerCaller {
      if (!caller.testTaker) throw new Problem("not-allowed");
      return caller.testTaker;
    },
    request,
    response,
  };
}

/** The language that the caller prefers of the two; Vietnamese where it says nothing. */
export function languageOf(request: Request): Language {
  return request.acceptsLanguages("vi", "en") === "en" ? "en" : "vi";
}
