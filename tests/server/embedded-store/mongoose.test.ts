import mongoose, { mongo } from "mongoose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestStore } from "./store.js";
import type { TestStore } from "./store.js";

interface Person {
  email: string;
  name: string;
  age: number;
  tags: string[];
}

describe("Mongoose on the store", () => {
  let store: TestStore;
  let Person: mongoose.Model<Person>;

  beforeAll(async () => {
    store = await startTestStore();
    const schema = new mongoose.Schema<Person>(
      { email: { type: String, unique: true }, name: String, age: Number, tags: [String] },
      { timestamps: true },
    );
    Person = store.connection.model<Person>("Person", schema);
    await Person.init();
  });
  afterAll(() => store.stop());

  it("inserts, finds, updates and removes", async () => {
    await Person.create([
      { email: "an@example.org", name: "An", age: 15, tags: ["a"] },
      { email: "binh@example.org", name: "Bình", age: 16, tags: ["a", "b"] },
    ]);
    expect((await Person.find({ tags: "a" }).sort({ age: -1 })).map(({ name }) => name)).toEqual([
      "Bình",
      "An",
    ]);
    const updated = await Person.findOneAndUpdate(
      { email: "an@example.org" },
      { $inc: { age: 1 } },
      { returnDocument: "after" },
    );
    expect(updated?.age).toBe(16);
    const person = await Person.findOne({ name: "An" }).orFail();
    person.tags.push("c");
    await person.save();
    expect((await Person.findById(person._id).lean())?.tags).toEqual(["a", "c"]);
    expect((await Person.deleteOne({ name: "Bình" })).deletedCount).toBe(1);
    expect(await Person.countDocuments()).toBe(1);
  });

  it("refuses a second document with a unique value and says which", async () => {
    await Person.create({ email: "chi@example.org", name: "Chi", age: 1, tags: [] });
    const again = Person.create({ email: "chi@example.org", name: "Chi again", age: 1, tags: [] });
    await expect(again).rejects.toMatchObject({
      code: 11000,
      keyPattern: { email: 1 },
      keyValue: { email: "chi@example.org" },
    });
  });

  it("commits a transaction as a whole and forgets an aborted one", async () => {
    await store.connection.transaction(async (session) => {
      await Person.create([{ email: "dung@example.org", name: "Dũng", age: 5, tags: [] }], { session });
      await Person.updateOne({ email: "dung@example.org" }, { $set: { age: 6 } }, { session });
      expect(await Person.findOne({ email: "dung@example.org" })).toBeNull();
    });
    expect((await Person.findOne({ email: "dung@example.org" }))?.age).toBe(6);
    const failing = store.connection.transaction(async (session) => {
      await Person.updateOne({ email: "dung@example.org" }, { $set: { age: 7 } }, { session });
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect((await Person.findOne({ email: "dung@example.org" }))?.age).toBe(6);
  });

  it("serialises transactions that meet on one document", async () => {
    await Person.create({ email: "counter@example.org", name: "counter", age: 0, tags: [] });
    await Promise.all(
      Array.from({ length: 20 }, () =>
        store.connection.transaction(async (session) => {
          const found = await Person.findOne({ email: "counter@example.org" }).session(session).orFail();
          await Person.updateOne({ _id: found._id }, { $set: { age: found.age + 1 } }, { session });
        }),
      ),
    );
    expect((await Person.findOne({ email: "counter@example.org" }))?.age).toBe(20);
  });

  it("keeps the types of a schema", async () => {
    const schema = new mongoose.Schema({
      at: Date,
      bytes: Buffer,
      big: BigInt,
      half: mongoose.Schema.Types.Double,
      whole: mongoose.Schema.Types.Int32,
      exact: mongoose.Schema.Types.Decimal128,
      map: { type: Map, of: Number },
      mixed: mongoose.Schema.Types.Mixed,
      uuid: mongoose.Schema.Types.UUID,
      nothing: { type: String, default: null },
      inner: { list: [{ n: Number }] },
    });
    const Thing = store.connection.model("Thing", schema);
    const at = new Date(1_700_000_000_123);
    const { _id } = await Thing.create({
      at,
      bytes: Buffer.from([1, 2, 3]),
      big: 2n ** 60n + 1n,
      half: 2,
      whole: 3,
      exact: "1.10",
      map: { a: 1, "with space": 2 },
      mixed: { deep: [1, { x: null }] },
      uuid: "0b6c9a6e-1111-4222-8333-444455556666",
      inner: { list: [{ n: 1 }] },
    });
    await Thing.updateOne({ _id }, { $set: { "mixed.more": true, "inner.list.0.n": 5 } });
    const found = await Thing.findById(_id).orFail();
    expect(found.at).toEqual(at);
    expect([...(found.bytes as Buffer)]).toEqual([1, 2, 3]);
    expect(found.big).toBe(2n ** 60n + 1n);
    expect(found.exact?.toString()).toBe("1.10");
    expect(Object.fromEntries(found.map as Map<string, number>)).toEqual({ a: 1, "with space": 2 });
    expect(found.mixed).toEqual({ deep: [1, { x: null }], more: true });
    expect(String(found.uuid)).toBe("0b6c9a6e-1111-4222-8333-444455556666");
    expect(found.nothing).toBeNull();
    expect(found.inner?.list[0].n).toBe(5);
    const stored = await Thing.collection.findOne({ _id }, { promoteValues: false });
    expect([stored?.half, stored?.whole]).toEqual([new mongo.Double(2), new mongo.Int32(3)]);
    expect(await Thing.exists({ big: { $gt: 2n ** 60n } })).toMatchObject({ _id });
  });

  it("populates, streams, counts and lists", async () => {
    interface Classroom {
      name: string;
      school: mongoose.Types.ObjectId;
    }
    const School = store.connection.model<{ name: string }>("School", new mongoose.Schema({ name: String }));
    const classSchema = new mongoose.Schema<Classroom>({
      name: String,
      school: { type: mongoose.Schema.Types.ObjectId, ref: "School" },
    });
    const Class = store.connection.model<Classroom>("Class", classSchema);
    const [one, two] = await School.create([{ name: "Một" }, { name: "Hai" }]);
    await Class.insertMany([1, 2, 3].map((n) => ({ name: `9A${n}`, school: n === 3 ? two._id : one._id })));
    const populated = await Class.find().sort("name").populate<{ school: { name: string } }>("school");
    expect(populated.map(({ school }) => school.name)).toEqual(["Một", "Một", "Hai"]);
    const streamed: string[] = [];
    for await (const { name } of Class.find({ school: one._id })
      .sort("-name")
      .lean()
      .cursor({ batchSize: 1 }))
      streamed.push(name);
    expect(streamed).toEqual(["9A2", "9A1"]);
    expect(await Class.countDocuments()).toBe(3);
    expect((await store.connection.listCollections()).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["schools", "classes"]),
    );
  });

  it("notices that a document was changed meanwhile", async () => {
    const Plan = store.connection.model(
      "Plan",
      new mongoose.Schema({ title: String }, { optimisticConcurrency: true }),
    );
    const { _id } = await Plan.create({ title: "first" });
    const [mine, theirs] = await Promise.all([Plan.findById(_id).orFail(), Plan.findById(_id).orFail()]);
    theirs.title = "theirs";
    await theirs.save();
    mine.title = "mine";
    await expect(mine.save()).rejects.toThrow(mongoose.Error.VersionError);
  });

  it("writes in bulk and makes the indexes of the schema", async () => {
    const schema = new mongoose.Schema({ code: String, old: Number, at: Date });
    schema.index({ code: 1 }, { unique: true });
    schema.index({ at: 1 }, { expireAfterSeconds: 3600 });
    const Card = store.connection.model("Card", schema);
    await Card.init();
    expect((await Card.collection.indexes()).map(({ name }) => name)).toEqual(["_id_", "code_1", "at_1"]);
    expect(await Card.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
    await Card.createIndexes();
    await expect(Card.collection.createIndex({ code: 1 })).rejects.toMatchObject({ code: 86 });
    await Card.insertMany([{ code: "a" }, {}]);
    const result = await Card.bulkWrite([
      { updateOne: { filter: { code: "b" }, update: { $setOnInsert: { old: 1 } }, upsert: true } },
      { updateMany: { filter: {}, update: { $set: { old: 2 } } } },
      { deleteOne: { filter: { code: "a" } } },
    ]);
    expect(result).toMatchObject({ upsertedCount: 1, modifiedCount: 3, deletedCount: 1 });
    const some = Card.insertMany([{ code: "b" }, { code: "c" }], { ordered: false });
    await expect(some).rejects.toMatchObject({ code: 11000 });
    expect(await Card.countDocuments({ code: { $in: ["b", "c"] } })).toBe(2);
  });
});
