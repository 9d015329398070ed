import fc from "fast-check";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { assignBooklets } from "../../../item-bank/booklets/assign.js";

const bookletIds = Array.from({ length: 7 }, (_, k) => `BOOKLET-${k + 1}`);

describe("booklets spiralled within a session", () => {
  it("are each once in every run of seven, and never the same for neighbours", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 60 }), (seed, count) => {
        const dealt = assignBooklets(count, bookletIds, seedrandom(seed));
        expect(dealt).toHaveLength(count);
        for (let k = 0; k + 7 <= count; k++) expect(new Set(dealt.slice(k, k + 7)).size).toBe(7);
        for (let k = 1; k < count; k++) expect(dealt[k]).not.toBe(dealt[k - 1]);
      }),
    );
  });

  it("are dealt again the same from the recorded seed, those who come late after the others", () => {
    const early = assignBooklets(20, bookletIds, seedrandom("session 7"));
    const all = assignBooklets(23, bookletIds, seedrandom("session 7"));
    expect(all.slice(0, 20)).toEqual(early);
  });

  it("start with each booklet about equally often over many sessions", () => {
    const starts = Array.from(
      { length: 7000 },
      (_, k) => assignBooklets(1, bookletIds, seedrandom(`${k}`))[0],
    );
    for (const id of bookletIds) {
      const share = starts.filter((start) => start === id).length / starts.length;
      expect(share).toBeGreaterThan(0.12);
      expect(share).toBeLessThan(0.17);
    }
  });

  it("need a booklet and a whole number of test takers", () => {
    expect(() => assignBooklets(3, [], Math.random)).toThrow("there is no booklet to assign");
    expect(() => assignBooklets(-1, bookletIds, Math.random)).toThrow(RangeError);
    expect(() => assignBooklets(1.5, bookletIds, Math.random)).toThrow(RangeError);
  });
});
