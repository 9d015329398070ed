import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtProgram } from "./built-programs.js";

const root = join(fileURLToPath(import.meta.url), "..", "..", "..");

/** The real program in a process of its own, with its store as its child: the pair can be killed together. */
export interface ServerProcess {
  url: string;
  /** What it has said so far. */
  output: () => string;
  /** SIGKILL to the server and its store: no goodbye, nothing flushed. */
  kill: () => Promise<void>;
  /** SIGTERM, as an operator stops it. */
  stop: () => Promise<void>;
}

/**
 * Starts when the server answers; a machine under load may take its time.
 */
export async function startServerProcess(
  dataDir: string,
  port: number,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [builtProgram("server/main")], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      KHAO_DATA_DIR: dataDir,
      KHAO_DEMO: "0",
      LOG_LEVEL: "error",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that a kill reaches the store too and nobody else.
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (text) => (output += String(text)));
  child.stderr.on("data", (text) => (output += String(text)));
  const url = `http://127.0.0.1:${port}`;
  await answering(url, child, () => output);
  return {
    url,
    output: () => output,
    kill: () => end(child, () => process.kill(-(child.pid ?? 0), "SIGKILL")),
    stop: () => end(child, () => child.kill("SIGTERM")),
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function answering(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const giveUpAt = Date.now() + 120_000;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`the server ended while it started: ${output()}`);
    const isUp = await fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error(`the server did not answer within two minutes: ${output()}`);
}

async function end(child: ChildProcess, signal: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  signal();
  await gone;
}
