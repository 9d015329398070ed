import { describe, expect, it } from "vitest";
import { formulate, type Formulation } from "../../../psychometrics/assembly/formulate.js";
import { objectiveOf, type Goal } from "../../../psychometrics/assembly/goal.js";
import { prepare } from "../../../psychometrics/assembly/prepare.js";
import { swapItems } from "../../../psychometrics/assembly/swap.js";
import type { AssemblyTarget, Blueprint } from "../../../psychometrics/index.js";
import { highsSolver } from "../../../server/mixed-integer/highs.js";
import { assemblyPool } from "../../support/assembly-pool.js";

const theta = [-1.5, -0.5, 0.5, 1.5];
const each = (attribute: string, values: string, min: number, max: number) =>
  [...values].map((value) => ({ measure: "items" as const, where: { [attribute]: value }, min, max }));
const blueprint: Blueprint = {
  forms: ["1", "2", "3"],
  length: { min: 20, max: 20 },
  itemsPerStimulus: { min: 2, max: 4 },
  requirements: [...each("domain", "ABCD", 4, 6), ...each("process", "xyz", 4, 9)],
  enemies: [{ items: ["I40", "I41", "I42", "I43"] }, { items: ["I50", "I52", "I55"], isAcrossForms: true }],
  exposure: { formsMax: 1, items: { I60: 2 } },
  commonItems: { min: 8, max: 8 },
};

/** The rows that column values break, by more than rounding. */
function broken({ programme }: Formulation, values: Float64Array): number[] {
  const { starts, indices, values: entries, rowLower, rowUpper } = programme;
  return [...rowLower.keys()].filter((row) => {
    let sum = 0;
    for (let n = starts[row] ?? 0; n < (starts[row + 1] ?? 0); n++)
      sum += (entries[n] ?? NaN) * (values[indices[n] ?? -1] ?? NaN);
    return !(sum >= (rowLower[row] ?? NaN) - 1e-9 && sum <= (rowUpper[row] ?? NaN) + 1e-9);
  });
}

describe("swaps of items", () => {
  it.each<AssemblyTarget>([
    { kind: "information", theta, values: [2.6, 4.6, 5, 3.4] },
    { kind: "expected-score", theta, values: [6, 9, 13, 17] },
    { kind: "maximin", theta, weights: [2.6, 4.6, 5, 3.4] },
  ])("keep every row of the programme and come much nearer to the goal: $kind", async (target) => {
    const solver = await highsSolver();
    const preparation = prepare(assemblyPool(140, 8, "swaps"), { ...blueprint, target });
    const any = formulate(preparation, "any");
    const solved = solver(any.programme, { secondsMax: 60 }).values;
    if (!solved) throw new Error("no forms");
    const values = any.columnsOf(any.formsOf(solved));
    const goal = preparation.goal as Goal;
    expect(broken(any, values)).toEqual([]);
    const before = any.formsOf(values);
    // The bound of maximin need not be one: anything that is out of reach will do.
    swapItems(any, goal, 3, values, 1.2, 0);
    expect(broken(any, values)).toEqual([]);
    const after = any.formsOf(values);
    expect(broken(any, any.columnsOf(after))).toEqual([]);
    const [was, is] = [objectiveOf(goal, before), objectiveOf(goal, after)];
    if (target.kind === "maximin") expect(is).toBeGreaterThan(was + 0.1);
    else expect(is).toBeLessThan(was / 2);
    // Items that all forms have are swapped too.
    const common = (forms: number[][]) => forms[0]?.filter((i) => forms.every((form) => form.includes(i)));
    expect(common(after)).toHaveLength(8);
    expect(common(after)).not.toEqual(common(before));
  });

  it("keep the rows of what forms share, and change what they share too", async () => {
    const solver = await highsSolver();
    const { commonItems: _, ...rest } = blueprint;
    const target: AssemblyTarget = { kind: "information", theta, values: [2.6, 4.6, 5, 3.4] };
    const overlap = { min: 3, max: 5, pairs: [{ forms: ["1", "3"] as const, min: 6, max: 7 }] };
    const preparation = prepare(assemblyPool(140, 8, "swaps"), {
      ...{ ...rest, overlap, target },
      exposure: { formsMax: 2, items: { I60: 3 } },
    });
    const any = formulate(preparation, "any");
    const solved = solver(any.programme, { secondsMax: 60 }).values;
    if (!solved) throw new Error("no forms");
    const values = any.columnsOf(any.formsOf(solved));
    const before = any.formsOf(values);
    swapItems(any, preparation.goal as Goal, 3, values, 1.2, 0);
    const after = any.formsOf(values);
    // The columns of what is shared are still those of the forms.
    expect(values).toEqual(any.columnsOf(after));
    expect(broken(any, values)).toEqual([]);
    expect(objectiveOf(preparation.goal as Goal, after)).toBeLessThan(
      objectiveOf(preparation.goal as Goal, before) / 2,
    );
    const shared = (forms: number[][]) => forms[0]?.filter((i) => forms[2]?.includes(i));
    expect(shared(after)).not.toEqual(shared(before));
  });
});
