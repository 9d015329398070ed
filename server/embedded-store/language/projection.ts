// Projections: which fields of a document are shown.
import { badValue, StoreError, unsupported } from "../errors.js";
import { expressionOf } from "./expressions.js";
import { elementTest } from "./matcher.js";
import type { Matcher } from "./matcher.js";
import type { Trace } from "./paths.js";
import { field, isDocument, isNumber, isTrue, wholeNumber } from "./values.js";
import type { Document } from "./values.js";

/** A compiled projection; the trace says which array element the filter found, for the positional `$`. */
export type Projection = (document: Document, trace?: Trace) => Document;

type Node = Map<string, Node | Leaf>;
type Leaf = { compute?: (document: Document, value: unknown, trace?: Trace) => unknown };

const isNode = (node: Node | Leaf): node is Node => node instanceof Map;

/**
 * Compiles a projection of find or $project. Fields are either kept or left out, never mixed; _id is apart.
 * @throws errors 31249 to 31254 as a MongoDB server does.
 */
export function compileProjection(projection: Document): Projection {
  const root: Node = new Map();
  const kinds = new Set<"keep" | "drop">();
  let id: boolean | undefined;
  for (const [path, value] of flattened(projection)) {
    const flag = isNumber(value) || typeof value === "boolean" ? isTrue(value) : undefined;
    if (path === "_id" && flag !== undefined) {
      id = flag;
      continue;
    }
    const leaf = leafOf(path, value, flag);
    if (flag === false) kinds.add("drop");
    else if (!isDocument(value) || !("$slice" in value && isOperatorOfFind(value))) kinds.add("keep");
    place(root, path.replace(/\.\$$/, ""), leaf);
  }
  if (kinds.size > 1) {
    throw new StoreError(31254, "Cannot mix inclusion and exclusion of fields in a projection");
  }
  if (kinds.has("keep") || (kinds.size === 0 && id === true && root.size === 0))
    return keeping(root, id !== false);
  if (id === false) root.set("_id", {});
  return dropping(root);
}

const isOperatorOfFind = (value: Document) => {
  const operand: unknown = value.$slice;
  return !Array.isArray(operand) || operand.every((part) => isNumber(part ?? ""));
};

/** Nested documents of flags as dotted paths. */
function flattened(projection: Document, prefix = ""): [string, unknown][] {
  return Object.entries(projection).flatMap(([name, value]): [string, unknown][] => {
    const path = prefix + name;
    const isNested =
      isDocument(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith("$");
    return isNested ? flattened(value, `${path}.`) : [[path, value]];
  });
}

function place(root: Node, path: string, leaf: Leaf): void {
  const parts = path.split(".");
  let node = root;
  for (const part of parts.slice(0, -1)) {
    const next = node.get(part) ?? new Map<string, Node | Leaf>();
    if (!isNode(next)) throw new StoreError(31249, `Path collision at ${path}`);
    node.set(part, next);
    node = next;
  }
  const last = parts.at(-1) as string;
  if (node.has(last)) throw new StoreError(31250, `Path collision at ${path}`);
  node.set(last, leaf);
}

function leafOf(path: string, value: unknown, flag: boolean | undefined): Leaf {
  if (path.endsWith(".$")) return { compute: (_document, array, trace) => positional(array, trace) };
  if (flag !== undefined) return {};
  if (isDocument(value)) {
    if (Object.hasOwn(value, "$meta")) throw unsupported("$meta");
    if (Object.hasOwn(value, "$elemMatch")) return { compute: firstMatch(value.$elemMatch) };
    if (Object.hasOwn(value, "$slice") && isOperatorOfFind(value)) return { compute: sliced(value.$slice) };
  }
  const evaluate = expressionOf(value);
  return { compute: (document) => evaluate(document) };
}

function positional(array: unknown, trace?: Trace): unknown {
  if (!Array.isArray(array)) return array;
  if (trace?.position === undefined)
    throw badValue("Executor error: positional operator '.$' couldn't find a matching element in the array");
  return [array[trace.position] as unknown];
}

function firstMatch(operand: unknown): Leaf["compute"] {
  if (!isDocument(operand)) throw badValue("elemMatch: Invalid argument, object required");
  const test = elementTest(operand);
  return (_document, value) => {
    const found: unknown = Array.isArray(value) ? value.find(test) : undefined;
    return found === undefined ? undefined : [found];
  };
}

function sliced(operand: unknown): Leaf["compute"] {
  const [first, count] = (Array.isArray(operand) ? (operand as unknown[]) : [operand]).map((part) =>
    wholeNumber(part, "$slice", 0),
  ) as [number, number | undefined];
  return (_document, value) => {
    if (!Array.isArray(value)) return value;
    const array = value as unknown[];
    if (count === undefined) return first < 0 ? array.slice(first) : array.slice(0, first);
    const start = first < 0 ? Math.max(0, array.length + first) : first;
    return array.slice(start, start + count);
  };
}

function keeping(root: Node, withId: boolean): Projection {
  return (document, trace) => {
    const shown: Document = {};
    if (withId && Object.hasOwn(document, "_id")) shown._id = document._id;
    return Object.assign(shown, kept(root, document, document, trace));
  };
}

function kept(node: Node, value: Document, document: Document, trace?: Trace): Document {
  const shown: Document = {};
  for (const name of Object.keys(value)) {
    const inner = node.get(name);
    if (!inner || (!isNode(inner) && inner.compute)) continue;
    if (!isNode(inner)) shown[name] = value[name];
    else {
      const below = keptBelow(inner, value[name], document, trace);
      if (below !== undefined) shown[name] = below;
    }
  }
  for (const [name, inner] of node) {
    if (isNode(inner)) {
      if (!Object.hasOwn(value, name) && hasComputed(inner)) shown[name] = kept(inner, {}, document, trace);
    } else if (inner.compute) {
      const computed = inner.compute(document, field(value, name), trace);
      if (computed !== undefined) shown[name] = computed;
    }
  }
  return shown;
}

const hasComputed = (node: Node): boolean =>
  [...node.values()].some((inner) => (isNode(inner) ? hasComputed(inner) : inner.compute !== undefined));

function keptBelow(node: Node, value: unknown, document: Document, trace?: Trace): unknown {
  if (Array.isArray(value))
    return value
      .filter((element) => isDocument(element) || Array.isArray(element))
      .map((element) => keptBelow(node, element, document, trace));
  return isDocument(value) ? kept(node, value, document, trace) : undefined;
}

function dropping(root: Node): Projection {
  const drop = (node: Node, value: unknown, document: Document, trace?: Trace): unknown => {
    if (Array.isArray(value)) return value.map((element) => drop(node, element, document, trace));
    if (!isDocument(value)) return value;
    const shown: Document = {};
    for (const [name, inner] of Object.entries(value)) {
      const below = node.get(name);
      if (!below) shown[name] = inner;
      else if (isNode(below)) shown[name] = drop(below, inner, document, trace);
      else if (below.compute) shown[name] = below.compute(document, inner, trace);
    }
    return shown;
  };
  return (document, trace) => drop(root, document, document, trace) as Document;
}

/** Whether a projection shows array elements found by the filter, so that the filter has to be traced. */
export function isPositional(projection: Document): boolean {
  return Object.keys(projection).some((path) => path.endsWith(".$"));
}

/** Finds the array element that the filter matched. */
export function traced(matcher: Matcher, document: Document): Trace {
  const trace: Trace = {};
  matcher(document, trace);
  return trace;
}
