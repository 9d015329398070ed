import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { loadSecret, secret } from "../../server/secret.js";
import { makeApi } from "../support/api.js";
import { builtProgram } from "../support/built-programs.js";
import { cannotMount, mountDisk, unmountDisk } from "../support/small-disk.js";

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "khao-start-"));
  folders.push(folder);
  return folder;
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const free = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });

interface Program {
  output: () => string;
  errors: () => string;
  /** Until the text has been printed. */
  says: (text: string) => Promise<void>;
  ended: Promise<number | null>;
  stop: () => void;
}

/** The program as `npm start` runs it. */
function program(environment: Record<string, string>): Program {
  const { MONGODB_URI: _server, ...rest } = process.env;
  const child = spawn(process.execPath, [builtProgram("server/main")], {
    env: { ...rest, KHAO_DEMO: "0", ...environment },
  });
  let output = "";
  let errors = "";
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    listeners.forEach((listener) => listener());
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = new Promise<number | null>((end) => child.once("close", end));
  const says = (text: string) =>
    new Promise<void>((said, silent) => {
      const look = () => output.includes(text) && said();
      listeners.add(look);
      look();
      void ended.then(() => silent(new Error(`ended without saying "${text}": ${output}${errors}`)));
    });
  return { output: () => output, errors: () => errors, says, ended, stop: () => child.kill("SIGTERM") };
}

const ready = "Khảo is running";

describe("starting the server", () => {
  it("says where it is and who may log in, keeps the data, and stops when it is told to", async () => {
    const folder = newFolder();
    const port = await free();
    const first = program({ PORT: String(port), KHAO_DATA_DIR: folder });
    await first.says("Ctrl+C");
    const password = /admin {4}(\S+)/.exec(first.output())?.[1] ?? "";
    expect(first.output()).toContain(`http://127.0.0.1:${port}/office/`);
    expect(first.output()).toContain(folder);
    expect((await makeApi(`http://127.0.0.1:${port}`).logIn("admin", password)).status).toBe(200);
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
    first.stop();
    expect(await first.ended).toBe(0);

    const second = program({ PORT: String(port), KHAO_DATA_DIR: folder });
    await second.says("Ctrl+C");
    expect(second.output()).not.toContain(password);
    expect((await makeApi(`http://127.0.0.1:${port}`).logIn("admin", password)).status).toBe(200);
    second.stop();
    expect(await second.ended).toBe(0);
  });

  it("on a port that another program uses names the port and another one, in both languages", async () => {
    const port = await free();
    const other = createServer();
    await new Promise<void>((listening) => other.listen(port, "127.0.0.1", listening));
    const folder = newFolder();
    const started = program({ PORT: String(port), KHAO_DATA_DIR: folder });
    expect(await started.ended).toBe(1);
    other.close();
    expect(started.errors()).toContain(`Port ${port} is in use by another program.`);
    expect(started.errors()).toContain(`Cổng ${port} đang được chương trình khác dùng.`);
    expect(started.errors()).toContain(`PORT=${port + 1} npm start`);
    expect(started.output()).not.toContain(ready);
    // Nothing was made, so that the next start still tells the administrator's password.
    expect(readdirSync(folder)).toEqual([]);
  });

  it("on a data folder that another server uses names the folder, and leaves that server alone", async () => {
    const folder = newFolder();
    const port = await free();
    const first = program({ PORT: String(port), KHAO_DATA_DIR: folder });
    await first.says(ready);
    const second = program({ PORT: String(await free()), KHAO_DATA_DIR: folder });
    expect(await second.ended).toBe(1);
    expect(second.errors()).toContain(`The data folder ${folder} is in use by another Khảo server.`);
    expect((await makeApi(`http://127.0.0.1:${port}`).get("/api/health")).status).toBe(200);
    first.stop();
    await first.ended;
  });

  it("on a data folder that cannot be written says so and why", async () => {
    const file = join(newFolder(), "a-file");
    writeFileSync(file, "");
    const started = program({ PORT: String(await free()), KHAO_DATA_DIR: join(file, "data") });
    expect(await started.ended).toBe(1);
    expect(started.errors()).toContain(`The data folder ${join(file, "data")} cannot be written (ENOTDIR)`);
    expect(started.errors()).toContain("Không ghi được vào thư mục dữ liệu");
  });

  it.each([
    ["", {}],
    [
      ", also where it needs no secret from there",
      { KHAO_SECRET: "a-secret-for-the-tests-of-32-bytes-or-more" },
    ],
  ])("on a data folder that is a file says that a folder is wanted%s", async (_, settings) => {
    const file = join(newFolder(), "a-file");
    writeFileSync(file, "kept");
    const started = program({ PORT: String(await free()), KHAO_DATA_DIR: file, ...settings });
    expect(await started.ended).toBe(1);
    expect(started.errors()).toContain(`${file} is a file, and the data need a folder.`);
    expect(started.errors()).toContain(`${file} là tệp, còn dữ liệu cần một thư mục.`);
    expect(readFileSync(file, "utf8")).toBe("kept");
  });

  const place = join(newFolder(), "disk");
  const disk = process.env.MONGODB_URI ? undefined : mountDisk(place, "size=300k");
  it.skipIf(!disk)(
    `on a disk that is full says so in a sentence, and goes on from there with room again${disk ? "" : ` (skipped: a MongoDB, or ${cannotMount})`}`,
    async () => {
      onTestFinished(() => unmountDisk(place));
      const settings = { PORT: String(await free()), KHAO_DATA_DIR: place };
      const refused = program(settings);
      expect(await refused.ended).toBe(1);
      expect(refused.errors().trim().split("\n")).toEqual([
        expect.stringContaining(`Ổ đĩa chứa thư mục dữ liệu ${place} đã đầy.`),
        expect.stringContaining(`The disk of the data folder ${place} is full.`),
      ]);
      execFileSync("mount", ["-o", "remount,size=40m", place]);
      const started = program(settings);
      await started.says("Ctrl+C");
      expect(started.output()).toMatch(/admin {4}\S+/);
      started.stop();
      expect(await started.ended).toBe(0);
    },
  );

  it("with an empty secret, which a start on a full disk once left behind, makes a new one", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "secret"), "");
    loadSecret({ secret: null, dataDir: folder });
    expect(secret()).toHaveLength(64);
    expect(readFileSync(join(folder, "secret"), "utf8")).toBe(secret());
  });

  it("with a setting that has no meaning names the setting", async () => {
    const started = program({ PORT: "many", KHAO_DATA_DIR: newFolder() });
    expect(await started.ended).toBe(1);
    expect(started.errors()).toContain("The setting PORT cannot be used: many. It needs 0 … 65535.");
  });
});
