// Projections: which fields of a document are shown.
import { badValue, StoreError, unsupported } from "../errors.js";
import { type Document, isDocument, isNumber, isTrue } from "./values.js";

export type Projection = (document: Document) => Document;

/** Fields by name: those of a document below, or nothing below where the whole field is meant. */
type Fields = Map<string, Fields | undefined>;

/**
 * Compiles a projection. Fields are either kept or left out, never mixed; _id is apart.
 * @throws errors 31249 to 31254 as a MongoDB server does, CommandNotSupported for what computes or finds elements.
 */
export function compileProjection(projection: Document): Projection {
  const fields: Fields = new Map();
  const keeps = new Set<boolean>();
  for (const [path, value] of Object.entries(projection)) {
    checkFlag(path, value);
    if (path === "_id") continue;
    keeps.add(isTrue(value));
    place(fields, path);
  }
  if (keeps.size > 1)
    throw new StoreError(31254, "Cannot mix inclusion and exclusion of fields in a projection");
  const isIdKept = projection._id === undefined || isTrue(projection._id);
  const isKeeping = keeps.has(true) || (keeps.size === 0 && projection._id !== undefined && isIdKept);
  if (isIdKept === isKeeping) fields.set("_id", undefined);
  return (document) => cut(fields, document, isKeeping) as Document;
}

function checkFlag(path: string, value: unknown): void {
  if (isDocument(value)) throw unsupported(`the projection ${Object.keys(value)[0] ?? "{}"} of '${path}'`);
  if (path.split(".").includes("$")) throw unsupported(`the positional projection '${path}'`);
  if (typeof value === "string") throw unsupported(`the computed field '${path}' (${value})`);
  if (!isNumber(value) && typeof value !== "boolean")
    throw badValue(`'${path}' is kept by 1 or left out by 0`);
}

function place(root: Fields, path: string): void {
  const parts = path.split(".");
  const last = parts.pop() as string;
  let fields = root;
  for (const part of parts) {
    const below = fields.has(part) ? fields.get(part) : new Map<string, Fields | undefined>();
    if (!below) throw new StoreError(31249, `Path collision at ${path}`);
    fields.set(part, below);
    fields = below;
  }
  if (fields.has(last)) throw new StoreError(31250, `Path collision at ${path}`);
  fields.set(last, undefined);
}

/** A value with nothing but these fields, or without them; undefined where nothing of it is kept. */
function cut(fields: Fields, value: unknown, isKeeping: boolean): unknown {
  if (Array.isArray(value))
    return value.map((element) => cut(fields, element, isKeeping)).filter((element) => element !== undefined);
  if (!isDocument(value)) return isKeeping ? undefined : value;
  const shown = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const below = fields.get(name);
    const part = below ? cut(below, inner, isKeeping) : fields.has(name) === isKeeping ? inner : undefined;
    return part === undefined ? [] : [[name, part]];
  });
  return Object.fromEntries(shown);
}
