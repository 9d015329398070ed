// Dotted paths through documents and arrays, as queries, indexes and sorts walk them.
import { emptyArray, field, isDocument } from "./values.js";

/** Whether a part of a path may be a place in an array. */
export const isPlace = (part: string) => /^(0|[1-9]\d{0,8})$/.test(part);

/**
 * All values at a path. Arrays on the way are entered element by element, and by number; arrays at the end stay whole.
 * A missing field is undefined.
 */
export function valuesAt(value: unknown, parts: readonly string[], at = 0): unknown[] {
  const part = parts[at];
  if (part === undefined) return [value];
  if (!Array.isArray(value))
    return valuesAt(isDocument(value) ? field(value, part) : undefined, parts, at + 1);
  const isNumbered = isPlace(part) && Number(part) < value.length;
  const numbered = isNumbered ? valuesAt(value[Number(part)], parts, at + 1) : [];
  return [...numbered, ...value.filter(isDocument).flatMap((element) => valuesAt(element, parts, at))];
}

/** The values an index on this path holds for a document, and a sort compares: arrays taken apart, missing as null. */
export function indexedValues(document: unknown, parts: readonly string[]): unknown[] {
  const values = valuesAt(document, parts).flatMap((value) => {
    if (!Array.isArray(value)) return [value ?? null];
    return value.length === 0 ? [emptyArray] : value.map((element: unknown) => element ?? null);
  });
  return values.length === 0 ? [null] : values;
}
