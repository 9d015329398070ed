// Where the paths of an update lead in a document, with positional operators resolved and missing parents made.
import { badValue, StoreError } from "../errors.js";
import type { Trace } from "./paths.js";
import { typeName } from "./types.js";
import { field, isDocument } from "./values.js";
import type { Document } from "./values.js";

/** A place in a document that an operator reads and writes. */
export interface Place {
  get(): unknown;
  set(value: unknown): void;
  unset(): void;
}

export interface PathContext {
  trace: Trace;
  /** The tests of arrayFilters by identifier. */
  arrayFilters: ReadonlyMap<string, (element: unknown) => boolean>;
  usedFilters: Set<string>;
}

const isIndex = (part: string) => /^(0|[1-9]\d*)$/.test(part);
const paddingMax = 1_500_000;

function documentPlace(document: Document, name: string): Place {
  return {
    get: () => field(document, name),
    set: (value) => {
      // Plain assignment of "__proto__" would change the prototype and not the field.
      Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
    },
    unset: () => {
      delete document[name];
    },
  };
}

function arrayPlace(array: unknown[], index: number): Place {
  return {
    get: () => array[index],
    set: (value) => {
      if (index - array.length > paddingMax) throw badValue(`array index ${index} is too far beyond the end`);
      while (array.length < index) array.push(null);
      array[index] = value;
    },
    // Removing an element would move the others: it becomes null.
    unset: () => {
      if (index < array.length) array[index] = null;
    },
  };
}

function notViable(part: string, value: unknown): StoreError {
  return new StoreError(28, `Cannot create field '${part}' in element of type ${typeName(value)}`);
}

/**
 * All places a path leads to: one, or several through `$[]` and `$[name]`. With `create` missing documents on the way
 * are made when a place is set; without, a path that ends early leads nowhere.
 * @throws PathNotViable when the way leads through something that is neither document nor array.
 */
export function placesAt(root: Document, path: string, context: PathContext, create: boolean): Place[] {
  const parts = path.split(".");
  if (parts.some((part) => part === ""))
    throw new StoreError(56, `The update path '${path}' contains an empty field name`);
  const places: Place[] = [];
  const walk = (container: unknown, at: number): void => {
    for (const place of step(container, parts, at, context, create)) {
      if (at === parts.length - 1) {
        places.push(place);
        continue;
      }
      let next = place.get();
      if (next === undefined) {
        if (!create) continue;
        if (isPositional(parts[at + 1] as string))
          throw badValue(
            `The path '${parts.slice(0, at + 1).join(".")}' must exist in the document in order to apply array updates.`,
          );
        next = {};
        places.push(...placesBelow(place, next as Document, parts, at + 1));
        continue;
      }
      walk(next, at + 1);
    }
  };
  walk(root, 0);
  return places;
}

const isPositional = (part: string) => part === "$" || part.startsWith("$[");

/** A place under documents that do not exist yet: setting it hangs them into the tree. */
function placesBelow(parent: Place, document: Document, parts: string[], at: number): Place[] {
  let inner = document;
  for (const part of parts.slice(at, -1)) {
    const next: Document = {};
    documentPlace(inner, part).set(next);
    inner = next;
  }
  const place = documentPlace(inner, parts.at(-1) as string);
  return [
    {
      get: () => undefined,
      set: (value) => {
        place.set(value);
        parent.set(document);
      },
      unset: () => {},
    },
  ];
}

function step(
  container: unknown,
  parts: string[],
  at: number,
  context: PathContext,
  create: boolean,
): Place[] {
  const part = parts[at] as string;
  if (Array.isArray(container)) return elements(container, part, parts, context, create);
  if (isPositional(part)) {
    if (!create) return [];
    throw badValue(`Cannot apply array updates to non-array element ${parts.slice(0, at).join(".")}`);
  }
  if (isDocument(container)) {
    if (part.startsWith("$"))
      throw new StoreError(
        52,
        `The dollar ($) prefixed field '${part}' in '${parts.join(".")}' is not allowed for storage.`,
      );
    return [documentPlace(container, part)];
  }
  if (!create) return [];
  throw notViable(part, container);
}

function elements(
  array: unknown[],
  part: string,
  parts: string[],
  context: PathContext,
  create: boolean,
): Place[] {
  if (part === "$") {
    if (context.trace.position === undefined)
      throw badValue("The positional operator did not find the match needed from the query.");
    return [arrayPlace(array, context.trace.position)];
  }
  if (part === "$[]") return array.map((_, index) => arrayPlace(array, index));
  if (part.startsWith("$[")) {
    const name = part.slice(2, -1);
    const test = context.arrayFilters.get(name);
    if (!test) throw badValue(`No array filter found for identifier '${name}' in path '${parts.join(".")}'`);
    context.usedFilters.add(name);
    return array.flatMap((element, index) => (test(element) ? [arrayPlace(array, index)] : []));
  }
  if (isIndex(part)) return [arrayPlace(array, Number(part))];
  if (!create) return [];
  throw notViable(part, array);
}
