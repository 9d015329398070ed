// Dotted paths through documents and arrays, as queries walk them.
import { emptyArray, field, isDocument } from "./values.js";
import type { Document } from "./values.js";

export type Test = (value: unknown) => boolean;

const isIndex = (part: string) => /^(0|[1-9]\d{0,8})$/.test(part);

/**
 * Whether some value at the path passes the test. Arrays on the way are entered element by element, and by number;
 * with `expand` the elements of an array at the end are tried too, after the array itself. A missing field is undefined.
 */
export function someAt(
  value: unknown,
  parts: readonly string[],
  at: number,
  test: Test,
  expand: boolean,
): boolean {
  if (at === parts.length) {
    return test(value) || (expand && Array.isArray(value) && value.some((element) => test(element)));
  }
  const part = parts[at] as string;
  if (Array.isArray(value)) {
    const isNumbered = isIndex(part) && Number(part) < value.length;
    if (isNumbered && someAt(value[Number(part)], parts, at + 1, test, expand)) return true;
    return value.some((element) => isDocument(element) && someAt(element, parts, at, test, expand));
  }
  return someAt(isDocument(value) ? field(value, part) : undefined, parts, at + 1, test, expand);
}

/** All values at a path, arrays on the way entered; arrays at the end stay whole. Empty when nothing is there. */
export function valuesAt(document: Document, path: string): unknown[] {
  const found: unknown[] = [];
  const collect: Test = (value) => {
    if (value !== undefined) found.push(value);
    return false;
  };
  someAt(document, path.split("."), 0, collect, false);
  return found;
}

/** The values an index on this path holds for a document: arrays taken apart, missing as null. */
export function indexedValues(
  document: Document,
  parts: readonly string[],
): { values: unknown[]; isMultikey: boolean } {
  const values: unknown[] = [];
  let isMultikey = false;
  const walk = (value: unknown, at: number): void => {
    if (at === parts.length) {
      if (!Array.isArray(value)) values.push(value ?? null);
      else {
        isMultikey = true;
        if (value.length === 0) values.push(emptyArray);
        else values.push(...(value as unknown[]).map((element) => element ?? null));
      }
      return;
    }
    const part = parts[at] as string;
    if (Array.isArray(value)) {
      isMultikey = true;
      if (isIndex(part) && Number(part) < value.length) walk(value[Number(part)], at + 1);
      for (const element of value) if (isDocument(element)) walk(element, at);
      return;
    }
    walk(isDocument(value) ? field(value, part) : undefined, at + 1);
  };
  walk(document, 0);
  if (values.length === 0) values.push(null);
  return { values, isMultikey };
}
