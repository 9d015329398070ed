import type { AssemblyTarget, Blueprint } from "../../psychometrics/index.js";

const each = (attribute: string, values: string, min: number, max: number) =>
  [...values].map((value) => ({ measure: "items" as const, where: { [attribute]: value }, min, max }));

/** Abilities at which forms have a target. */
export const theta = [-1.5, -0.5, 0.5, 1.5];
const information: AssemblyTarget = { kind: "information", theta, values: [4, 7, 7.5, 5] };

/** Forms of 30 items from `assemblyPool(280, 20, ...)`, with 20 units, 20 pairs of enemies, content, keys and time. */
export const formsOf30 = (formCount: number, changes: Partial<Blueprint> = {}): Blueprint => ({
  forms: Array.from({ length: formCount }, (_, f) => String(f + 1)),
  length: { min: 30, max: 30 },
  itemsPerStimulus: { min: 3, max: 4 },
  requirements: [
    ...each("domain", "ABCD", 6, 9),
    ...each("process", "xyz", 8, 12),
    ...each("key", "ABCD", 6, 9),
    { measure: "total", attribute: "minutes", max: 62 },
    { measure: "stimuli", min: 2, max: 3 },
    { name: "reading load", measure: "total", attribute: "words", max: 700 },
  ],
  enemies: Array.from({ length: 20 }, (_, n) => ({ items: [`I${101 + 8 * n}`, `I${102 + 8 * n}`] })),
  exposure: { formsMax: 1 },
  target: information,
  ...changes,
});
