import { beforeAll, describe, expect, it } from "vitest";
import {
  assembleForms,
  itemCurve,
  type AssembledForms,
  type AssemblyItem,
  type AssemblyOptions,
  type AssemblyPool,
  type AssemblyTarget,
  type Blueprint,
  type MixedIntegerSolver,
} from "../../../psychometrics/index.js";
import { highsSolver } from "../../../server/mixed-integer/highs.js";
import { formsOf30 } from "../../support/assembly-forms.js";
import { assemblyPool } from "../../support/assembly-pool.js";

let solver: MixedIntegerSolver;
beforeAll(async () => {
  solver = await highsSolver();
});

function assembled(pool: AssemblyPool, blueprint: Blueprint, options?: AssemblyOptions): AssembledForms {
  const result = assembleForms(pool, blueprint, solver, { secondsMax: 600, ...options });
  if (!result.isAssembled) throw new Error("no forms");
  expect(result.checks.filter(({ isMet }) => !isMet)).toEqual([]);
  return result;
}

/** Every choice of `count` of the places from `from` on. */
function* choices(places: number, count: number, from = 0): Generator<number[]> {
  if (count === 0) yield [];
  for (let i = from; count > 0 && i < places; i++)
    for (const rest of choices(places, count - 1, i + 1)) yield [i, ...rest];
}

const valuesAt = ({ curve }: AssemblyItem, target: AssemblyTarget): number[] => {
  if (!curve) throw new Error("no curve");
  const at = itemCurve(curve, target.theta);
  return target.kind === "expected-score" ? at.expectedScore : at.information;
};

const targets: AssemblyTarget[] = [
  { kind: "information", theta: [-1, 0.5], values: [1.1, 1.4] },
  { kind: "expected-score", theta: [-1, 0, 1], values: [1.8, 2.4, 3.1] },
  { kind: "maximin", theta: [-1, 0.5], weights: [1, 1.3] },
];

/** The best value over all pairs of forms that a plain test of the demands lets through. */
function bruteForce(
  { items }: AssemblyPool,
  length: number,
  target: AssemblyTarget,
  isForm: (form: number[]) => boolean,
  isPair: (first: number[], second: number[]) => boolean,
): number {
  const values = items.map((item) => valuesAt(item, target));
  const goals = target.kind === "maximin" ? target.weights : "values" in target ? target.values : [];
  const worst = target.kind === "maximin" ? Math.min : Math.max;
  const valueOf = (form: number[]) =>
    worst(
      ...target.theta.map((_, k) => {
        const sum = form.reduce((total, i) => total + (values[i]?.[k] ?? NaN), 0);
        const goal = (goals as number[])[k] ?? NaN;
        return target.kind === "maximin" ? sum / goal : Math.abs(sum - goal);
      }),
    );
  const forms = [...choices(items.length, length)]
    .filter(isForm)
    .map((form) => ({ form, value: valueOf(form) }));
  let best = target.kind === "maximin" ? -Infinity : Infinity;
  for (const first of forms)
    for (const second of forms) {
      const value = worst(first.value, second.value);
      if (target.kind === "maximin" ? value <= best : value >= best) continue;
      if (isPair(first.form, second.form)) best = value;
    }
  return best;
}

describe("the best forms are those that trying all finds", () => {
  it.each(targets)("for two forms without common items: $kind", (target) => {
    for (const seed of target.kind === "information" ? ["one"] : ["one", "two"]) {
      const pool = assemblyPool(10, 0, seed);
      const blueprint: Blueprint = {
        forms: ["X", "Y"],
        length: { min: 4, max: 4 },
        requirements: [
          { measure: "items", where: { domain: ["A", "B"] }, min: 2, max: 3 },
          { measure: "total", attribute: "minutes", max: 9 },
        ],
        enemies: [{ items: ["I1", "I4", "I6"] }, { items: ["I2", "I3"], isAcrossForms: true }],
        exposure: { formsMax: 1 },
        target,
      };
      const minutes = pool.items.map(({ attributes }) => Number(attributes.minutes));
      const count = (form: number[], of: number[]) => form.filter((i) => of.includes(i)).length;
      const best = bruteForce(
        pool,
        4,
        target,
        (form) => {
          const inDomains = form.filter((i) => i % 4 < 2).length;
          const time = form.reduce((sum, i) => sum + (minutes[i] ?? NaN), 0);
          return inDomains >= 2 && inDomains <= 3 && time <= 9 && count(form, [0, 3, 5]) <= 1;
        },
        (first, second) =>
          !first.some((i) => second.includes(i)) && count([...first, ...second], [1, 2]) <= 1,
      );
      // The programme's rows hold to 1e-6, and the solver's gap is 0.
      expect(assembled(pool, blueprint, { gap: 0 }).objective).toBeCloseTo(best, 5);
    }
  });

  it.each(targets)("for two forms with units and exactly one item in common: $kind", (target) => {
    const pool = assemblyPool(11, 1, "units");
    const blueprint: Blueprint = {
      forms: ["X", "Y"],
      length: { min: 4, max: 4 },
      itemsPerStimulus: { min: 2, max: 3 },
      exposure: { formsMax: 1 },
      commonItems: { min: 1, max: 1 },
      forced: [{ items: ["I8"], forms: ["Y"] }],
      excluded: [{ items: ["I9"] }],
      requirements: [{ measure: "stimuli", where: { genre: "story" }, min: 1, forms: ["X"] }],
      target,
    };
    const ofUnit = (form: number[]) => form.filter((i) => i < 5).length;
    const best = bruteForce(
      pool,
      4,
      target,
      (form) => [0, 2, 3].includes(ofUnit(form)) && !form.includes(8),
      (first, second) =>
        ofUnit(first) >= 2 && second.includes(7) && first.filter((i) => second.includes(i)).length === 1,
    );
    const result = assembled(pool, blueprint, { gap: 0 });
    expect(result.objective).toBeCloseTo(best, 5);
    expect(result.end).toBe("optimal");
    expect(result.gap).toBeLessThan(1e-5);
  });

  it.each([{ max: 1 }, { min: 3, max: 3 }])("for two forms with a limit of what both have: %o", (overlap) => {
    const pool = assemblyPool(9, 0, "overlap");
    for (const target of targets.slice(0, 2)) {
      const blueprint: Blueprint = { forms: ["X", "Y"], length: { min: 4, max: 4 }, overlap, target };
      const isPair = (first: number[], second: number[]) => {
        const shared = first.filter((i) => second.includes(i)).length;
        return shared >= (overlap.min ?? 0) && shared <= overlap.max;
      };
      const best = bruteForce(pool, 4, target, () => true, isPair);
      expect(assembled(pool, blueprint, { gap: 0 }).objective).toBeCloseTo(best, 5);
    }
  });

  it("maximin at one ability without other demands takes the most informative items (Lord, 1980)", () => {
    const pool = assemblyPool(40, 0, "maximin");
    const information = pool.items.map((item) => ({
      item: item.item,
      at: valuesAt(item, { kind: "maximin", theta: [0.3] })[0] ?? NaN,
    }));
    const most = [...information].sort((a, b) => b.at - a.at).slice(0, 12);
    const { forms, objective } = assembled(
      pool,
      { forms: ["X"], length: { min: 12, max: 12 }, target: { kind: "maximin", theta: [0.3] } },
      { gap: 0 },
    );
    expect([...(forms[0]?.items ?? [])].sort()).toEqual(most.map(({ item }) => item).sort());
    expect(objective).toBeCloseTo(
      most.reduce((sum, { at }) => sum + at, 0),
      8,
    );
  });
});

describe("laws of assembly", () => {
  const pool = assemblyPool(24, 0, "laws");
  const blueprint: Blueprint = {
    forms: ["X", "Y"],
    length: { min: 5, max: 5 },
    exposure: { formsMax: 1 },
    target: { kind: "maximin", theta: [-1, 1] },
  };
  const best = (changes: Partial<Blueprint>, from = pool) =>
    assembled(from, { ...blueprint, ...changes }, { gap: 0 }).objective ?? NaN;

  it("one more demand never makes forms better", () => {
    const free = best({});
    const domains = best({
      requirements: ["A", "B", "C"].map((domain) => ({
        measure: "items" as const,
        where: { domain },
        min: 1,
        max: 1,
      })),
    });
    const top = pool.items.slice(0, 12).map(({ item }) => item);
    expect(domains).toBeLessThanOrEqual(free + 1e-6);
    expect(best({ enemies: [{ items: top }] })).toBeLessThanOrEqual(free + 1e-6);
    expect(best({ exposure: { formsMax: 2 } })).toBeGreaterThanOrEqual(free - 1e-6);
    // At least one of them must bind, or the law is tried on nothing.
    expect(domains).toBeLessThan(free - 1e-3);
  });

  it("the order of the pool does not matter, and weights are a scale", () => {
    const free = best({});
    expect(best({}, { items: [...pool.items].reverse() })).toBeCloseTo(free, 5);
    const doubled = best({ target: { kind: "maximin", theta: [-1, 1], weights: [2, 2] } });
    expect(doubled).toBeCloseTo(free / 2, 5);
  });

  it("a chain of forms has links between neighbours and nothing in common beyond", () => {
    const shared = (forms: readonly { items: string[] }[], f: number, g: number) =>
      forms[f]?.items.filter((item) => forms[g]?.items.includes(item)).length;
    const { forms } = assembled(pool, {
      length: blueprint.length,
      forms: ["1", "2", "3"],
      exposure: { formsMax: 2 },
      overlap: {
        max: 0,
        pairs: [["1", "2"] as const, ["2", "3"] as const].map((its) => ({ forms: its, min: 2, max: 2 })),
      },
    });
    expect([shared(forms, 0, 1), shared(forms, 1, 2), shared(forms, 0, 2)]).toEqual([2, 2, 0]);
  });

  it("gives the same forms for the same input", () => {
    const one = assembled(pool, blueprint);
    expect(assembled(pool, blueprint)).toEqual(one);
  });

  it("a form of last year is its own best copy", () => {
    const reference = ["I3", "I8", "I15", "I19", "I22"];
    const target: AssemblyTarget = { kind: "information", theta: [-1, 0, 1], reference };
    const result = assembled(
      pool,
      { forms: ["X"], length: { min: 5, max: 5 }, target },
      { gap: 0, nodesMax: 20_000 },
    );
    expect(result.objective).toBeLessThan(0.02);
  });

  it("gives each form its own target: modules of a multistage test", () => {
    const target: AssemblyTarget = {
      kind: "information",
      theta: [-1.5, 1.5],
      values: { X: [2.2, 0.8], Y: [0.8, 2.2] },
    };
    const { forms } = assembled(pool, { ...blueprint, target });
    const at = (f: number, k: number) => forms[f]?.information[k] ?? NaN;
    expect(at(0, 0)).toBeGreaterThan(at(1, 0) + 0.5);
    expect(at(1, 1)).toBeGreaterThan(at(0, 1) + 0.5);
  });
});

describe("a realistic pool", () => {
  it("has three parallel forms of 30 items within 1 % of the target, with content, time, keys, units and enemies", () => {
    const pool = assemblyPool(280, 20, "national");
    const result = assembled(pool, formsOf30(3));
    expect(result.end).toBe("optimal");
    expect(result.gap).toBeLessThan(0.01);
    expect(result.bound).toBe(0);
    // What parallel means here: no two forms differ by more than twice the deviation that is reported.
    for (const k of [0, 1, 2, 3]) {
      const at = result.forms.map(({ information }) => information[k] ?? NaN);
      expect(Math.max(...at) - Math.min(...at)).toBeLessThanOrEqual(2 * (result.objective ?? NaN) + 1e-9);
    }
    expect(new Set(result.forms.flatMap(({ items }) => items)).size).toBe(90);
    expect(result.checks.length).toBeGreaterThan(40);
  });
});
