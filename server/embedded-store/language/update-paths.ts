// Where the paths of an update lead in a document, with missing parents made.
import { badValue, StoreError, unsupported } from "../errors.js";
import { field, isDocument, typeName } from "./values.js";
import type { Document } from "./values.js";

/** A place in a document that an operator reads and writes. */
export interface Place {
  get(): unknown;
  set(value: unknown): void;
  unset(): void;
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

/** The parts of an update's path. @throws EmptyFieldName, DollarPrefixedFieldName, CommandNotSupported for `$` and `$[]`. */
export function partsOf(path: string): string[] {
  const parts = path.split(".");
  if (parts.includes("")) throw new StoreError(56, `The update path '${path}' contains an empty field name`);
  if (parts.some((part) => part === "$" || part.startsWith("$[")))
    throw unsupported(`the positional update path '${path}'`);
  const dollar = parts.find((part) => part.startsWith("$"));
  if (dollar)
    throw new StoreError(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${path}' is not allowed for storage.`,
    );
  return parts;
}

/**
 * The place a path leads to. With `create` missing documents on the way are made when the place is set; without, a path
 * that ends early leads nowhere. @throws PathNotViable when the way leads through neither document nor array.
 */
export function placeAt(root: Document, path: string, create: boolean): Place | undefined {
  const [first, ...rest] = partsOf(path) as [string, ...string[]];
  let place: Place | undefined = documentPlace(root, first);
  for (const [i, part] of rest.entries()) {
    const inner = place.get();
    if (inner === undefined) return create ? placeBelow(place, rest.slice(i)) : undefined;
    place = placeIn(inner, part);
    if (place) continue;
    if (!create) return undefined;
    throw new StoreError(28, `Cannot create field '${part}' in element of type ${typeName(inner)}`);
  }
  return place;
}

function placeIn(container: unknown, part: string): Place | undefined {
  if (isDocument(container)) return documentPlace(container, part);
  return Array.isArray(container) && isIndex(part) ? arrayPlace(container, Number(part)) : undefined;
}

/** A place under documents that do not exist yet: setting it hangs them into the tree. */
function placeBelow(parent: Place, parts: string[]): Place {
  return {
    get: () => undefined,
    set: (value) => {
      const below = parts.reduceRight<unknown>((inner, part) => {
        const document: Document = {};
        documentPlace(document, part).set(inner);
        return document;
      }, value);
      parent.set(below);
    },
    unset: () => {},
  };
}
