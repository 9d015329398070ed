// Transactions, retried writes and snapshots; on MongoDB too where MONGODB_URI names one.
import { Long, ObjectId } from "bson";
import fc from "fast-check";
import { mongo } from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestStore } from "./store.js";
import type { TestStore } from "./store.js";

let store: TestStore;
let client: mongo.MongoClient;
let accounts: mongo.Collection<{ _id: number; sum: number }>;
beforeAll(async () => {
  store = await startTestStore();
  client = store.connection.getClient();
});
beforeEach(async () => {
  const database = store.connection.db as unknown as mongo.Db;
  accounts = database.collection(`accounts_${new ObjectId().toHexString()}`);
  await accounts.insertMany([1, 2, 3, 4].map((_id) => ({ _id, sum: 100 })));
});
afterAll(() => store.stop());

const total = async () => (await accounts.find().toArray()).reduce((sum, account) => sum + account.sum, 0);

describe("transactions", () => {
  it("keep a sum that concurrent transfers move about", async () => {
    const transfer = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 50 }),
    );
    const property = fc.asyncProperty(
      fc.array(transfer, { minLength: 5, maxLength: 12 }),
      async (transfers) => {
        await Promise.all(
          transfers.map(([from, to, sum]) =>
            client.withSession((session) =>
              session.withTransaction(async () => {
                await accounts.updateOne({ _id: from }, { $inc: { sum: -sum } }, { session });
                expect(
                  (await accounts.find({}, { session }).toArray()).reduce((all, one) => all + one.sum, 0),
                ).toBe(400 - sum);
                await accounts.updateOne({ _id: to }, { $inc: { sum } }, { session });
              }),
            ),
          ),
        );
        expect(await total()).toBe(400);
      },
    );
    await fc.assert(property, { numRuns: 5 });
  });

  it("see their own writes, through indexes too, and nobody else sees them before the commit", async () => {
    await accounts.createIndex({ sum: 1 });
    const session = client.startSession();
    session.startTransaction();
    await accounts.insertMany(
      [
        { _id: 5, sum: 7 },
        { _id: 6, sum: 200 },
      ],
      { session },
    );
    await accounts.deleteOne({ _id: 1 }, { session });
    await accounts.updateOne({ _id: 2 }, { $set: { sum: 150 } }, { session });
    const inside = await accounts
      .find({ sum: { $gt: 0 } }, { session })
      .sort({ sum: -1 })
      .toArray();
    expect(inside.map(({ sum }) => sum)).toEqual([200, 150, 100, 100, 7]);
    expect(await accounts.countDocuments({}, { session })).toBe(5);
    expect(await accounts.countDocuments()).toBe(4);
    await session.commitTransaction();
    expect((await accounts.find().sort({ sum: -1 }).toArray()).map(({ sum }) => sum)).toEqual([
      200, 150, 100, 100, 7,
    ]);
    await session.endSession();
  });

  it("read the state of their beginning", async () => {
    const session = client.startSession();
    session.startTransaction({ readConcern: { level: "snapshot" } });
    expect((await accounts.findOne({ _id: 1 }, { session }))?.sum).toBe(100);
    await accounts.updateOne({ _id: 1 }, { $set: { sum: 1 } });
    await accounts.insertOne({ _id: 9, sum: 1 });
    expect((await accounts.findOne({ _id: 1 }, { session }))?.sum).toBe(100);
    expect(await accounts.find({}, { session }).toArray()).toHaveLength(4);
    const late = accounts.updateOne({ _id: 1 }, { $inc: { sum: 1 } }, { session });
    await expect(late).rejects.toMatchObject({ code: 112, errorLabels: ["TransientTransactionError"] });
    await session.endSession();
    expect((await accounts.findOne({ _id: 1 }))?.sum).toBe(1);
  });

  it("are run again when a plain write was first", async () => {
    let runs = 0;
    await client.withSession((session) =>
      session.withTransaction(async () => {
        const { modifiedCount } = await accounts.updateOne({ _id: 1 }, { $inc: { sum: 1 } }, { session });
        expect(modifiedCount).toBe(1);
        if (runs++ > 0) return;
        // A MongoDB server makes this write wait; here the transaction hears of it when it commits.
        if (process.env.MONGODB_URI === undefined)
          await accounts.updateOne({ _id: 1 }, { $inc: { sum: 10 } });
      }),
    );
    const isServer = process.env.MONGODB_URI !== undefined;
    expect((await accounts.findOne({ _id: 1 }))?.sum).toBe(isServer ? 101 : 111);
    expect(runs).toBe(isServer ? 1 : 2);
  });

  it("are not disturbed by writes to what they only read", async () => {
    await client.withSession(async (session) => {
      session.startTransaction();
      await accounts.updateOne({ _id: 1 }, { $inc: { sum: 1 } }, { session });
      await accounts.findOne({ _id: 2 }, { session });
      await accounts.updateOne({ _id: 2 }, { $inc: { sum: 10 } });
      await session.commitTransaction();
    });
    expect(await total()).toBe(411);
  });

  it("refuse one unique value twice", async () => {
    await accounts.deleteMany({});
    await accounts.createIndex({ sum: 1 }, { unique: true });
    const outcomes = await Promise.allSettled(
      [11, 12, 13].map((_id) =>
        client.withSession((session) =>
          session.withTransaction(() => accounts.insertOne({ _id, sum: 500 }, { session })),
        ),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await accounts.countDocuments({ sum: 500 })).toBe(1);
  });
});

describe("a retried write", () => {
  it("is done once, whatever it was", async () => {
    // A client of its own: the numbers below must not meet those that a driver counts in its pool of sessions.
    const own = await mongo.MongoClient.connect(store.uri);
    const database = own.db(store.connection.name);
    const session = own.startSession();
    const send = (command: mongo.Document, number: number) =>
      database.command({ ...command, txnNumber: Long.fromNumber(number) }, { session });
    const increment = {
      update: accounts.collectionName,
      updates: [{ q: { _id: 1 }, u: { $inc: { sum: 5 } } }],
    };
    const first = await send(increment, 101);
    expect(await send(increment, 101)).toMatchObject({
      n: first.n as number,
      nModified: first.nModified as number,
    });
    expect((await accounts.findOne({ _id: 1 }))?.sum).toBe(105);
    const insert = {
      insert: accounts.collectionName,
      documents: [
        { _id: 21, sum: 0 },
        { _id: 21, sum: 0 },
        { _id: 22, sum: 0 },
      ],
      ordered: false,
    };
    const inserted = await send(insert, 102);
    expect(inserted).toMatchObject({ n: 2, writeErrors: [{ index: 1, code: 11000 }] });
    expect(await send(insert, 102)).toMatchObject({ n: 2, writeErrors: [{ index: 1, code: 11000 }] });
    const modify = {
      findAndModify: accounts.collectionName,
      query: { _id: 2 },
      update: { $inc: { sum: 1 } },
      new: true,
    };
    const modified = await send(modify, 103);
    expect((await send(modify, 103)).value).toEqual(modified.value);
    expect((await accounts.findOne({ _id: 2 }))?.sum).toBe(101);
    await expect(send(increment, 102)).rejects.toMatchObject({ code: 225 });
    await own.close();
  });
});

describe("a snapshot session", () => {
  it("reads one state, collection after collection", async () => {
    const session = client.startSession({ snapshot: true });
    expect(await accounts.find({}, { session }).toArray()).toHaveLength(4);
    await accounts.deleteMany({});
    expect(await accounts.find({}, { session }).toArray()).toHaveLength(4);
    await session.endSession();
    expect(await accounts.countDocuments()).toBe(0);
  });
});
