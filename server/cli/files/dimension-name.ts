import type { Sentence } from "../../terminal/words.js";
import { InputError } from "./input-error.js";

/**
 * A dimension's name becomes a part of column names, such as `eap_MATH`.
 *
 * @param place where it stands.
 * @throws {InputError} for a name that makes none.
 */
export function requireDimensionName(name: string, place: string | Sentence): void {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) throw new InputError("pv.badDimension", { place, name });
}
