import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const script = (name: string) => JSON.stringify(pathToFileURL(resolve("scripts", name)).href);
const module = (code: string) => ["--input-type=module", "--eval", code];

/** A program that ends with npm, below a parent that stands for npm; both run until they are ended. */
async function startedBy(event: string | undefined, shell: string[] = []) {
  const program = `
    const { endWithNpm } = await import(${script("end-with-npm.mjs")});
    endWithNpm();
    setInterval(() => {}, 1000);
    console.log(process.pid);`;
  const parent = spawn(
    process.execPath,
    module(`
      import { spawn } from "node:child_process";
      const [command, ...args] = ${JSON.stringify([...shell, process.execPath, ...module(program)])};
      spawn(command, args, { stdio: "inherit" });`),
    {
      env: { ...process.env, npm_lifecycle_event: event, npm_lifecycle_script: shell[2] },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  // The program holds the output open, so that it closes when both have ended.
  let isClosed = false;
  const closed = once(parent.stdout, "close").then(() => (isClosed = true));
  const [pid] = (await once(parent.stdout, "data")) as [Buffer];
  return { parent, pid: Number(pid.toString()), closed, hasEnded: () => isClosed };
}

const wait = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds));

describe("npm start", () => {
  it.each([
    ["", []],
    [" above the shell that it runs the script in", ["sh", "-c", '"$0" "$@"; exit $?']],
  ])("ends when npm is killed%s", async (_, shell) => {
    const { parent, closed, hasEnded } = await startedBy("start", shell);
    await wait(1_500);
    expect(hasEnded()).toBe(false);
    parent.kill("SIGKILL");
    await closed;
  });

  it.each([undefined, "service"])("stays when its parent ends and it was started by %s", async (event) => {
    const { parent, pid, closed, hasEnded } = await startedBy(event);
    parent.kill("SIGKILL");
    await wait(2_500);
    expect(hasEnded()).toBe(false);
    process.kill(pid, "SIGKILL");
    await closed;
  });

  it.skipIf(!existsSync("/proc/self/stat"))("leaves no process of the build behind", () => {
    const dist = mkdtempSync(join(tmpdir(), "khao-dist-"));
    // After the name in brackets a line of /proc has the state and the parent; Z has ended and waits to be noticed.
    const children = `
      import { readdirSync, readFileSync } from "node:fs";
      const { buildServer } = await import(${script("bundles.mjs")});
      await buildServer(${JSON.stringify(dist)});
      // A process that was told to end needs a moment for it; one that was not is there after two seconds too.
      await new Promise((done) => setTimeout(done, 2000));
      for (const name of readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name))) {
        let line = "";
        try { line = readFileSync("/proc/" + name + "/stat", "utf8"); } catch {}
        const [state, parent] = line.slice(line.lastIndexOf(")") + 2).split(" ");
        if (parent === String(process.pid) && state !== "Z") console.log(line);
      }`;
    try {
      const { stdout, stderr } = spawnSync(process.execPath, module(children), { encoding: "utf8" });
      expect(existsSync(join(dist, "server", "main.js")), stderr).toBe(true);
      expect(stdout).toBe("");
    } finally {
      rmSync(dist, { recursive: true, force: true });
    }
  });
});
