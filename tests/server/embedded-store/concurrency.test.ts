// Many at once: index builds beside writes, long reads beside short ones, hundreds of transactions, TTL indexes.
import { ObjectId } from "bson";
import { setTimeout as sleep } from "node:timers/promises";
import type { mongo } from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agreementOf, leftoverRows } from "./agreement.js";
import { startTestStore } from "./store.js";
import type { TestStore } from "./store.js";

type Row = Record<string, unknown>;

let store: TestStore;
let database: mongo.Db;
let client: mongo.MongoClient;
beforeAll(async () => {
  process.env.KHAO_STORE_TTL_SECONDS = "1";
  store = await startTestStore();
  delete process.env.KHAO_STORE_TTL_SECONDS;
  database = store.connection.db as mongo.Db;
  client = store.connection.getClient();
});
afterAll(() => store.stop());

const isEmbedded = process.env.MONGODB_URI === undefined;
const fresh = () => database.collection<Row>(`rows_${new ObjectId().toHexString()}`);
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("an index that is built while others write", () => {
  it("has every document, also those of a transaction that was open before and is run again", async () => {
    const rows = fresh();
    await rows.insertMany(range(3000).map((n) => ({ n, tags: [n % 7, n % 11] })));
    let runs = 0;
    let goOn: (built?: unknown) => void = () => {};
    const built = new Promise((resolve) => (goOn = resolve));
    let inserting: Promise<void> = Promise.resolve();
    await new Promise<void>((isOpen, failed) => {
      inserting = client.withSession((session) =>
        session.withTransaction(async () => {
          await rows.insertOne({ n: -1, tags: [1] }, { session });
          isOpen();
          if (runs++ === 0) await built;
        }),
      );
      inserting.catch(failed);
    });
    const building = Promise.all([
      rows.createIndex({ tags: 1, n: 1 }),
      rows.createIndex({ tags: 1, n: 1 }),
      rows.createIndex({ n: -1 }, { unique: true }),
    ]);
    const writing = Promise.all(
      range(300).map((n) =>
        rows.updateOne({ n: n * 10 }, { $set: { n: 100_000 + n }, $push: { tags: n } as never }),
      ),
    );
    // A MongoDB server builds no index before the transaction is over.
    void (isEmbedded ? building : sleep(200)).then(goOn, goOn);
    await Promise.all([inserting, building, writing]);
    if (isEmbedded) expect(runs).toBeGreaterThan(1);
    expect(await agreementOf(store.dataDir, database, rows.collectionName)).toEqual({
      documents: 3001,
      indexes: 3,
      errors: [],
    });
    expect(await rows.find({ tags: 1, n: -1 }).toArray()).toHaveLength(1);
    expect(await rows.indexes()).toHaveLength(3);
  });
});

describe("a long read", () => {
  it("lets short ones pass", async () => {
    const rows = fresh();
    for (const part of range(15))
      await rows.insertMany(range(2000).map((n) => ({ _id: (part * 2000 + n) as never, n: n % 10 })));
    let isLongOver = false;
    const long = rows
      .aggregate([{ $group: { _id: "$n", count: { $sum: 1 } } }])
      .toArray()
      .finally(() => (isLongOver = true));
    let passed = 0;
    while (!isLongOver) {
      await rows.findOne({ _id: (passed % 30_000) as never });
      passed++;
    }
    expect(await long).toHaveLength(10);
    expect(passed).toBeGreaterThan(3);
  });
});

describe.skipIf(!isEmbedded)("a collection that was dropped", () => {
  it("is out of sight at once, ends the transactions that used it, and leaves no rows behind", async () => {
    const rows = fresh();
    await rows.createIndex({ tags: 1 });
    await rows.insertMany(range(1500).map((n) => ({ n, tags: [n, n + 1] })));
    const session = client.startSession();
    session.startTransaction();
    await rows.insertOne({ n: -1, tags: [] }, { session });
    await rows.drop();
    await expect(session.commitTransaction()).rejects.toMatchObject({
      errorLabels: ["TransientTransactionError"],
    });
    await session.endSession();
    await rows.insertOne({ n: 1, tags: [1] });
    expect(await rows.find({ tags: 1 }).toArray()).toHaveLength(1);
    const left = () => leftoverRows(store.dataDir);
    for (const until = Date.now() + 60_000; (await left()) > 0 && Date.now() < until;) await sleep(50);
    expect(await left()).toBe(0);
    expect((await agreementOf(store.dataDir, database, rows.collectionName)).errors).toEqual([]);
  });
});

describe("a snapshot", () => {
  it("that a change of the indexes has ended is not taken up in another state", async () => {
    const rows = fresh();
    await rows.insertMany(range(10).map((n) => ({ n })));
    await client.withSession({ snapshot: true }, async (session) => {
      expect(await rows.find({}, { session }).toArray()).toHaveLength(10);
      await rows.deleteMany({});
      await rows.createIndex({ n: 1 });
      const again = await rows
        .find({}, { session })
        .toArray()
        .catch((error: unknown) => error);
      // A MongoDB server keeps the state, or says that it cannot.
      if (Array.isArray(again)) expect(again).toHaveLength(10);
      else expect(again).toMatchObject({ code: 246 });
    });
  });
});

describe("hundreds of transactions", () => {
  it("may be open at once", async () => {
    const rows = fresh();
    await rows.insertOne({ _id: -1 as never });
    await Promise.all(
      range(300).map((n) =>
        client.withSession((session) =>
          session.withTransaction(async () => {
            await rows.findOne({ _id: -1 as never }, { session });
            await rows.insertOne({ _id: n as never }, { session });
          }),
        ),
      ),
    );
    expect(await rows.countDocuments()).toBe(301);
  });
});

describe("a TTL index", () => {
  // A MongoDB server looks once a minute, which is longer than this test may take.
  it.skipIf(!isEmbedded)("removes what is over, and nothing else", async () => {
    const rows = fresh();
    await rows.createIndex({ at: 1 }, { expireAfterSeconds: 10 });
    const before = (seconds: number) => new Date(Date.now() - seconds * 1000);
    await rows.insertMany([
      { n: 1, at: before(3600) },
      { n: 2, at: before(-3600) },
      { n: 3 },
      { n: 4, at: "text" },
      { n: 5, at: [before(-3600), before(3600)] },
    ]);
    for (const until = Date.now() + 60_000; (await rows.countDocuments()) > 3 && Date.now() < until;)
      await sleep(50);
    expect((await rows.find().sort({ n: 1 }).toArray()).map(({ n }) => n)).toEqual([2, 3, 4]);
  });
});
