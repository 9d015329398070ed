// `npm run docs`: writes docs/api/ from the docstrings of what khao/psychometrics exports.
// With --check it writes nothing and fails where docs/api/ is not what the docstrings say, or an export has none.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root } from "./ensure.mjs";

ensureInstalled();
const isCheck = process.argv.includes("--check");
const kept = join(root, "docs", "api");
const out = isCheck ? join(root, "node_modules", ".cache", "api") : kept;
rmSync(out, { recursive: true, force: true });
const typedoc = join(root, "node_modules", ".bin", "typedoc");
const { status } = spawnSync(typedoc, ["--out", out], { stdio: "inherit", cwd: root });
if (status !== 0) process.exit(status ?? 1);

/** Every page by its path. */
const pages = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith(".md"))
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

/**
 * A page with the members of each union in an order of its own: TypeScript lists those of an inferred type in the order it
 * came upon them, which a change in quite another file can turn round. In a table they stand between `\|`.
 */
const inOneOrder = (page) =>
  page?.replace(/^.*$/gm, (line) =>
    line.replace(line.startsWith("|") ? /(?:[^\s|]+ \\\| )+[^\s|]+/g : /(?:[^\s|]+ \| )+[^\s|]+/g, (union) =>
      union
        .split(/ \\?\| /)
        .sort()
        .join(" | "),
    ),
  );

if (isCheck) {
  const now = pages(out);
  const before = pages(kept);
  const stale = [...new Set([...now.keys(), ...before.keys()])].filter(
    (name) => inOneOrder(now.get(name)) !== inOneOrder(before.get(name)),
  );
  if (stale.length > 0) {
    console.error(`docs/api is not what the docstrings say (${stale.slice(0, 5).join(", ")}): npm run docs`);
    process.exit(1);
  }
}
