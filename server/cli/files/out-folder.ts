import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "./input-error.js";

/**
 * Refuses a folder that holds anything, before time is spent; with `replace`, one that holds anything but results of the
 * same command.
 *
 * @throws {InputError} also when the folder above it does not exist or the path is a file.
 */
export async function checkOutFolder(
  folder: string,
  known: readonly string[],
  replace: boolean,
): Promise<void> {
  const path = resolve(folder);
  const above = await stat(dirname(path)).catch(() => null);
  if (!above?.isDirectory())
    throw new InputError("out.noParent", { parent: dirname(path), name: basename(path) });
  const there = await stat(path).catch(() => null);
  if (there === null) return;
  if (!there.isDirectory()) throw new InputError("out.isFile", { folder });
  const names = await readdir(path);
  const other = names.find((name) => !known.includes(name));
  if (other !== undefined) {
    throw new InputError("out.holdsOther", { folder, name: other });
  }
  if (names.length > 0 && !replace) throw new InputError("out.holdsResults", { folder });
}

/**
 * Writes the files into a folder that is there whole or not at all: they are written beside it
 * and the folder is renamed when the last one is done.
 *
 * @throws {InputError} when results are there by now and are not to be replaced.
 */
export async function writeFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  replace: boolean,
): Promise<void> {
  const path = resolve(folder);
  const beside = await mkdtemp(join(dirname(path), `.${basename(path)}-`));
  try {
    const ready = join(beside, "new");
    await mkdir(ready);
    for (const [name, content] of Object.entries(files)) await writeFile(join(ready, name), content);
    if (!replace) await requireFree(folder);
    await putInPlaceOf(path, ready, join(beside, "old"));
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function putInPlaceOf(path: string, ready: string, old: string): Promise<void> {
  const hadOne = await rename(path, old).then(
    () => true,
    () => false,
  );
  try {
    await rename(ready, path);
  } catch (error) {
    if (hadOne) await rename(old, path);
    throw error;
  }
}

/** An empty folder gives way; one that another run has filled meanwhile does not. */
async function requireFree(folder: string): Promise<void> {
  const isFull = await rmdir(resolve(folder)).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === "ENOTEMPTY" || error.code === "EEXIST",
  );
  if (isFull) throw new InputError("out.holdsResults", { folder });
}
