import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, firstHash, linkHash, verifyChain, type Link } from "../../../server/logs/chain.js";

function chainOf(bodies: unknown[]): Link[] {
  let before = firstHash;
  return bodies.map((body) => {
    before = linkHash(before, body);
    return { body, hash: before };
  });
}

const records = fc.array(fc.record({ sequence: fc.nat(), value: fc.jsonValue() }), {
  minLength: 2,
  maxLength: 8,
});

describe("the chain of a sitting's log", () => {
  it("is intact as it was written", () => {
    fc.assert(
      fc.property(records, (bodies) => {
        expect(verifyChain(chainOf(bodies))).toEqual({ isIntact: true, brokenAt: null });
      }),
    );
  });

  it("shows a record that was changed afterwards", () => {
    fc.assert(
      fc.property(records, fc.nat(), (bodies, at) => {
        const links = chainOf(bodies);
        const index = at % links.length;
        const forged = links.map((link, i) => (i === index ? { ...link, body: { forged: true } } : link));
        expect(verifyChain(forged)).toEqual({ isIntact: false, brokenAt: index });
      }),
    );
  });

  it("shows a record that was removed, put in, or moved", () => {
    const links = chainOf(["a", "b", "c", "d"]);
    const [a, b, c, d] = links;
    expect(verifyChain([a, c, d]).brokenAt).toBe(1);
    expect(verifyChain([a, b, b, c, d]).brokenAt).toBe(2);
    expect(verifyChain([b, a, c, d]).brokenAt).toBe(0);
  });

  it("does not depend on the order in which members were put together", () => {
    expect(canonical({ b: 1, a: [{ d: 2, c: "é" }], left: undefined })).toBe('{"a":[{"c":"é","d":2}],"b":1}');
    expect(linkHash(firstHash, { a: 1, b: 2 })).toBe(linkHash(firstHash, { b: 2, a: 1 }));
  });
});
