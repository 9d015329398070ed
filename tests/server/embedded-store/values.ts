// Arbitrary values of the types the application stores.
import { Binary, Double, Int32, Long, ObjectId } from "bson";
import fc from "fast-check";

const objectIds = fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes));
const dates = fc.date({ min: new Date(-8e12), max: new Date(8e12), noInvalidDate: true });
const binaries = fc.uint8Array({ maxLength: 6 }).map((bytes) => new Binary(bytes));
const texts = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.constantFrom("", "a", "ab", "b", "é", "ế", "😀", "\u0000", "a\u0000b"),
);

/** Numbers of every BSON type, with the ones where rounding and overflow begin. */
export const numbers = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((value) => new Int32(value)),
  fc.integer().map((value) => new Int32(value)),
  fc
    .constantFrom(
      0,
      -0,
      0.5,
      1,
      1.5,
      -1.5,
      2 ** 53,
      2 ** 63,
      -(2 ** 63),
      1e300,
      Infinity,
      -Infinity,
      NaN,
      5e-324,
    )
    .map((value) => new Double(value)),
  fc.double().map((value) => new Double(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  fc
    .constantFrom(2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n - 2n, -(2n ** 63n), 1n)
    .map((value) => Long.fromBigInt(value)),
);

export const scalars: fc.Arbitrary<unknown> = fc.oneof(
  numbers,
  texts,
  fc.boolean(),
  dates,
  objectIds,
  binaries,
  fc.constant(null),
);

/** Scalars from a small stock, so that values meet often. */
export const commonScalars: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  1.5,
  -1,
  "",
  "a",
  "b",
  "ab",
  new Date(0),
  new Date(1000),
  new ObjectId("000000000000000000000001"),
  new ObjectId("000000000000000000000002"),
  new Binary(Buffer.from([1, 2])),
);

const names = fc.constantFrom("a", "b", "c");

/** Values with arrays and subdocuments, nested a little. */
export const values: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalars,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value;

/** The same from the small stock. */
export const commonValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    commonScalars,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value;

/** Documents with the fields a, b and c, of which some are missing. */
export const documents = fc.record(
  { a: commonValues, b: commonValues, c: commonValues },
  { requiredKeys: [], noNullPrototype: true },
);

const paths = fc.constantFrom("a", "b", "c", "a.b", "a.a", "b.c", "a.0", "a.b.c");
const comparisons = fc.constantFrom("$eq", "$ne", "$gt", "$gte", "$lt", "$lte");

const condition = fc.oneof(
  fc.tuple(comparisons, commonValues).map(([name, value]) => ({ [name]: value })),
  fc.array(commonValues, { maxLength: 3 }).map((value) => ({ $in: value })),
  fc
    .tuple(fc.constantFrom("$gt", "$gte"), commonScalars, fc.constantFrom("$lt", "$lte"), commonScalars)
    .map(([low, a, high, b]) => ({ [low]: a, [high]: b })),
);

const field = fc.tuple(paths, condition).map(([path, test]) => ({ [path]: test }));

/** Filters over those documents. */
export const filters: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  field,
  field,
  fc
    .tuple(fc.constantFrom("$and", "$or"), fc.array(field, { minLength: 1, maxLength: 3 }))
    .map(([name, parts]) => ({ [name]: parts })),
  fc.tuple(paths, commonValues).map(([path, value]) => ({ [path]: value })),
);
