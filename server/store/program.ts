import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../package-root.js";

/** How to run a program or worker of this server: the built .js, or the .ts through tsx when nothing is built. */
export interface Program {
  file: string;
  /** Options for Node that go before the file. */
  nodeOptions: string[];
  /** Where Node finds tsx from. */
  cwd: string;
}

/**
 * The tests run the server's sources, but what it starts from `dist/`, which they build first and name here: through tsx
 * every start would translate the sources anew.
 */
const builtRoot = process.env.KHAO_BUILT_ROOT;

/**
 * Finds a program of this server, for a child process or a worker thread.
 *
 * @param path relative to the caller and without ending, such as "../embedded-store/main".
 * @param base the caller's `import.meta.url`.
 */
export function programOf(path: string, base: string): Program {
  const beside = fileURLToPath(new URL(`${path}.js`, base));
  const inDist = builtRoot === undefined ? [] : [join(builtRoot, relative(packageRoot, beside))];
  const built = [beside, ...inDist].find((file) => existsSync(file));
  if (built) return { file: built, nodeOptions: ["--enable-source-maps"], cwd: dirname(built) };
  const source = fileURLToPath(new URL(`${path}.ts`, base));
  return { file: source, nodeOptions: ["--import", "tsx"], cwd: dirname(source) };
}
