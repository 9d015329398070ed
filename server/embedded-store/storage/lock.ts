// One process per data folder. Who holds it stands in the store's own file: LMDB lets one process at a time write there,
// so that of many which start together one comes first. A file beside it tells the same to those who only look.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableKey } from "../language/keys.js";
import { tables } from "./catalog.js";
import type { Store } from "./store.js";

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

/** The process that a note names, if it is still that process. */
function living(note: string): number | undefined {
  const [pid, start] = note.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? Number(pid) : undefined;
  }
  return start === startOf(Number(pid)) ? Number(pid) : undefined;
}

/** The process that holds a folder, if one does. */
export function holderOf(folder: string): number | undefined {
  try {
    return living(readFileSync(join(folder, "holder"), "utf8"));
  } catch {
    return undefined;
  }
}

/** Takes a folder for this process and gives the way to let it go. @throws InUse when a living process holds it. */
export function takeFolder(folder: string, store: Store): () => void {
  const file = join(folder, "holder");
  const key = tableKey(tables.holder);
  const own = `${process.pid} ${startOf(process.pid)}`;
  store.commit(() => {
    const note = store.get(key)?.toString();
    const holder = note === undefined || note === own ? undefined : living(note);
    if (holder !== undefined) throw new InUse(holder);
    store.put(key, Buffer.from(own));
  }, true);
  writeFileSync(file, own, { mode: 0o600 });
  return () => {
    rmSync(file, { force: true });
    try {
      store.commit(() => store.put(key, null), true);
    } catch {
      // The note of a process that has ended holds nobody up.
    }
  };
}
