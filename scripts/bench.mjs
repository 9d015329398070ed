// `npm run bench -- NAME [options]`: runs tests/bench/NAME.ts; without a name it lists what there is.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, root, run } from "./ensure.mjs";

ensureInstalled();
const [name, ...options] = process.argv.slice(2);
const folder = join(root, "tests", "bench");
const file = join(folder, `${name}.ts`);
if (!name || !existsSync(file)) {
  const names = readdirSync(folder)
    .filter((entry) => entry.endsWith(".ts"))
    .map((entry) => entry.slice(0, -3));
  console.error(`Usage: npm run bench -- NAME [options], where NAME is one of: ${names.join(", ")}`);
  process.exit(2);
}
await ensureBuilt();
run(process.execPath, ["--import", "tsx", file, ...options]);
