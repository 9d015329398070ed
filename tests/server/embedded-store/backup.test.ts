import { Double, Long } from "bson";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Command } from "commander";
import { mongo } from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../../server/cli/commands/restore.js";
import { sentenceOf } from "../../../server/cli/failure.js";
import { backup } from "../../../server/store/backup.js";
import { BrokenBackup } from "../../../server/store/backup-format.js";
import { DatabaseNotEmpty, restore } from "../../../server/store/restore.js";
import { speak, type SpokenError } from "../../../server/terminal/words.js";
import { startTestStore } from "./store.js";
import type { TestStore } from "./store.js";

describe("backup and restore", () => {
  const folder = mkdtempSync(join(tmpdir(), "khao-backup-"));
  const file = join(folder, "all.backup");
  let store: TestStore;
  let uri: string;
  let client: mongo.MongoClient;
  let database: mongo.Db;

  beforeAll(async () => {
    store = await startTestStore();
    uri = store.uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/]+)(\/[^?]*)?/, `$1/${store.connection.name}`);
    client = await mongo.MongoClient.connect(uri);
    database = client.db();
  });
  afterAll(async () => {
    await client.close();
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await database.dropDatabase();
    await database.collection("people").createIndex({ email: 1 }, { unique: true });
    await database.collection("people").insertMany(
      Array.from({ length: 300 }, (_, n) => ({
        _id: n as never,
        email: `${n}@example.org`,
        x: new Double(n),
        l: Long.fromNumber(n),
        note: "ế",
      })),
    );
    await database.collection("empty").createIndex({ a: 1, "b.c": -1 });
  });

  const content = async () => {
    const found: Record<string, unknown> = {};
    for (const { name } of await database.listCollections().toArray()) {
      const raws = await database.collection(name).find({}, { raw: true }).toArray();
      found[name] = {
        documents: raws.map((raw) => Buffer.from(raw as unknown as Uint8Array).toString("hex")),
        indexes: await database.collection(name).indexes(),
      };
    }
    return found;
  };

  it("bring back every byte, type and index, in the place of what is there", async () => {
    const before = await content();
    expect(await backup(uri, file, true)).toEqual({ collections: 2, documents: 300 });
    await database.collection("people").deleteMany({ x: { $gt: 10 } });
    await database.collection("people").updateOne({ _id: 1 as never }, { $set: { x: 5 } });
    await database.collection("later").insertOne({ a: 1 });
    await restore(uri, file, true);
    expect(await content()).toEqual(before);
    await expect(database.collection("people").insertOne({ email: "3@example.org" })).rejects.toMatchObject({
      code: 11000,
    });
  });

  it("leave a file that is there alone, unless told to replace it", async () => {
    const taken = join(folder, "taken.backup");
    writeFileSync(taken, "last week's");
    await expect(backup(uri, taken, false)).rejects.toThrow(`${taken} is there already`);
    expect(readFileSync(taken, "utf8")).toBe("last week's");
    expect(await backup(uri, taken, true)).toEqual({ collections: 2, documents: 300 });
    expect(readFileSync(taken, "utf8")).not.toBe("last week's");
  });

  it("name the folder that is not there, and a folder where a file is wanted", async () => {
    const absent = join(folder, "absent");
    const error: unknown = await backup(uri, join(absent, "x"), false).catch((met: unknown) => met);
    expect(sentenceOf(error)).toBe(`There is no folder ${absent} to put x in.`);
    expect((error as SpokenError).say("vi")).toBe(`Không có thư mục ${absent} để đặt x vào.`);
    await expect(backup(uri, folder, true)).rejects.toThrow(`${folder} is a folder`);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  it("take one moment, while others write", async () => {
    let isOver = false;
    const pairs = database.collection<{ _id: number }>("pairs");
    const twins = database.collection<{ _id: number }>("twins");
    await pairs.insertOne({ _id: -1 });
    await twins.insertOne({ _id: -1 });
    const writing = (async () => {
      for (let _id = 0; !isOver; _id++)
        await client.withSession((session) =>
          session.withTransaction(async () => {
            await pairs.insertOne({ _id }, { session });
            await twins.insertOne({ _id }, { session });
          }),
        );
    })();
    await backup(uri, file, true);
    isOver = true;
    await writing;
    await restore(uri, file, true);
    expect(await pairs.find().sort({ _id: 1 }).toArray()).toEqual(
      await twins.find().sort({ _id: 1 }).toArray(),
    );
  });

  it("refuse a database that holds documents, unless told to replace them", async () => {
    await backup(uri, file, true);
    await expect(restore(uri, file, false)).rejects.toThrow(DatabaseNotEmpty);
    await database.collection("people").deleteMany({});
    expect(await restore(uri, file, false)).toEqual({ collections: 2, documents: 300 });
    expect(await database.collection("people").countDocuments()).toBe(300);
  });

  it("change nothing when the file is cut, changed or no backup", async () => {
    await backup(uri, file, true);
    const whole = readFileSync(file);
    const before = await content();
    const broken = join(folder, "broken.backup");
    writeFileSync(broken, whole);
    const damaged = `${broken} is cut short or damaged`;
    truncateSync(broken, whole.length - 40);
    await expect(restore(uri, broken, true)).rejects.toThrow(damaged);
    writeFileSync(broken, Buffer.from(whole).fill(0x55, 400, 500));
    await expect(restore(uri, broken, true)).rejects.toThrow(damaged);
    const plain = gunzipSync(whole);
    const changed = Buffer.from(plain);
    changed.write("x", changed.indexOf("7@example.org"));
    writeFileSync(broken, gzipSync(changed));
    await expect(restore(uri, broken, true)).rejects.toThrow("its checksum does not fit");
    writeFileSync(broken, gzipSync(plain.subarray(0, 5000)));
    await expect(restore(uri, broken, true)).rejects.toThrow(damaged);
    for (const other of ["id,M1\n1,A\n", "", gzipSync("id,M1\n1,A\n")]) {
      writeFileSync(broken, other);
      const error: unknown = await restore(uri, broken, true).catch((met: unknown) => met);
      expect(error).toBeInstanceOf(BrokenBackup);
      expect((error as BrokenBackup).message).toContain(`${broken} is no backup of Khảo`);
      expect((error as BrokenBackup).say("vi")).toContain(`${broken} không phải bản sao lưu của Khảo`);
    }
    await expect(restore(uri, folder, true)).rejects.toThrow(`${folder} is no backup of Khảo`);
    await expect(restore(uri, join(folder, "absent"), true)).rejects.toThrow("absent");
    expect(await content()).toEqual(before);
  });

  it("by the command says before it replaces data what that means for the people who sit", async () => {
    const made = join(folder, "command.backup");
    await backup(uri, made, false);
    vi.stubEnv("MONGODB_URI", uri);
    const said: string[] = [];
    const listen = (text: unknown) => void said.push(String(text));
    vi.spyOn(console, "error").mockImplementation(listen);
    vi.spyOn(console, "log").mockImplementation(listen);
    speak("en");
    const program = new Command();
    register(program);
    await program.parseAsync(["restore", made, "--replace"], { from: "user" });
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    expect(said).toHaveLength(2);
    expect(said[0]).toContain("What was entered after the backup was made");
    expect(said[0]).toContain("may have to log in again");
    expect(said[1]).toContain("are in place");
  });
});
