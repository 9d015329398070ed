// Relations that hold between queries, whatever the data: the same tests run on MongoDB where MONGODB_URI names one.
import { Binary, ObjectId } from "bson";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matches } from "./oracle.js";
import { startTestStore } from "./store.js";
import type { TestStore } from "./store.js";
import { commonScalars, documents, filters } from "./values.js";

type Row = Record<string, unknown>;

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

const keys = [{ a: 1 }, { b: -1, c: 1 }, { "a.b": 1 }, { c: 1, a: -1 }] as const;

/** Whether some index of the list would refuse the document: paths through two different arrays. */
const hasParallelArrays = ({ a, b, c }: Row) =>
  (Array.isArray(b) && Array.isArray(c)) || (Array.isArray(c) && Array.isArray(a));

async function collections(rows: Row[]) {
  const name = new ObjectId().toHexString();
  const plain = store.connection.collection<Row>(`plain_${name}`);
  const indexed = store.connection.collection<Row>(`indexed_${name}`);
  for (const key of keys) await indexed.createIndex(key);
  const numbered = rows.map((row, _id) => ({ _id, ...row }));
  if (rows.length > 0) {
    await plain.insertMany(numbered as never[]);
    await indexed.insertMany(numbered as never[]);
  }
  return { plain, indexed, numbered, drop: () => Promise.all([plain.drop(), indexed.drop()]) };
}

const usable = documents.filter((row) => !hasParallelArrays(row));

describe("find", () => {
  it("gives through indexes what it gives without, and what a naive reading of the rules gives", async () => {
    const property = fc.asyncProperty(
      fc.array(usable, { maxLength: 25 }),
      fc.array(filters, { minLength: 12, maxLength: 12 }),
      async (rows, wanted) => {
        const { plain, indexed, numbered, drop } = await collections(rows);
        for (const filter of wanted) {
          const ids = async (of: typeof plain) =>
            (await of.find(filter).toArray()).map(({ _id }) => Number(_id)).sort((a, b) => a - b);
          const [without, through] = [await ids(plain), await ids(indexed)];
          expect(through, JSON.stringify(filter)).toEqual(without);
          const naive = numbered.filter((row) => matches(row, filter)).map(({ _id }) => _id);
          expect(without, `${JSON.stringify(filter)} of ${JSON.stringify(numbered)}`).toEqual(naive);
        }
        await drop();
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it("sorts the same through an index and in memory, and cuts after sorting", async () => {
    const sorts = fc.constantFrom<Record<string, 1 | -1>>(
      { a: 1 },
      { a: -1 },
      { b: -1, c: 1 },
      { b: 1, c: -1 },
      { c: 1, a: -1 },
      { "a.b": -1 },
    );
    const property = fc.asyncProperty(
      fc.array(usable, { maxLength: 25 }),
      sorts,
      fc.nat(5),
      fc.nat(8),
      async (rows, sort, skip, limit) => {
        const { plain, indexed, drop } = await collections(rows);
        const all = await plain
          .find({})
          .sort({ ...sort, _id: 1 })
          .toArray();
        const cut = await indexed
          .find({})
          .sort({ ...sort, _id: 1 })
          .skip(skip)
          .limit(limit)
          .toArray();
        expect(cut).toEqual(limit === 0 ? all.slice(skip) : all.slice(skip, skip + limit));
        const paths = Object.keys(sort);
        const values = (found: Row[]) =>
          found.map((row) =>
            paths.map((path) => (path.includes(".") ? "" : JSON.stringify(row[path] ?? null))),
          );
        const isFlat = rows.every((row: Row) =>
          paths.every((path) => !path.includes(".") && !Array.isArray(row[path])),
        );
        if (isFlat) expect(values(await indexed.find({}).sort(sort).toArray())).toEqual(values(all));
        await drop();
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it("counts what find shows", async () => {
    const property = fc.asyncProperty(fc.array(usable, { maxLength: 15 }), filters, async (rows, filter) => {
      const { plain, indexed, drop } = await collections(rows);
      const found = await plain.find(filter).toArray();
      expect(await indexed.countDocuments(filter)).toBe(found.length);
      const grouped = await indexed
        .aggregate([{ $match: filter }, { $group: { _id: null, n: { $sum: 1 } } }])
        .toArray();
      expect(grouped).toEqual(found.length > 0 ? [{ _id: null, n: found.length }] : []);
      await drop();
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it("fetches in batches what it fetches at once", async () => {
    const collection = store.connection.collection<Row>("batches");
    await collection.insertMany(
      Array.from({ length: 1000 }, (_, _id) => ({ _id: _id as never, n: _id % 7 })),
    );
    const whole = await collection.find({ n: 3 }).batchSize(2000).toArray();
    const parts = await collection.find({ n: 3 }).batchSize(10).toArray();
    expect(parts).toEqual(whole);
    expect(parts).toHaveLength(143);
  });
});

describe("unique indexes", () => {
  it("refuse exactly the second document of a value", async () => {
    const property = fc.asyncProperty(fc.array(commonScalars, { maxLength: 12 }), async (found) => {
      const collection = store.connection.collection<Row>(`unique_${new ObjectId().toHexString()}`);
      await collection.createIndex({ v: 1 }, { unique: true });
      const seen = new Set<string>();
      for (const v of found) {
        const name = v instanceof Binary ? v.toString("hex") : JSON.stringify([typeof v, v]);
        const insert = collection.insertOne({ v });
        if (seen.has(name)) await expect(insert).rejects.toMatchObject({ code: 11000, keyPattern: { v: 1 } });
        else await insert;
        seen.add(name);
      }
      expect(await collection.countDocuments()).toBe(seen.size);
      await collection.drop();
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it("refuse to be built over double values and leave no trace", async () => {
    const collection = store.connection.collection<Row>("doubled");
    await collection.insertMany([{ v: 1 }, { v: 1 }]);
    await expect(collection.createIndex({ v: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.indexes()).toHaveLength(1);
    await collection.insertOne({ v: 1 });
  });
});
