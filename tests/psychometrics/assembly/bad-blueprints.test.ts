import { describe, expect, it } from "vitest";
import {
  assembleForms,
  type AssemblyPool,
  type AssemblyTarget,
  type Blueprint,
  type Requirement,
} from "../../../psychometrics/index.js";
import { assemblyPool } from "../../support/assembly-pool.js";

const pool = assemblyPool(12, 1, "bad");
const never = () => {
  throw new Error("the solver should not be asked");
};
const refuse =
  (changes: Partial<Blueprint>, from: AssemblyPool = pool) =>
  () =>
    assembleForms(from, { forms: ["X"], length: { min: 3, max: 3 }, ...changes }, never);
const asked = (requirement: Requirement) => ({ requirements: [requirement] });
const aim = (target: AssemblyTarget) => ({ target });
const uncalibrated: AssemblyPool = {
  items: pool.items.map((item) => ({ ...item, curve: null })),
};

describe("a blueprint that cannot be read is refused in one sentence", () => {
  it.each<[string, () => unknown]>([
    ["the blueprint names no form", refuse({ forms: [] })],
    ["there are two forms named X", refuse({ forms: ["X", "X"] })],
    ["length has neither a min nor a max", refuse({ length: {} })],
    ["length: its min 4 is above its max 3", refuse({ length: { min: 4, max: 3 } })],
    ["length: 2.5 is not a whole number", refuse({ length: { min: 2.5 } })],
    ["the pool has no items", refuse({}, { items: [] })],
    ["there are two items named I1", refuse({}, { items: [pool.items[0], pool.items[0]] as never })],
    ['requirement "items" has neither a min nor a max', refuse(asked({ measure: "items" }))],
    [
      "nothing has an attribute domian; the attributes are words, domain, process, key, minutes",
      refuse(asked({ measure: "items", where: { domian: "A" }, min: 1 })),
    ],
    [
      "nothing has domain = E; its values are A, B, C, D",
      refuse(asked({ measure: "items", where: { domain: ["A", "E"] }, min: 1 })),
    ],
    ["a total needs the attribute", refuse(asked({ measure: "total", max: 1 }))],
    [
      'item I1 has "A" as its domain, which must be a number',
      refuse(asked({ measure: "total", attribute: "domain", max: 1 })),
    ],
    ["item I1 has no points", refuse(asked({ measure: "total", attribute: "points", max: 1 }))],
    ["information needs a theta", refuse(asked({ measure: "information", min: 1 }))],
    ["there is no form Z; the forms are X", refuse(asked({ measure: "items", min: 1, forms: ["Z"] }))],
    ["enemies: there is no item Q", refuse({ enemies: [{ items: ["I1", "Q"] }] })],
    ["there are two enemies in one set named I1", refuse({ enemies: [{ items: ["I1", "I1"] }] })],
    ["exposure: 0.5 is not a whole number", refuse({ exposure: { formsMax: 0.5 } })],
    ["exposure: there is no item Q", refuse({ exposure: { formsMax: 1, items: { Q: 1 } } })],
    ["a single form has no items in common", refuse({ commonItems: { min: 2 } })],
    ["overlap: a single form has no items in common", refuse({ overlap: { max: 2 } })],
    ["overlap has neither a min nor a max", refuse({ forms: ["X", "Y"], overlap: {} })],
    [
      "overlap of forms X, Z: there is no form Z",
      refuse({ forms: ["X", "Y"], overlap: { max: 2, pairs: [{ forms: ["X", "Z"], max: 1 }] } }),
    ],
    [
      "overlap of forms X, X: two forms make a pair",
      refuse({ forms: ["X", "Y"], overlap: { max: 2, pairs: [{ forms: ["X", "X"], max: 1 }] } }),
    ],
    ["forced: there is no item Q", refuse({ forced: [{ items: ["Q"] }] })],
    [
      "item I1 is both forced into form X and excluded from it",
      refuse({ forced: [{ items: ["I1"] }], excluded: [{ items: ["I1"] }] }),
    ],
    ["stimulus U9 has no item", refuse({}, { ...pool, stimuli: [{ stimulus: "U9", attributes: {} }] })],
    ["it needs one ability or more", refuse(aim({ kind: "maximin", theta: [] }))],
    [
      "target of form X: there is 1 value for 2 abilities",
      refuse(aim({ kind: "information", theta: [0, 1], values: [2] })),
    ],
    ["its values must be numbers above 0", refuse(aim({ kind: "information", theta: [0], values: [0] }))],
    ["weights must be 0 or more", refuse(aim({ kind: "maximin", theta: [0], weights: [-1] }))],
    ["its weights are missing for form X", refuse(aim({ kind: "maximin", theta: [0], weights: {} }))],
    ["its values name form Z", refuse(aim({ kind: "information", theta: [0], values: { X: [1], Z: [1] } }))],
    [
      "target: there is no item Q in the pool",
      refuse(aim({ kind: "information", theta: [0], reference: ["Q"] })),
    ],
    [
      "target: item I1 has no parameters",
      refuse(aim({ kind: "information", theta: [0], reference: ["I1"] }), uncalibrated),
    ],
    [
      "item I1 is forced into form X but has no parameters",
      refuse({ ...aim({ kind: "maximin", theta: [0] }), forced: [{ items: ["I1"] }] }, uncalibrated),
    ],
  ])("%s", (sentence, attempt) => {
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(sentence);
  });

  it("so are a time that is none and a gap that is no share", () => {
    const plain: Blueprint = { forms: ["X"], length: { min: 3 } };
    expect(() => assembleForms(pool, plain, never, { secondsMax: 0 })).toThrow("above 0 seconds");
    expect(() => assembleForms(pool, plain, never, { gap: 1 })).toThrow("from 0 to below 1");
  });
});
