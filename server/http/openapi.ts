import type { TSchema } from "@sinclair/typebox";
import type { Allow } from "../caller.js";
import type { Route } from "./route.js";

type Json = Record<string, unknown>;

/** The API's description, OpenAPI 3.1, made from the routes themselves, so that it cannot say anything else than they do. */
export function describeApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Khảo",
      version,
      description: "An open platform for assessments and surveys.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: { Problem: problemSchema },
    },
  };
}

const problemSchema = {
  type: "object",
  required: ["code", "message"],
  properties: {
    code: { type: "string", description: "A code of the catalogue; stable, for programs." },
    message: { type: "string", description: "A sentence in the language of Accept-Language (vi or en)." },
    details: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};

const problemAnswer = (description: string): Json => ({
  description,
  content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

function operation(route: Route): Json {
  const isOpen = route.allow === "everyone";
  const body = requestBody(route);
  const parameters = [...pathParameters(route.path), ...queryParameters(route.query)];
  return {
    operationId: `${route.method} ${route.path}`,
    summary: route.summary,
    description: `Allowed: ${allowedWords(route.allow)}.`,
    tags: [route.path.split("/")[2] ?? "files"],
    security: isOpen ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: {
      "2XX": { description: "What was asked for." },
      ...(isOpen
        ? {}
        : { "401": problemAnswer("Nobody is logged in."), "403": problemAnswer("The caller may not.") }),
      "4XX": problemAnswer("A problem the caller can mend."),
    },
  };
}

/** Who may call, in words. */
export function allowedWords(allow: Allow): string {
  if (allow === "everyone") return "everyone";
  if (allow === "staff") return "any member of staff";
  if (allow === "testTaker") return "test takers";
  return allow.join(", ");
}

function requestBody(route: Route): Json | null {
  if (route.file) {
    const content = Object.fromEntries(
      route.file.types.map((type) => [type, { schema: { type: "string", format: "binary" } }]),
    );
    return { required: true, content };
  }
  if (!route.reads) return null;
  return { required: true, content: { "application/json": { schema: plain(route.reads) } } };
}

/** TypeBox marks its schemas with symbols; the copy is pure JSON Schema. */
function plain(schema: TSchema): unknown {
  return JSON.parse(JSON.stringify(schema)) as unknown;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(query: Record<string, string>): Json[] {
  return Object.entries(query).map(([name, description]) => ({
    name,
    in: "query",
    description,
    schema: { type: "string" },
  }));
}
