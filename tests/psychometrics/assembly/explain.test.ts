import { beforeAll, describe, expect, it } from "vitest";
import {
  assembleForms,
  type AssemblyPool,
  type Blueprint,
  type Infeasibility,
  type MixedIntegerSolver,
} from "../../../psychometrics/index.js";
import { highsSolver } from "../../../server/mixed-integer/highs.js";
import { assemblyPool } from "../../support/assembly-pool.js";

let solver: MixedIntegerSolver;
beforeAll(async () => {
  solver = await highsSolver();
});

const base = assemblyPool(40, 2, "explain");
const pool: AssemblyPool = {
  ...base,
  items: base.items.map((item) => ({
    ...item,
    attributes: { ...item.attributes, text: item.stimulus ? "yes" : "no" },
  })),
};

function why(changes: Partial<Blueprint>): Infeasibility {
  const blueprint: Blueprint = { forms: ["X", "Y"], length: { min: 10, max: 10 }, ...changes };
  const result = assembleForms(pool, blueprint, solver);
  if (result.isAssembled || !result.infeasibility) throw new Error("it should have no forms");
  return result.infeasibility;
}

describe("a blueprint that no forms meet is explained", () => {
  it("by what the pool has too little of for one form", () => {
    const { shortages } = why({
      length: { min: 15, max: 15 },
      requirements: [{ name: "algebra", measure: "items", where: { domain: "A" }, min: 12 }],
    });
    expect(shortages).toEqual([
      { name: "algebra", form: "X", wanted: 12, available: 10 },
      { name: "algebra", form: "Y", wanted: 12, available: 10 },
    ]);
  });

  it("by what it has too little of for all forms, each item in one of them", () => {
    const asked = {
      exposure: { formsMax: 1 },
      requirements: [{ name: "algebra", measure: "items" as const, where: { domain: "A" }, min: 6 }],
    };
    expect(why(asked).shortages).toEqual([{ name: "algebra", form: null, wanted: 12, available: 10 }]);
    // Items in common count in both forms: with two of them 12 is enough.
    const shared = assembleForms(
      pool,
      { forms: ["X", "Y"], length: { min: 10, max: 10 }, ...asked, commonItems: { max: 2 } },
      solver,
    );
    expect(shared.isAssembled).toBe(true);
  });

  it("by the demands that contradict each other, and no others", () => {
    const { shortages, conflict, nearest } = why({
      requirements: [
        { name: "few A", measure: "items", where: { domain: "A" }, max: 3 },
        { name: "few B", measure: "items", where: { domain: "B" }, max: 3 },
        { name: "any C", measure: "items", where: { domain: "C" }, min: 1 },
        { name: "few C or D", measure: "items", where: { domain: ["C", "D"] }, max: 3 },
      ],
    });
    expect(shortages).toEqual([]);
    expect(conflict).toEqual([
      { kind: "length", name: "" },
      { kind: "requirement", name: "few A" },
      { kind: "requirement", name: "few B" },
      { kind: "requirement", name: "few C or D" },
    ]);
    // Ten items where the rest lets nine: one item has to give in each form, whichever demand it is.
    expect(nearest?.unmet).toHaveLength(2);
    for (const { min, max, met } of nearest?.unmet ?? [])
      expect(met < (min ?? -Infinity) ? (min ?? 0) - met : met - (max ?? 0)).toBe(1);
  });

  it("by enemies, forced items and stimuli by name of their kind", () => {
    const enemies = why({
      enemies: [{ items: ["I20", "I21"] }],
      forced: [{ items: ["I20", "I21"] }],
    });
    expect(enemies.conflict.map(({ kind }) => kind)).toEqual(["enemies", "forced"]);
    const stimuli = why({
      itemsPerStimulus: { min: 4 },
      requirements: [{ name: "from texts", measure: "items", where: { text: "yes" }, min: 1, max: 3 }],
    });
    expect(stimuli.conflict.map(({ kind }) => kind)).toEqual(["requirement", "stimulus-items"]);
  });
});
