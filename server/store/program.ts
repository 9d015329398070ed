import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** How to run a program or worker of this server: the built .js, or the .ts through tsx when nothing is built. */
export interface Program {
  file: string;
  /** Options for Node that go before the file. */
  nodeOptions: string[];
  /** Where Node finds tsx from. */
  cwd: string;
}

/**
 * Finds a program of this server, for a child process or a worker thread.
 *
 * @param path relative to the caller and without ending, such as "../embedded-store/main".
 * @param base the caller's `import.meta.url`.
 */
export function programOf(path: string, base: string): Program {
  const built = fileURLToPath(new URL(`${path}.js`, base));
  if (existsSync(built)) return { file: built, nodeOptions: ["--enable-source-maps"], cwd: dirname(built) };
  const source = fileURLToPath(new URL(`${path}.ts`, base));
  return { file: source, nodeOptions: ["--import", "tsx"], cwd: dirname(source) };
}
