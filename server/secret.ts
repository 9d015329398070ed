import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.js";
import { Problem } from "./problem.js";

let current: string | null = null;

/** The key that tokens are signed with. */
export function secret(): string {
  if (current === null) throw new Error("the secret is read before loadSecret was called");
  return current;
}

/**
 * Take the secret from the setting, or from `secret` in the data folder, which is made on the first start
 * and which only this user may read.
 *
 * @throws {Problem} `data-folder-is-file` or `data-folder-not-writable`.
 */
export function loadSecret({ secret: given, dataDir }: Pick<Config, "secret" | "dataDir">): void {
  current = given ?? readOrMake(dataDir);
}

function readOrMake(dataDir: string): string {
  const file = join(dataDir, "secret");
  try {
    mkdirSync(dataDir, { recursive: true });
    makeSecret(file);
    const found = readFileSync(file, "utf8");
    if (found !== "") return found;
    // A start that a full disk or a loss of power cut short: nothing was ever signed with that.
    rmSync(file);
    makeSecret(file);
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    if (reason === "EEXIST") throw new Problem("data-folder-is-file", { folder: dataDir });
    throw new Problem("data-folder-not-writable", { folder: dataDir, reason });
  }
}

function makeSecret(file: string): void {
  try {
    // "wx" fails where the file exists: of two programs that start together, one makes it and both read the same.
    writeFileSync(file, randomBytes(48).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
    // On a full disk the file is made and stays empty.
    rmSync(file, { force: true });
    throw error;
  }
}
