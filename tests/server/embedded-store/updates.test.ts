// Updates: what each operator does, and relations between them; on MongoDB too where MONGODB_URI names one.
import { Double, Int32, Long, ObjectId } from "bson";
import fc from "fast-check";
import type { mongo } from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { agreementOf } from "./agreement.js";
import { startTestStore } from "./store.js";
import type { TestStore } from "./store.js";
import { commonScalars, documents } from "./values.js";

type Row = Record<string, unknown>;

let store: TestStore;
let rows: ReturnType<TestStore["connection"]["collection"]>;
beforeAll(async () => {
  store = await startTestStore();
});
beforeEach(() => {
  rows = store.connection.collection(`rows_${new ObjectId().toHexString()}`);
});
afterAll(() => store.stop());

/** What an update makes of a document, without its _id. */
async function updated(
  before: Row,
  update: Row | Row[],
  filter: Row = {},
  options = {},
): Promise<Row | null> {
  const { insertedId } = await rows.insertOne({ ...before });
  await rows.updateOne({ _id: insertedId, ...filter }, update, options);
  return rows.findOne({ _id: insertedId }, { projection: { _id: 0 } });
}

const refused = (before: Row, update: Row, code: number) =>
  expect(updated(before, update), JSON.stringify(update)).rejects.toMatchObject({ code });

describe("operators on fields", () => {
  it("set, unset and make what is missing on the way", async () => {
    expect(await updated({ a: 1 }, { $set: { "b.c.d": 2 } })).toEqual({ a: 1, b: { c: { d: 2 } } });
    expect(await updated({ a: [1, 2] }, { $set: { "a.4": 5 } })).toEqual({ a: [1, 2, null, null, 5] });
    expect(await updated({ a: [{ n: 1 }] }, { $set: { "a.0.n": 2, "a.1.n": 3 } })).toEqual({
      a: [{ n: 2 }, { n: 3 }],
    });
    expect(await updated({ a: 1, b: { c: 1, d: 2 } }, { $unset: { a: "", "b.c": "" } })).toEqual({
      b: { d: 2 },
    });
    expect(await updated({ a: [1, 2, 3] }, { $unset: { "a.1": "" } })).toEqual({ a: [1, null, 3] });
    expect(await updated({ b: 1 }, { $unset: { "b.c": 1, "x.y": 1 } })).toEqual({ b: 1 });
  });

  it("keep and widen the types of numbers", async () => {
    const { insertedId } = await rows.insertOne({
      i: new Int32(5),
      d: new Double(5),
      l: Long.fromNumber(5),
      big: new Int32(2147483647),
    });
    await rows.updateOne({ _id: insertedId }, { $inc: { i: 1, big: 1, m: new Double(1) }, $set: { x: 1 } });
    const found = await rows.findOne({ _id: insertedId }, { promoteValues: false });
    expect([found?.i, found?.d, found?.l, found?.big, found?.m]).toEqual([
      new Int32(6),
      new Double(5),
      Long.fromNumber(5),
      Long.fromNumber(2147483648),
      new Double(1),
    ]);
    await rows.updateOne({ _id: insertedId }, { $inc: { i: 0.5, l: Long.fromBigInt(2n ** 53n) } });
    const again = await rows.findOne({ _id: insertedId }, { promoteValues: false });
    expect([again?.i, again?.l]).toEqual([new Double(6.5), Long.fromBigInt(2n ** 53n + 5n)]);
  });

  it("are refused with MongoDB's codes, and change nothing", async () => {
    await refused({ a: "x" }, { $inc: { a: 1 } }, 14);
    await refused({ a: 1 }, { $inc: { a: "x" } }, 14);
    await refused({ a: 1 }, { $set: { "a.b": 1 } }, 28);
    await refused({ a: [1] }, { $set: { "a.b": 1 } }, 28);
    await refused({ a: 1 }, { $set: { a: 1, "a.b": 2 } }, 40);
    await refused({ a: 1 }, { $set: { a: 1 }, $inc: { a: 2 } }, 40);
    await refused({ a: 1 }, { $set: { _id: 7 } }, 66);
    await refused({ a: 1 }, { $set: { "a..b": 7 } }, 56);
    await refused({ a: 1 }, { $push: { a: 7 } }, 2);
    await refused({ a: 1 }, { $fly: { a: 7 } }, 115);
    await refused({ a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2);
    expect(await rows.countDocuments({ a: { $ne: null } })).toBe(11);
    await expect(rows.updateOne({ a: { $near: 1 } }, { $set: { a: 1 } })).rejects.toThrow();
  });
});

describe("operators on arrays", () => {
  it("push one value, or each of several", async () => {
    expect(await updated({}, { $push: { a: [1] } })).toEqual({ a: [[1]] });
    expect(await updated({ a: [1] }, { $push: { a: { n: 2 }, "b.c": 3 } })).toEqual({
      a: [1, { n: 2 }],
      b: { c: [3] },
    });
    expect(await updated({ a: [1, 4] }, { $push: { a: { $each: [2, 3] } } })).toEqual({ a: [1, 4, 2, 3] });
  });
});

describe("whole updates", () => {
  it("replace, upsert and tell what they did", async () => {
    await rows.insertOne({ _id: 1 as never, a: 1, b: 2 });
    expect(await rows.replaceOne({ a: 1 }, { c: 3 })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await rows.findOne({})).toEqual({ _id: 1, c: 3 });
    expect(await rows.updateOne({ c: 3 }, { $set: { c: 3 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
    const upsert = await rows.updateOne(
      { k: "x", n: { $gt: 1 }, "s.t": 1 },
      { $set: { v: 1 }, $setOnInsert: { w: 2 } },
      { upsert: true },
    );
    expect(upsert).toMatchObject({ matchedCount: 0, upsertedCount: 1 });
    expect(await rows.findOne({ _id: upsert.upsertedId as never })).toMatchObject({
      k: "x",
      s: { t: 1 },
      v: 1,
      w: 2,
    });
    const found = await rows.findOneAndUpdate(
      { k: "y" },
      { $inc: { n: 1 } },
      { upsert: true, returnDocument: "after" },
    );
    expect(found).toMatchObject({ k: "y", n: 1 });
    expect(await rows.findOneAndUpdate({ k: "z" }, { $set: { a: 1 } })).toBeNull();
  });

  it("take the first of an order", async () => {
    await rows.insertMany([{ n: 2 }, { n: 3 }, { n: 1 }]);
    const next = await rows.findOneAndUpdate({ lock: null }, { $set: { lock: 1 } }, { sort: { n: -1 } });
    expect(next).toMatchObject({ n: 3 });
    expect(await rows.countDocuments({ lock: 1 })).toBe(1);
  });

  it("write in bulk, in order until the first error or all that can be", async () => {
    const operations = [
      { insertOne: { document: { _id: 1 as never } } },
      { insertOne: { document: { _id: 1 as never } } },
      { updateOne: { filter: { _id: 2 as never }, update: { $set: { a: 1 } }, upsert: true } },
    ];
    await expect(rows.bulkWrite(operations)).rejects.toMatchObject({ code: 11000 });
    expect(await rows.countDocuments()).toBe(1);
    await expect(rows.bulkWrite(operations, { ordered: false })).rejects.toMatchObject({ code: 11000 });
    expect(await rows.countDocuments()).toBe(2);
  });

  it("keep indexes true, whatever the update", async () => {
    await rows.createIndex({ a: 1 });
    await rows.createIndex({ "b.c": 1, a: -1 });
    const update = fc.oneof(
      fc
        .tuple(fc.constantFrom("$set", "$push", "$inc"), fc.constantFrom("a", "b.c", "c"), commonScalars)
        .map(([name, path, value]) => ({ [name]: { [path]: value } })),
      fc.constantFrom("a", "b", "b.c").map((path) => ({ $unset: { [path]: "" } })),
    );
    const property = fc.asyncProperty(
      documents,
      fc.array(update, { maxLength: 6 }),
      async (document, updates) => {
        if (Array.isArray(document.a) && Array.isArray(document.b)) return;
        const inserted = await rows.insertOne({ ...document }).catch(() => undefined);
        for (const one of inserted ? updates : [])
          await rows.updateOne({ _id: inserted?.insertedId }, one).catch(() => undefined);
        const a: unknown = (await rows.findOne({ _id: inserted?.insertedId }))?.a;
        if (inserted && a !== undefined && !Array.isArray(a))
          expect(
            await rows
              .find({ a: a })
              .map(({ _id }) => String(_id))
              .toArray(),
          ).toContain(String(inserted.insertedId));
      },
    );
    await fc.assert(property, { numRuns: 100 });
    const database = store.connection.db as unknown as mongo.Db;
    expect((await agreementOf(store.dataDir, database, rows.collectionName)).errors).toEqual([]);
  });

  it("change nothing when an operator that states a result is applied again", async () => {
    const stating = fc.tuple(fc.constantFrom("$set", "$unset"), commonScalars);
    const property = fc.asyncProperty(documents, stating, async (document, [name, value]) => {
      const update = { [name]: { a: value } };
      const { insertedId: _id } = await rows.insertOne({ ...document });
      const isDone = await rows.updateOne({ _id }, update).catch(() => undefined);
      if (!isDone) return;
      const once = await rows.findOne({ _id });
      expect(await rows.updateOne({ _id }, update)).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
      expect(await rows.findOne({ _id })).toEqual(once);
    });
    await fc.assert(property, { numRuns: 80 });
  });
});
