import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A file system of its own in memory, mounted at a folder that is made for it.
 *
 * @param options of `mount`, such as "size=4m" or "ro".
 * @returns the folder, or undefined where this user has no right to mount.
 */
export function mountDisk(at: string, options: string): string | undefined {
  try {
    mkdirSync(at, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", at], { stdio: "ignore" });
    return at;
  } catch {
    return undefined;
  }
}

/** Taken away even while a process still has a file open there. */
export const unmountDisk = (at: string): void => {
  execFileSync("umount", ["-l", at]);
};

/** A small disk that can be filled and emptied again while a server runs on it. */
export interface SmallDisk {
  folder: string;
  /** Takes every byte that is left, as somebody's copy of a film would. */
  fill: () => void;
  makeRoom: () => void;
  remove: () => void;
}

/** What a test says when it skips. */
export const cannotMount = "no right to mount a small disk here";

/** @returns undefined where this user has no right to mount. */
export function makeSmallDisk(megabytes: number): SmallDisk | undefined {
  const place = mkdtempSync(join(tmpdir(), "khao-disk-"));
  const folder = mountDisk(join(place, "disk"), `size=${megabytes}m`);
  if (!folder) {
    rmSync(place, { recursive: true });
    return undefined;
  }
  const film = join(folder, "film");
  return {
    folder,
    fill: () => fillWith(film),
    makeRoom: () => rmSync(film, { force: true }),
    remove() {
      unmountDisk(folder);
      rmSync(place, { recursive: true });
    },
  };
}

function fillWith(path: string): void {
  const file = openSync(path, "a");
  try {
    for (const chunk of [Buffer.alloc(65_536), Buffer.alloc(512)]) writeUntilFull(file, chunk);
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, chunk: Buffer): void {
  for (;;) {
    try {
      writeSync(file, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
      throw error;
    }
  }
}
