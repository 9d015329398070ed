import { deserialize, Double, Int32, Long, ObjectId, serialize } from "bson";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode, encodeCompound } from "../../../server/embedded-store/language/keys.js";
import { readDocument, writeDocument } from "../../../server/embedded-store/language/values.js";
import { compare, place } from "./oracle.js";
import { numbers, values } from "./values.js";

const sign = (value: number) => Math.sign(value) + 0;

describe("the encoding of keys", () => {
  it("sorts as a naive reading of MongoDB's order does", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(sign(Buffer.compare(encode(a), encode(b)))).toBe(sign(compare(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  it("orders int32, int64 and double exactly", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [left, right] = [place(a), place(b)];
        const expected = left < right ? -1 : left > right ? 1 : 0;
        expect(sign(Buffer.compare(encode(a), encode(b)))).toBe(expected);
        expect(sign(compare(a, b))).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it("sorts compound keys column by column, with inverted columns backwards", () => {
    const directions = fc.array(fc.constantFrom(1, -1), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.tuple(values, values), fc.tuple(values, values), directions, (a, b, direction) => {
        const expected = compare(a[0], b[0]) * direction[0] || compare(a[1], b[1]) * direction[1];
        const keys = [encodeCompound(a, direction), encodeCompound(b, direction)];
        expect(sign(Buffer.compare(keys[0], keys[1]))).toBe(sign(expected));
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps MongoDB's order of types", () => {
    const inOrder = [
      null,
      new Double(NaN),
      -1,
      2,
      "a",
      { a: 1 },
      [1],
      Buffer.from([1]),
      new ObjectId(),
      false,
      new Date(0),
    ];
    const keys = inOrder.map((value) => encode(value).toString("latin1"));
    expect([...keys].sort()).toEqual(keys);
  });
});

describe("documents", () => {
  it("come back from the store's reader with the number types they had", () => {
    const document = { a: new Int32(5), b: new Double(5), c: Long.fromNumber(5), d: [new Double(1)] };
    const raw = writeDocument(readDocument(serialize(document)));
    expect(Buffer.compare(raw, Buffer.from(serialize(document)))).toBe(0);
    expect(deserialize(raw, { promoteValues: false }).b).toBeInstanceOf(Double);
  });
});
