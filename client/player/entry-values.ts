import type { ResponseValue } from "../../item-bank/types.js";

/** When something happened: on the device's monotonic clock, and by its date as a remark. */
export const moment = () => ({
  elapsedMs: Math.round(performance.now()),
  deviceTime: new Date().toISOString(),
});

/** Text as it is stored and compared: composed letters, whatever the keyboard made. What stands in the field stays as typed. */
export function normalised(value: ResponseValue): ResponseValue {
  if (typeof value === "string") return value.normalize("NFC");
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const parts = Object.entries(value).map(([id, part]: [string, unknown]) => [
    id,
    typeof part === "string" ? part.normalize("NFC") : part,
  ]);
  return Object.fromEntries(parts) as ResponseValue;
}
