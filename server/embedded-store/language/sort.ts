import { badValue } from "../errors.js";
import { indexedValues } from "./paths.js";
import { compareValues, isDocument, isNumber, numeric } from "./values.js";
import type { Document } from "./values.js";

/** Paths with their directions, the most important first. */
export type SortOrder = [path: string, direction: 1 | -1][];

/** A sort as given to a command. @throws BadValue for anything but 1 and -1. */
export function sortOf(value: unknown): SortOrder {
  if (value === undefined || value === null) return [];
  if (!isDocument(value)) throw badValue("sort must be an object");
  return Object.entries(value).map(([path, direction]): SortOrder[number] => {
    const sign = isNumber(direction) ? Number(numeric(direction)) : 0;
    if (sign !== 1 && sign !== -1)
      throw badValue(`$sort key ordering must be 1 (ascending) or -1 (descending): ${path}`);
    return [path, sign];
  });
}

/** Compares documents by a sort; of an array its smallest element counts, or its largest when descending. */
export function comparator(sort: SortOrder): (a: Document, b: Document) => number {
  const columns = sort.map(([path, direction]) => ({ parts: path.split("."), direction }));
  const keys = new WeakMap<Document, unknown[]>();
  const keysOf = (document: Document) => {
    let found = keys.get(document);
    if (!found) {
      found = columns.map(({ parts, direction }) => sortValue(document, parts, direction));
      keys.set(document, found);
    }
    return found;
  };
  return (a, b) => {
    const [left, right] = [keysOf(a), keysOf(b)];
    for (const [i, { direction }] of columns.entries()) {
      const difference = compareValues(left[i], right[i]);
      if (difference !== 0) return difference * direction;
    }
    return 0;
  };
}

function sortValue(document: Document, parts: string[], direction: number): unknown {
  const { values } = indexedValues(document, parts);
  return values.reduce((best, value) => (compareValues(value, best) * direction < 0 ? value : best));
}
