import { resolve } from "node:path";
import { root } from "./root.mjs";

/**
 * npm runs a script in the project's folder, wherever `npm run khao` or `npm --prefix PROJECT run khao` was called, and says
 * in INIT_CWD where that was. From there the files of a command line are named, as in any shell. The data folder belongs to
 * the installation and stays where `npm start` has it.
 */
export function standWhereCalled() {
  process.env.KHAO_DATA_DIR = resolve(root, process.env.KHAO_DATA_DIR || "data");
  // A script of another name that starts this program has chosen the folder itself.
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  if (script === "khao" && folder) process.chdir(folder);
}
