import type { CalibrationOptions } from "../../../psychometrics/index.js";

/** An option that is written as undefined is one that was left out. */
export function definedOnly(options: Partial<CalibrationOptions>): Partial<CalibrationOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
