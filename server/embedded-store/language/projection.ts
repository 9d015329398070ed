// Projections: which fields of a document are shown.
import { StoreError, unsupported } from "../errors.js";
import { expressionOf } from "./expressions.js";
import type { Expression } from "./expressions.js";
import { isDocument, isNumber, isTrue } from "./values.js";
import type { Document } from "./values.js";

export type Projection = (document: Document) => Document;

/** Fields by name: a document's own fields below, or a leaf, which may be computed. */
type Node = Map<string, Node | Leaf>;
type Leaf = { compute?: Expression };

const isNode = (node: Node | Leaf | undefined): node is Node => node instanceof Map;

/**
 * Compiles a projection of find or $project. Fields are either kept or left out, never mixed; _id is apart.
 * @throws errors 31249 to 31254 as a MongoDB server does, CommandNotSupported for what finds array elements.
 */
export function compileProjection(projection: Document): Projection {
  const root: Node = new Map();
  const kinds = new Set<boolean>();
  let id: boolean | undefined;
  for (const [path, value] of flattened(projection)) {
    const flag = isNumber(value) || typeof value === "boolean" ? isTrue(value) : undefined;
    if (path === "_id" && flag !== undefined) {
      id = flag;
      continue;
    }
    kinds.add(flag ?? true);
    place(root, path, flag === undefined ? { compute: expressionOf(value) } : {});
  }
  if (kinds.size > 1)
    throw new StoreError(31254, "Cannot mix inclusion and exclusion of fields in a projection");
  if (kinds.has(true) || (kinds.size === 0 && id === true)) return keeping(root, id !== false);
  if (id === false) root.set("_id", {});
  return (document) => dropped(root, document) as Document;
}

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
  if (parts.includes("$")) throw unsupported(`the positional projection '${path}'`);
  if (leaf.compute && parts.length > 1) throw unsupported(`the computed field '${path}' inside another`);
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

function keeping(root: Node, withId: boolean): Projection {
  return (document) => {
    const id = withId && Object.hasOwn(document, "_id") ? { _id: document._id } : {};
    const computed = [...root].flatMap(([name, leaf]): [string, unknown][] => {
      const value = isNode(leaf) ? undefined : leaf.compute?.(document);
      return value === undefined ? [] : [[name, value]];
    });
    return { ...id, ...(kept(root, document) as Document), ...Object.fromEntries(computed) };
  };
}

function kept(node: Node, value: unknown): unknown {
  if (Array.isArray(value))
    return value
      .filter((element) => isDocument(element) || Array.isArray(element))
      .map((element) => kept(node, element));
  if (!isDocument(value)) return undefined;
  const shown = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const below = node.get(name);
    if (!below || (!isNode(below) && below.compute)) return [];
    const part = isNode(below) ? kept(below, inner) : inner;
    return part === undefined ? [] : [[name, part]];
  });
  return Object.fromEntries(shown);
}

function dropped(node: Node, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => dropped(node, element));
  if (!isDocument(value)) return value;
  const shown = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const below = node.get(name);
    if (!below) return [[name, inner]];
    return isNode(below) ? [[name, dropped(below, inner)]] : [];
  });
  return Object.fromEntries(shown);
}
