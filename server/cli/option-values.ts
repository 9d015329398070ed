import { InvalidArgumentError } from "commander";
import { say } from "../terminal/words.js";

/** What the file system refused, in a sentence; null for anything else, which is a mistake of ours. */
export function diskSentence(error: unknown, folder: string): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  if (error.code === "ENOSPC") return say("out.diskFull", { folder });
  if (error.code === "EROFS" || error.code === "EACCES" || error.code === "EPERM") {
    return say("out.notWritable", { folder });
  }
  return null;
}

/** Names separated by commas. */
export function list(value: string): string[] {
  return value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Reads a whole number within limits. */
export function wholeNumber(low: number, high: number) {
  return (value: string): number => {
    const number = Number(value);
    if (value.trim() === "" || !Number.isInteger(number) || number < low || number > high) {
      throw new InvalidArgumentError(say("usage.wholeNumber", { low, high }));
    }
    return number;
  };
}

/** Reads a number above 0. */
export function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) throw new InvalidArgumentError(say("usage.positive"));
  return number;
}

/** Reads a share above 0 and at most 1. */
export function share(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 1)) throw new InvalidArgumentError(say("pv.shareRange"));
  return number;
}
