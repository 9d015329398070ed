// The store built into one file, which starts faster than TypeScript: for tests that start it very often.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { vi } from "vitest";

// Build machines with two cores under load take several times as long as an idle one.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** Builds the store's program; it lies under node_modules, from where it finds its packages. */
export async function buildStore(): Promise<string> {
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const file = join(mkdtempSync(join(cache, "khao-store-")), "main.mjs");
  await build({
    entryPoints: [join(root, "server", "embedded-store", "main.ts")],
    outfile: file,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
  });
  return file;
}

export interface StoreProcess {
  uri: string;
  child: ChildProcess;
  /** Resolves with what ended the process. */
  ended: Promise<{ code: number | null; signal: string | null; complaint: string }>;
}

/** Starts the store; rejects with its complaint when it ends before it listens. */
export function startProcess(
  file: string,
  dataDir: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<StoreProcess> {
  const child = spawn(process.execPath, [file, "--data", dataDir], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, ...environment },
  });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const ended = new Promise<Awaited<StoreProcess["ended"]>>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, complaint }));
  });
  return new Promise((resolve, reject) => {
    child.on("message", (message: { uri: string }) => resolve({ uri: message.uri, child, ended }));
    child.on("error", reject);
    void ended.then(({ code }) => reject(Object.assign(new Error(complaint.trim()), { exitCode: code })));
  });
}
