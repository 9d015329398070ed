// One process per data folder. Who holds it stands in the store's own file: LMDB lets one process at a time write there,
// so that of many which start together one comes first.
import { readFileSync } from "node:fs";
import { tableKey } from "../language/keys.js";
import { tables } from "./catalog.js";
import type { Store } from "./store.js";

/** The folder is in use by another process, which the message names. */
export class InUse extends Error {}

/** When a process began, where the system tells: a process number alone may have been given away again. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** How a process is noted, to be known again. */
export const noteOf = (pid: number): string => `${pid} ${startOf(pid)}`;

/** Whether the process of a note still runs. */
export function isAlive(note: string): boolean {
  const pid = Number.parseInt(note);
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return note === noteOf(pid);
}

/** Takes a folder for this process and gives the way to let it go. @throws InUse when a living process holds it. */
export function takeFolder(store: Store): () => void {
  const key = tableKey(tables.holder);
  const own = noteOf(process.pid);
  let holder: string | undefined;
  store.commit(() => {
    const note = store.get(key)?.toString();
    if (note !== undefined && note !== own && isAlive(note)) holder = note;
    else store.put(key, Buffer.from(own));
  }, true);
  if (holder !== undefined) throw new InUse(`in use by process ${Number.parseInt(holder)}`);
  return () => store.commit(() => store.put(key, null), true);
}
