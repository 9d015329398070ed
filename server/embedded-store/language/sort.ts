import { badValue } from "../errors.js";
import { compareValues, encodeCompound } from "./keys.js";
import { indexedValues } from "./paths.js";
import { type Document, isDocument, isNullish, isNumber, numeric } from "./values.js";

/** Paths with their directions, the most important first. */
export type SortOrder = [path: string, direction: 1 | -1][];

/** A sort as given to a command. @throws BadValue for anything but 1 and -1. */
export function sortOf(value: unknown): SortOrder {
  if (isNullish(value)) return [];
  if (!isDocument(value)) throw badValue("sort must be an object");
  return Object.entries(value).map(([path, direction]): SortOrder[number] => {
    const sign = isNumber(direction) ? Number(numeric(direction)) : 0;
    if (sign !== 1 && sign !== -1)
      throw badValue(`$sort key ordering must be 1 (ascending) or -1 (descending): ${path}`);
    return [path, sign];
  });
}

/** Gives each document bytes that sort as the documents do; of an array the element counts that comes first. */
export function sortKeys(sort: SortOrder): (document: Document) => Buffer {
  const directions = sort.map(([, direction]) => direction);
  const columns = sort.map(([path, direction]) => {
    const parts = path.split(".");
    const first = (a: unknown, b: unknown) => (compareValues(a, b) * direction <= 0 ? a : b);
    return (document: Document) => indexedValues(document, parts).reduce(first);
  });
  return (document) =>
    encodeCompound(
      columns.map((column) => column(document)),
      directions,
    );
}
