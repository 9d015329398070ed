import mongoose from "mongoose";
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
});
