import type { ResponseValue } from "../types.js";

/**
 * Whether nothing has been given: null, blank text, no choice taken, no gap filled. The same rule serves every
 * interaction, so the browser can tell answered from unanswered without knowing the kinds.
 *
 * A number and a ticked "false" are something given; text of spaces only is nothing.
 */
export function isEmptyResponse(value: ResponseValue): boolean {
  if (value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (typeof value === "number") return false;
  if (Array.isArray(value)) return value.length === 0;
  return Object.values<string | boolean | string[]>(value).every(isEmptyPart);
}

/**
 * Whether every part has been given: each statement, row or gap. The player marks a unit as answered only then,
 * and the review page names what is partly answered. `partCount` is the number of parts; 1 for interactions without.
 */
export function isCompleteResponse(value: ResponseValue, partCount: number): boolean {
  if (isEmptyResponse(value)) return false;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return true;
  const parts = Object.values<string | boolean | string[]>(value);
  return parts.filter((part) => !isEmptyPart(part)).length >= partCount;
}

function isEmptyPart(part: string | boolean | string[]): boolean {
  if (Array.isArray(part)) return part.length === 0;
  return typeof part === "string" && part.trim() === "";
}
