import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { Problem } from "../../problem.js";
import { spokenLanguage } from "../../terminal/words.js";
import { InputError } from "./input-error.js";
import { jsonStopsAt } from "./json-place.js";

/**
 * Reads a JSON file by a reader of its schema.
 *
 * @throws {InputError} when it cannot be read, is no JSON, or does not fit the schema: the first place that does not is named.
 */
export async function readJson<T>(path: string, read: (value: unknown) => T): Promise<T> {
  return fitting(path, parsed(path, await textOf(path)), read);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") throw new InputError("file.missing", { path: resolve(path) });
    if (code === "EISDIR") throw new InputError("file.folder", { path });
    if (code === "EACCES") throw new InputError("file.unreadable", { path });
    throw error;
  }
}

function parsed(path: string, text: string): unknown {
  const json = text.replace(/^\ufeff/u, "");
  try {
    return JSON.parse(json);
  } catch (error) {
    const stop = jsonStopsAt(json);
    if (!stop) throw error;
    const { line, column, isEnd } = stop;
    const file = basename(path);
    if (json.trim() === "") throw new InputError("json.empty", { file });
    throw new InputError(isEnd ? "json.cutShort" : "json.notHere", { file, line, column });
  }
}

function fitting<T>(path: string, value: unknown, read: (value: unknown) => T): T {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const [first] = error.details;
    throw new InputError("analyse.misfit", {
      file: basename(path),
      path: first?.path || "/",
      reason: first?.message[spokenLanguage()] ?? "",
    });
  }
}
