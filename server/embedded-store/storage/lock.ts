// One process per data folder: a file with the holder's process number, and LMDB's own table of readers behind it.
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder is in use by another process. */
export class InUse extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`in use by process ${pid}`);
    this.pid = pid;
  }
}

/** When a process began, where the system tells: a process number alone may have been given away again. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return start === startOf(pid);
}

/** The process that holds a folder, if one does. */
export function holderOf(folder: string): number | undefined {
  try {
    const [pid, start] = readFileSync(join(folder, "holder"), "utf8").split(" ");
    return isAlive(Number(pid), start ?? "") ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}

/** Takes a folder for this process and gives the way to let it go. @throws InUse when a living process holds it. */
export function takeFolder(folder: string): () => void {
  const file = join(folder, "holder");
  const own = join(folder, `holder.${process.pid}`);
  const guard = join(folder, "holder.guard");
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 });
  try {
    // Of two processes that find a dead holder, the one that makes the guard replaces it.
    takeGuard(guard);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
  try {
    const holder = holderOf(folder);
    if (holder !== undefined && holder !== process.pid) throw new InUse(holder);
    rmSync(file, { force: true });
    linkSync(own, file);
  } finally {
    rmSync(own, { force: true });
    rmSync(guard, { force: true, recursive: true });
  }
  return () => rmSync(file, { force: true });
}

/** A guard older than ten seconds was left by a process that died within these few lines. */
function takeGuard(guard: string): void {
  const until = Date.now() + 15_000;
  for (;;) {
    try {
      mkdirSync(guard);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || Date.now() > until) throw error;
    }
    try {
      if (Date.now() - statSync(guard).mtimeMs > 10_000) rmdirSync(guard);
    } catch {
      // It went away meanwhile, which is what was wanted.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}
