// Aggregation, and what is refused; on MongoDB too where MONGODB_URI names one, except for the refusals.
import { ObjectId } from "bson";
import fc from "fast-check";
import { Agenda } from "agenda";
import { MongoBackend } from "@agendajs/mongo-backend";
import type { mongo } from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestStore } from "./store.js";
import type { TestStore } from "./store.js";
import { commonScalars } from "./values.js";

type Row = Record<string, unknown>;

let store: TestStore;
let database: mongo.Db;
beforeAll(async () => {
  store = await startTestStore();
  database = store.connection.db as mongo.Db;
});
afterAll(() => store.stop());

const fresh = () => database.collection<Row>(`rows_${new ObjectId().toHexString()}`);

describe("pipelines", () => {
  it("match, and count by documents of paths and constants", async () => {
    const sittings = fresh();
    await sittings.insertMany([
      { school: "A", at: { room: 1 }, phase: "submitted" },
      { school: "A", at: { room: 2 }, phase: "running" },
      { school: "A", at: { room: 1 }, phase: "running" },
      { school: "B", phase: "submitted" },
      { school: "C", at: [{ room: 1 }, { room: 2 }, 3], phase: null },
      { school: "D" },
    ]);
    const counts = await sittings
      .aggregate([
        { $match: { school: { $in: ["A", "B", "C"] } } },
        {
          $group: {
            _id: { school: "$school", room: "$at.room", kind: "x" },
            started: { $sum: 1 },
          },
        },
      ])
      .toArray();
    expect(counts).toHaveLength(4);
    expect(counts).toEqual(
      expect.arrayContaining([
        { _id: { school: "A", room: 1, kind: "x" }, started: 2 },
        { _id: { school: "A", room: 2, kind: "x" }, started: 1 },
        { _id: { school: "B", kind: "x" }, started: 1 },
        { _id: { school: "C", room: [1, 2], kind: "x" }, started: 1 },
      ]),
    );
    expect(await sittings.countDocuments({ school: "A" })).toBe(3);
  });

  it("group by what is equal and by nothing else", async () => {
    const property = fc.asyncProperty(fc.array(commonScalars, { maxLength: 20 }), async (found) => {
      const rows = fresh();
      if (found.length > 0) await rows.insertMany(found.map((v) => ({ v })));
      const groups = await rows.aggregate([{ $group: { _id: "$v", n: { $sum: 1 } } }]).toArray();
      for (const { _id, n } of groups)
        expect(await rows.countDocuments({ v: { $eq: _id as never } })).toBe(n);
      expect(groups.reduce((sum, { n }) => sum + Number(n), 0)).toBe(found.length);
      await rows.drop().catch(() => {});
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it("keep names such as __proto__ inside the document", async () => {
    const rows = fresh();
    await rows.insertOne({ a: 1 });
    await rows.updateOne({}, { $set: { "__proto__.polluted": 1, "constructor.x": 2 } });
    const named = JSON.parse('{"__proto__": "$a"}') as Row;
    await rows.aggregate([{ $group: { _id: named } }]).toArray();
    expect(await rows.countDocuments({ polluted: { $ne: null } })).toBe(0);
    expect(await rows.countDocuments({ "constructor.x": 2, "__proto__.polluted": 1 })).toBe(1);
  });
});

describe("the job queue's library", () => {
  it("runs a job once and keeps its progress", async () => {
    const agenda = new Agenda({
      backend: new MongoBackend({ mongo: database as never, collection: "jobs" }),
      processEvery: 50,
    });
    let runs = 0;
    agenda.define("calibrate", async (job: { touch(progress?: number): Promise<void> }) => {
      runs++;
      await job.touch(50);
    });
    await agenda.start();
    await agenda.now("calibrate", { study: "demo" });
    for (const until = Date.now() + 60_000; runs === 0 && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await agenda.stop();
    expect(runs).toBe(1);
  });
});

describe.skipIf(process.env.MONGODB_URI !== undefined)("what the store does not do", () => {
  const found = (filter: Row) => fresh().find(filter).toArray();
  const piped = (...stages: Row[]) => fresh().aggregate(stages).toArray();
  const updated = (update: Row, options: Row = {}) => fresh().updateOne({}, update, options);

  it.each("$regex $exists $nin $type $not $all $elemMatch $size $mod $near $bitsAllSet".split(" "))(
    "refuses the query operator %s",
    async (name) => {
      await expect(found({ a: { [name]: 1 } })).rejects.toMatchObject({
        code: 115,
        codeName: "CommandNotSupported",
        message: expect.stringContaining(name) as string,
      });
    },
  );
  it.each("$nor $expr $where $text $jsonSchema $comment".split(" "))(
    "refuses %s at the top of a query",
    async (name) => {
      await expect(found({ [name]: "a" })).rejects.toMatchObject({
        code: 115,
        codeName: "CommandNotSupported",
      });
    },
  );
  it.each("$addToSet $bit $currentDate $max $min $mul $pop $pull $pullAll $rename".split(" "))(
    "refuses the update operator %s",
    async (name) => {
      await expect(updated({ [name]: { a: 1 } })).rejects.toMatchObject({
        code: 115,
        message: expect.stringContaining(name) as string,
      });
    },
  );
  it.each(
    (
      "$addFields $changeStream $count $facet $graphLookup $limit $lookup $merge $out $project $set $skip $sort " +
      "$unset $unwind"
    ).split(" "),
  )("refuses the stage %s", async (name) => {
    await expect(piped({ [name]: "a" })).rejects.toMatchObject({
      code: 115,
      codeName: "CommandNotSupported",
    });
  });
  it.each("$addToSet $avg $count $first $last $max $min $push".split(" "))(
    "refuses the accumulator %s",
    async (name) => {
      await expect(piped({ $group: { _id: 1, a: { [name]: "$a" } } })).rejects.toMatchObject({ code: 115 });
    },
  );
  it.each("bulkWrite count distinct dropIndexes explain mapReduce serverStatus validate wrong".split(" "))(
    "refuses the command %s",
    async (name) => {
      await expect(database.command({ [name]: "a" })).rejects.toMatchObject({
        code: 115,
        message: expect.stringContaining(name) as string,
      });
    },
  );

  const refusals: [string, () => Promise<unknown>, number, string][] = [
    ["regular expressions", () => found({ a: /a/ }), 115, "regular expression"],
    [
      "collations",
      () =>
        fresh()
          .find({}, { collation: { locale: "vi" } })
          .toArray(),
      115,
      "collation",
    ],
    ["hints", () => fresh().find().hint({ a: 1 }).toArray(), 115, "hint"],
    ["change streams", () => fresh().watch().next(), 115, "$changeStream"],
    ["text indexes", () => fresh().createIndex({ a: "text" }), 115, "text"],
    ["sparse indexes", () => fresh().createIndex({ a: 1 }, { sparse: true }), 115, "sparse"],
    [
      "capped collections",
      () => database.createCollection("capped", { capped: true, size: 1 }),
      115,
      "capped",
    ],
    ["updates by pipeline", () => updated([{ $set: { a: 1 } }] as never), 115, "pipeline"],
    ["array filters", () => updated({ $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] }), 115, "arrayFilters"],
    ["positional updates", () => updated({ $set: { "a.$.b": 1 } }), 115, "a.$.b"],
    ["updates of all elements", () => updated({ $set: { "a.$[].b": 1 } }), 115, "a.$[].b"],
    ["modifiers of $push", () => updated({ $push: { a: { $each: [1], $slice: 2 } } }), 115, "$slice"],
    ["positional projections", () => fresh().findOne({}, { projection: { "a.$": 1 } }), 115, "a.$"],
    ["slices", () => fresh().findOne({}, { projection: { a: { $slice: 1 } } }), 115, "$slice"],
    ["stages after $group", () => piped({ $group: { _id: 1 } }, { $sort: { _id: 1 } }), 115, "$sort"],
    ["other expressions", () => piped({ $group: { _id: { $function: {} } } }), 115, "$function"],
    ["conditions", () => piped({ $group: { _id: 1, n: { $sum: { $cond: [] } } } }), 115, "$sum"],
    ["computed fields", () => fresh().findOne({}, { projection: { a: "$b" } }), 115, "$b"],
    ["a match after $group", () => piped({ $group: { _id: 1 } }, { $match: {} }), 115, "$match"],
    ["variables", () => piped({ $group: { _id: "$$NOW" } }), 115, "$$NOW"],
    ["unknown update operators", () => updated({ $wrong: { a: 1 } }), 115, "$wrong"],
    ["unknown accumulators", () => piped({ $group: { _id: 1, a: { $wrong: 1 } } }), 115, "$wrong"],
    ["sums", () => piped({ $group: { _id: 1, a: { $sum: "$a" } } }), 115, "$sum"],
    ["unknown operators", () => fresh().findOne({ a: { $wrong: 1 } }), 115, "$wrong"],
    ["unknown stages", () => piped({ $wrong: 1 }), 115, "$wrong"],
    ["a pipeline without a $group", () => piped({ $match: {} }), 115, "$match"],
    ["time limits", () => fresh().find().maxTimeMS(1).toArray(), 115, "maxTimeMS"],
    ["removing what is found", () => fresh().findOneAndDelete({ a: 1 }), 115, "remove"],
    [
      "projections of what was changed",
      () => fresh().findOneAndUpdate({ a: 1 }, { $set: { a: 1 } }, { projection: { a: 1 } }),
      115,
      "fields",
    ],
    [
      "partial indexes",
      () => fresh().createIndex({ a: 1 }, { partialFilterExpression: { a: 1 } }),
      115,
      "partialFilterExpression",
    ],
    [
      "parallel arrays",
      async () => {
        const rows = fresh();
        await rows.createIndex({ a: 1, b: 1 });
        await rows.insertOne({ a: [1, 2], b: [1, 2] });
      },
      171,
      "parallel arrays",
    ],
    [
      "index keys beyond LMDB's limit",
      async () => {
        const rows = fresh();
        await rows.createIndex({ a: 1 });
        await rows.insertOne({ a: "x".repeat(2000) });
      },
      17280,
      "1900",
    ],
    [
      "documents above 16 MB",
      async () => {
        const rows = fresh();
        await rows.insertOne({ a: "x".repeat(9e6) });
        await rows.updateOne({}, { $set: { b: "x".repeat(9e6) } });
      },
      10334,
      "16 MB",
    ],
  ];

  it.each(refusals)("refuses %s by name", async (_, action, code, words) => {
    await expect(action()).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
  });
});
