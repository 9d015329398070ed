// The store as a program: one process per folder, full and read-only disks, the end of a parent, TCP with a password.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import mongoose, { mongo } from "mongoose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectStore, runningStore, StoreUnavailable } from "../../../server/store/connect.js";
import { cannotMount, mountDisk, unmountDisk } from "../../support/small-disk.js";
import { agreementOf } from "./agreement.js";
import { buildStore, startProcess } from "./built-store.js";
import type { StoreProcess } from "./built-store.js";

describe.skipIf(process.env.MONGODB_URI !== undefined)("the store's program", () => {
  let program: string;
  let dataDir: string;
  let processes: StoreProcess[] = [];

  beforeAll(async () => {
    program = await buildStore();
  });
  afterAll(() => rmSync(dirname(program), { recursive: true, force: true }));
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "khao-program-"));
    processes = [];
  });
  afterEach(async () => {
    for (const { child, ended } of processes) {
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(environment: NodeJS.ProcessEnv = {}, folder = dataDir): Promise<StoreProcess> {
    const started = await startProcess(program, folder, environment);
    processes.push(started);
    return started;
  }

  async function using<T>(uri: string, action: (database: mongo.Db) => Promise<T>): Promise<T> {
    const client = await mongo.MongoClient.connect(uri, { serverSelectionTimeoutMS: 20_000 });
    try {
      return await action(client.db());
    } finally {
      await client.close();
    }
  }

  it("keeps its socket and folder to its user", async () => {
    await start();
    expect(statSync(join(dataDir, "store")).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, "store", "store.sock")).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, "store", "address.json")).mode & 0o777).toBe(0o600);
  });

  it("refuses a folder that another process holds, and says which", async () => {
    const { child } = await start();
    const sentence = `The data folder ${dataDir} is in use by process ${child.pid}`;
    await expect(start()).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining(sentence) });
    const joining = connectStore({ dataDir });
    await expect(joining).rejects.toThrow(StoreUnavailable);
    await expect(joining).rejects.toMatchObject({ exitCode: 3 });
    expect(mongoose.connection.readyState).toBe(0);
  });

  it("is refused by the note in LMDB when the file beside it is gone", async () => {
    const { child } = await start();
    rmSync(join(dataDir, "store", "address.json"));
    await expect(start()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`process ${child.pid}`),
    });
  });

  it("takes over the folder of a process that was killed", async () => {
    const first = await start();
    await using(first.uri, (database) => database.collection("a").insertOne({ n: 1 }));
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await start();
    expect(await using(second.uri, (database) => database.collection("a").countDocuments())).toBe(1);
  });

  it("forgets an index whose building a crash cut short", async () => {
    const first = await start();
    await using(first.uri, async (database) => {
      const rows = database.collection<{ _id: number }>("rows");
      for (let from = 0; from < 20_000; from += 2000)
        await rows.insertMany(Array.from({ length: 2000 }, (_, n) => ({ _id: from + n, n: n % 100 })));
      const building = rows.createIndex({ n: 1 }).catch(() => {});
      await sleep(60);
      first.child.kill("SIGKILL");
      await first.ended;
      await start();
      await building;
      expect(await agreementOf(dataDir, database, "rows")).toMatchObject({ documents: 20_000, errors: [] });
      await rows.createIndex({ n: 1 });
      expect(await rows.find({ n: 7 } as never).toArray()).toHaveLength(200);
      expect(await agreementOf(dataDir, database, "rows")).toMatchObject({ indexes: 2, errors: [] });
    });
  });

  it("lets only one of many that start together have the folder", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => start()));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ exitCode: 3 });
  });

  it("says when a folder cannot be written", async () => {
    const blocked = join(dataDir, "file");
    execFileSync("touch", [blocked]);
    await expect(start({}, join(blocked, "data"))).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining("cannot be written"),
    });
  });

  it("answers with OutOfDiskSpace when the disk is full, reads on, and writes again when there is room", async (context) => {
    const disk = mountDisk(join(dataDir, "disk"), "size=4m");
    if (!disk) return context.skip(cannotMount);
    try {
      const { uri } = await start({}, disk);
      await using(uri, async (database) => {
        const rows = database.collection<{ _id: number }>("rows");
        await rows.createIndex({ text: 1 });
        const acknowledged = await fillUntilFull(rows);
        expect(await rows.countDocuments({})).toBe(acknowledged);
        expect(await rows.findOne({ _id: 1 })).not.toBeNull();
        expect(await agreementOf(disk, database, "rows")).toMatchObject({
          documents: acknowledged,
          errors: [],
        });
        execFileSync("mount", ["-o", "remount,size=32m", disk]);
        await rows.insertOne({ _id: -1 });
        expect(await rows.countDocuments({})).toBe(acknowledged + 1);
      });
    } finally {
      for (const { child, ended } of processes) {
        child.kill("SIGKILL");
        await ended;
      }
      unmountDisk(disk);
    }
  });

  /** Inserts until the store refuses; gives how many documents were acknowledged. */
  async function fillUntilFull(rows: mongo.Collection<{ _id: number }>): Promise<number> {
    for (let _id = 0; _id < 100_000; _id++) {
      const insert = rows.insertOne({ _id, text: `${_id}`.repeat(100), more: "x".repeat(2000) } as never);
      const failure = await insert.then(() => undefined).catch((error: unknown) => error);
      if (!failure) continue;
      expect(failure).toMatchObject({ code: 14031, codeName: "OutOfDiskSpace" });
      return _id;
    }
    throw new Error("the store was never full");
  }

  it("says when the disk is read-only", async (context) => {
    const disk = mountDisk(join(dataDir, "disk"), "ro");
    if (!disk) return context.skip("no right to mount a read-only disk here");
    try {
      const sentence = expect.stringContaining("read-only") as string;
      await expect(start({}, disk)).rejects.toMatchObject({ exitCode: 4, message: sentence });
    } finally {
      unmountDisk(disk);
    }
  });

  it("closes a connection that sends nonsense, and serves the others", async () => {
    const { uri } = await start();
    const path = join(dataDir, "store", "store.sock");
    const head = (length: number, code: number) => {
      const bytes = Buffer.alloc(21);
      [length, 1, 0, code].forEach((value, i) => bytes.writeInt32LE(value, i * 4));
      return bytes;
    };
    const nonsense = [
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      randomBytes(1000),
      head(-5, 2013),
      head(2 ** 31 - 1, 2013),
      Buffer.concat([head(30, 2013), Buffer.alloc(9, 0xff)]),
      Buffer.concat([head(26, 2013), Buffer.from([200, 0, 0, 0, 0])]),
      Buffer.concat([head(26, 2004), Buffer.alloc(5)]),
      head(21, 9999),
    ];
    for (const bytes of nonsense) {
      const socket = connect(path);
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.on("error", () => {});
      socket.resume();
      socket.end(bytes);
      await closed;
    }
    expect(await using(uri, (database) => database.command({ ping: 1 }))).toMatchObject({ ok: 1 });
    expect(processes[0].child.exitCode).toBeNull();
  });

  it("asks for a password on TCP", async () => {
    const { uri } = await start({ KHAO_STORE_TCP: "1" });
    expect(uri).toMatch(/^mongodb:\/\/khao:[0-9a-f]{48}@127\.0\.0\.1:\d+\//);
    expect(statSync(join(dataDir, "store", "password")).mode & 0o777).toBe(0o600);
    await using(uri, async (database) => {
      await database.collection("a").insertOne({ n: 1 });
      expect(await database.collection("a").countDocuments()).toBe(1);
    });
    const wrong = uri.replace(/khao:[0-9a-f]{48}/, `khao:${"0".repeat(48)}`);
    await expect(using(wrong, (database) => database.command({ ping: 1 }))).rejects.toMatchObject({
      code: 18,
    });
    const none = uri.replace(/khao:[0-9a-f]{48}@/, "").replace(/&auth.*$/, "");
    await expect(using(none, (database) => database.collection("a").findOne())).rejects.toMatchObject({
      code: 13,
    });
  });

  it("has the same address on TCP after a restart", async () => {
    const first = await start({ KHAO_STORE_TCP: "1" });
    first.child.kill("SIGKILL");
    await first.ended;
    expect((await start({ KHAO_STORE_TCP: "1" })).uri).toBe(first.uri);
  });

  it("ends with the parent that started it", async () => {
    const script = `
      import { fork } from "node:child_process";
      const child = fork(${JSON.stringify(program)}, ["--data", ${JSON.stringify(dataDir)}], { execArgv: [] });
      child.on("message", () => { console.log(child.pid); setInterval(() => {}, 1000); });`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (text: Buffer) => resolve(Number(text))),
    );
    parent.kill("SIGKILL");
    const free = async () => start().catch(() => undefined);
    let next: StoreProcess | undefined;
    for (const until = Date.now() + 60_000; !next && Date.now() < until; await sleep(20)) next = await free();
    expect(next?.child.pid).not.toBe(pid);
    expect(next).toBeDefined();
  });

  it("is started again when it dies under a server", async () => {
    const store = await runningStore({ dataDir });
    try {
      const client = await mongo.MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 20_000 });
      await client.db().collection("a").insertOne({ n: 1 });
      const pid = store.pid() as number;
      process.kill(pid, "SIGKILL");
      for (const until = Date.now() + 60_000; store.pid() === pid && Date.now() < until;) await sleep(20);
      let found: number | undefined;
      for (const until = Date.now() + 60_000; found === undefined && Date.now() < until; await sleep(50)) {
        found = await client
          .db()
          .collection("a")
          .countDocuments()
          .catch(() => undefined);
      }
      expect(found).toBe(1);
      await client.close();
    } finally {
      await store.stop();
    }
    // The folder is free again.
    await start();
  });

  it("is joined by others when it was started to be shared", async () => {
    const shared = spawn(process.execPath, [program, "--data", dataDir, "--shared"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const uri = await new Promise<string>((resolve) =>
      shared.stdout.once("data", (text: Buffer) => resolve(text.toString().trim())),
    );
    const joined = await runningStore({ dataDir });
    expect(joined.uri).toBe(uri);
    await joined.stop();
    expect(await using(uri, (database) => database.command({ ping: 1 }))).toMatchObject({ ok: 1 });
    const ended = new Promise((resolve) => shared.once("close", resolve));
    shared.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("may lie in a folder whose path is too long for a socket", async () => {
    const deep = join(dataDir, "d".repeat(60), "e".repeat(60));
    mkdirSync(deep, { recursive: true });
    const { uri } = await start({}, deep);
    expect(await using(uri, (database) => database.command({ ping: 1 }))).toMatchObject({ ok: 1 });
    chmodSync(deep, 0o700);
  });
});
