// Aggregation, and what is refused; on MongoDB too where MONGODB_URI names one, except for the refusals.
import { Double, Int32, Long, ObjectId } from "bson";
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
  it("match, unwind, group, project, sort and cut", async () => {
    const sittings = fresh();
    await sittings.insertMany([
      {
        school: "A",
        responses: [
          { item: "i1", score: 1 },
          { item: "i2", score: 0 },
        ],
      },
      { school: "A", responses: [{ item: "i1", score: 0 }] },
      {
        school: "B",
        responses: [
          { item: "i1", score: 1 },
          { item: "i2", score: 1 },
        ],
      },
      { school: "C", responses: [] },
    ]);
    const byItem = await sittings
      .aggregate([
        { $match: { school: { $in: ["A", "B", "C"] } } },
        { $unwind: "$responses" },
        {
          $group: {
            _id: "$responses.item",
            n: { $sum: 1 },
            mean: { $avg: "$responses.score" },
            schools: { $addToSet: "$school" },
            all: { $push: "$responses.score" },
          },
        },
        {
          $project: { n: 1, percent: { $multiply: ["$mean", 100] }, schools: { $size: "$schools" }, all: 1 },
        },
        { $sort: { _id: -1 } },
        { $limit: 5 },
      ])
      .toArray();
    expect(byItem).toEqual([
      { _id: "i2", n: 2, percent: 50, schools: 2, all: [0, 1] },
      { _id: "i1", n: 3, percent: expect.closeTo(200 / 3) as number, schools: 2, all: [1, 0, 1] },
    ]);
    expect(
      await sittings
        .aggregate([
          { $unwind: { path: "$responses", preserveNullAndEmptyArrays: true } },
          { $count: "rows" },
        ])
        .toArray(),
    ).toEqual([{ rows: 6 }]);
  });

  it("look up, add fields and run facets", async () => {
    const [people, schools] = [fresh(), fresh()];
    await schools.createIndex({ code: 1 });
    await schools.insertMany([
      { code: 1, name: "Một" },
      { code: 2, name: "Hai" },
    ]);
    await people.insertMany([{ _id: 1, school: 1 }, { _id: 2, school: [1, 2] }, { _id: 3 }] as never[]);
    const joined = await people
      .aggregate([
        {
          $lookup: {
            from: schools.collectionName,
            localField: "school",
            foreignField: "code",
            as: "schools",
          },
        },
        {
          $addFields: {
            names: "$schools.name",
            count: { $size: "$schools" },
            "deep.er": { $concat: ["a", "b"] },
          },
        },
        { $project: { schools: 0 } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(joined).toEqual([
      { _id: 1, school: 1, names: ["Một"], count: 1, deep: { er: "ab" } },
      { _id: 2, school: [1, 2], names: ["Một", "Hai"], count: 2, deep: { er: "ab" } },
      { _id: 3, names: [], count: 0, deep: { er: "ab" } },
    ]);
    const facets = await people
      .aggregate([
        {
          $facet: {
            all: [{ $count: "n" }],
            first: [{ $sort: { _id: 1 } }, { $limit: 1 }, { $project: { _id: 1 } }],
          },
        },
      ])
      .toArray();
    expect(facets).toEqual([{ all: [{ n: 3 }], first: [{ _id: 1 }] }]);
  });

  it("sum integers exactly and keep their types", async () => {
    const rows = fresh();
    await rows.insertMany([
      { i: new Int32(2147483647), l: Long.MAX_VALUE, d: new Double(1) },
      { i: new Int32(1), l: Long.fromNumber(-1), d: new Int32(1) },
    ]);
    const [sums] = await rows
      .aggregate(
        [
          {
            $group: { _id: null, i: { $sum: "$i" }, l: { $sum: "$l" }, d: { $sum: "$d" }, m: { $max: "$l" } },
          },
        ],
        { promoteValues: false },
      )
      .toArray();
    expect(sums).toEqual({
      _id: null,
      i: Long.fromNumber(2147483648),
      l: Long.MAX_VALUE.sub(1),
      d: new Double(2),
      m: Long.MAX_VALUE,
    });
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
    await rows.aggregate([{ $addFields: { "__proto__.polluted": 1 } }]).toArray();
    expect(await rows.countDocuments({ polluted: { $exists: true } })).toBe(0);
    expect(await rows.countDocuments({ "constructor.x": 2, "__proto__.polluted": 1 })).toBe(1);
  });

  it("evaluate expressions in filters", async () => {
    const rows = fresh();
    await rows.insertMany([
      { a: 1, b: 2 },
      { a: 3, b: 2 },
    ]);
    expect(await rows.countDocuments({ $expr: { $gt: ["$a", "$b"] } })).toBe(1);
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
    for (const until = Date.now() + 20_000; runs === 0 && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await agenda.stop();
    expect(runs).toBe(1);
  });
});

describe.skipIf(process.env.MONGODB_URI !== undefined)("what the store does not do", () => {
  const refusals: [string, () => Promise<unknown>, number, string][] = [
    ["$where", () => fresh().findOne({ $where: "true" }), 115, "$where"],
    ["$text", () => fresh().findOne({ $text: { $search: "a" } }), 115, "$text"],
    ["geo queries", () => fresh().findOne({ a: { $near: [1, 2] } }), 115, "$near"],
    [
      "collations",
      () =>
        fresh()
          .find({}, { collation: { locale: "vi" } })
          .toArray(),
      115,
      "collation",
    ],
    ["change streams", () => fresh().watch().next(), 115, "$changeStream"],
    ["text indexes", () => fresh().createIndex({ a: "text" }), 115, "text"],
    [
      "capped collections",
      () => database.createCollection("capped", { capped: true, size: 1000 }),
      115,
      "capped",
    ],
    [
      "$out",
      () =>
        fresh()
          .aggregate([{ $out: "x" }])
          .toArray(),
      115,
      "$out",
    ],
    [
      "$graphLookup",
      () =>
        fresh()
          .aggregate([{ $graphLookup: {} }])
          .toArray(),
      115,
      "$graphLookup",
    ],
    [
      "scripts in expressions",
      () =>
        fresh()
          .aggregate([{ $project: { a: { $function: { body: "", args: [], lang: "js" } } } }])
          .toArray(),
      115,
      "$function",
    ],
    ["mapReduce", () => database.command({ mapReduce: "a" }), 115, "mapReduce"],
    ["unknown operators", () => fresh().findOne({ a: { $wrong: 1 } }), 2, "$wrong"],
    [
      "unknown stages",
      () =>
        fresh()
          .aggregate([{ $wrong: 1 }])
          .toArray(),
      40324,
      "$wrong",
    ],
    ["unknown commands", () => database.command({ wrong: 1 }), 59, "wrong"],
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
    ["a malformed regular expression", () => fresh().findOne({ a: { $regex: "(" } }), 51091, "invalid"],
  ];

  it.each(refusals)("refuses %s by name", async (_, action, code, words) => {
    await expect(action()).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
  });
});
