// What must be there before anything of Khảo can run: the packages, the build, and for browser tests Chromium.
// Plain JavaScript on Node's own modules, because on a fresh clone nothing else exists yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

export { root };

const nodeMinimum = [20, 19];

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Run a command with the terminal as its own; end this program with its exit code where it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: "inherit", cwd: root, ...options });
  if (result.error) stop(`Could not run ${command}: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** The packages of package-lock.json are in node_modules; a stamp spares the check when nothing changed. */
export function ensureInstalled({ quiet = false } = {}) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < nodeMinimum[0] || (major === nodeMinimum[0] && minor < nodeMinimum[1])) {
    stop(`Khảo needs Node.js ${nodeMinimum.join(".")} or newer; this is ${process.versions.node}.`);
  }
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".khao-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!quiet) console.log("Installing packages (about a minute, the first time only) …");
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    // A program whose standard output is data must not get npm's words in between.
    stdio: quiet ? ["ignore", 2, 2] : "inherit",
    shell: process.platform === "win32",
  });
  // npm may rewrite the lock file in its own order; the stamp is of what is there afterwards.
  const now = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  writeFileSync(stamp, now);
}

/** A fingerprint of every source file below the folders: path, size and time of change. */
function fingerprint(folders) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else {
      hash.update(`${path}\n${stat.size}\n${stat.mtimeMs}\n`);
    }
  };
  for (const folder of folders) if (existsSync(join(root, folder))) visit(join(root, folder));
  return hash.digest("hex");
}

const parts = {
  server: ["server", "item-bank", "psychometrics", "scripts/bundles.mjs", "package-lock.json"],
  client: [
    "client",
    "item-bank",
    "psychometrics",
    "server/contract",
    "scripts/bundles.mjs",
    "package-lock.json",
  ],
};

/** Waits until no other process is building, then holds the build for this one; what it gives back lets go. */
async function holdBuild() {
  const lock = join(root, "dist", ".building");
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = Number(readFileSync(lock, { encoding: "utf8", flag: "a+" }));
      // A build that was killed left its lock behind.
      if (!isRunning(holder)) rmSync(lock, { force: true });
      else await new Promise((go) => setTimeout(go, 200));
    }
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Build what is stale: `server` is every .ts file turned into .js under dist/, `client` the browser bundles. */
export async function ensureBuilt(wanted = ["server", "client"], { quiet = false } = {}) {
  mkdirSync(join(root, "dist"), { recursive: true });
  const stale = (part) => {
    const stamp = join(root, "dist", `.built-${part}`);
    const print = fingerprint(parts[part]);
    return existsSync(stamp) && readFileSync(stamp, "utf8") === print ? null : { stamp, print };
  };
  if (!wanted.some(stale)) return;
  const letGo = await holdBuild();
  try {
    // Another process may have built it while this one waited.
    for (const part of wanted) {
      const missing = stale(part);
      if (!missing) continue;
      if (!quiet) console.log(`Building the ${part} …`);
      const build = await import("./bundles.mjs");
      await (part === "server" ? build.buildServer() : build.buildClient());
      writeFileSync(missing.stamp, missing.print);
    }
  } finally {
    letGo();
  }
}

const chromiumPaths = [
  process.env.KHAO_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a Chromium the browser tests can drive; installs Debian's where this user may. */
export function ensureChromium() {
  const found = () => chromiumPaths.find((path) => path && existsSync(path));
  if (!found() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium from the system's packages for the browser tests …");
    const quiet = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    spawnSync("apt-get", ["update", "-qq"], quiet);
    spawnSync("apt-get", ["install", "-y", "-qq", "chromium"], quiet);
  }
  const path = found();
  if (!path) {
    stop(
      "The browser tests need Chromium: install it (Debian, Ubuntu: apt install chromium) or set KHAO_CHROMIUM to its path.",
    );
  }
  return path;
}
