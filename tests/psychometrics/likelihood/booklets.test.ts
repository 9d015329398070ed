import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBooklets } from "../../../psychometrics/likelihood/booklets.js";
import { orderRows } from "../../../psychometrics/likelihood/row-order.js";

/** Who was presented which of up to 70 items, two groups, few or many booklets. */
const design = fc.integer({ min: 1, max: 70 }).chain((itemCount) =>
  fc
    .array(fc.array(fc.boolean(), { minLength: itemCount, maxLength: itemCount }), {
      minLength: 1,
      maxLength: 60,
    })
    .chain((rows) =>
      fc.record({
        itemCount: fc.constant(itemCount),
        seen: fc.array(fc.constantFrom(...rows), { minLength: 1, maxLength: 200 }),
        groupShift: fc.integer({ min: 1, max: 5 }),
      }),
    ),
);

describe("booklets", () => {
  it("are the test takers of a group with exactly the same items, numbered group by group", () => {
    fc.assert(
      fc.property(design, ({ itemCount, seen, groupShift }) => {
        const responses = Int8Array.from(
          seen.flatMap((row, p) => row.map((isSeen, i) => (isSeen ? (p + i) % 3 : -1))),
        );
        const groups = Int32Array.from(seen, (_, p) => Math.floor(p / groupShift) % 2);
        const booklets = findBooklets(responses, itemCount, groups, 2);
        const distinct = new Set(seen.map((row, p) => `${groups[p]} ${row.join()}`));
        expect(booklets.count).toBe(distinct.size);
        expect(Array.from(booklets.groups)).toEqual(Array.from(booklets.groups).sort());
        seen.forEach((row, p) => {
          const b = booklets.ofPerson[p] ?? -1;
          expect(booklets.groups[b]).toBe(groups[p]);
          expect(
            Array.from(booklets.items.subarray(booklets.itemStarts[b], booklets.itemStarts[b + 1])),
          ).toEqual(row.flatMap((isSeen, i) => (isSeen ? [i] : [])));
        });
      }),
      { numRuns: 60 },
    );
  });

  it("are told apart however many there are", () => {
    // 3,000 test takers with each a booklet of their own: the numbers of 12 bits.
    const responses = Int8Array.from({ length: 3000 * 12 }, (_, n) =>
      (Math.floor(n / 12) >> (n % 12)) % 2 === 1 ? 0 : -1,
    );
    const booklets = findBooklets(responses, 12, new Int32Array(3000), 1);
    expect(Array.from(booklets.ofPerson)).toEqual(Array.from({ length: 3000 }, (_, p) => p));
  });
});

describe("rows of bytes", () => {
  it("are put in order, equal ones together, be they few or many or nearly all alike", () => {
    const rows = fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(1, 3, 255), fc.integer({ min: 0, max: 300 }))
      .chain(([width, most, count]) =>
        fc.array(fc.array(fc.integer({ min: 0, max: most }), { minLength: width, maxLength: width }), {
          minLength: count,
          maxLength: count,
        }),
      );
    fc.assert(
      fc.property(rows, (list) => {
        const width = list[0]?.length ?? 0;
        const bytes = Uint8Array.from([9, 9, 9, ...list.flat()]);
        const order = new Int32Array(list.length);
        orderRows(bytes, 3, width, list.length, order);
        const key = (row: number[]) => row.map((byte) => String.fromCharCode(32 + byte)).join("");
        const keys = list.map(key);
        expect(Array.from(order, (n) => keys[n])).toEqual([...keys].sort());
        expect([...order].sort((a, b) => a - b)).toEqual(list.map((_, n) => n));
      }),
      { numRuns: 60 },
    );
  });
});
