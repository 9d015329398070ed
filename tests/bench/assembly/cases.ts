import type { AssemblyTarget, Blueprint } from "../../../psychometrics/index.js";

/** One assembly that is measured, by its name on the command line. */
export interface AssemblyCase {
  name: string;
  title: string;
  blueprint: Blueprint;
}

const each = (attribute: string, values: string, min: number, max: number) =>
  [...values].map((value) => ({ measure: "items" as const, where: { [attribute]: value }, min, max }));

const theta = [-1.5, -0.5, 0.5, 1.5];
const information: AssemblyTarget = { kind: "information", theta, values: [4, 7, 7.5, 5] };

/** Forms of 30 items from 280, with 20 units, 20 pairs of enemies, content, keys and time. */
const formsOf30 = (formCount: number, changes: Partial<Blueprint>): Blueprint => ({
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

/** Every assembly that is measured. */
export const assemblyCases: readonly AssemblyCase[] = [
  {
    name: "assembly",
    title: "3 forms of 30 from 280, no item twice",
    blueprint: formsOf30(3, {}),
  },
  {
    name: "assembly-curve",
    title: "the same to a test characteristic curve",
    blueprint: formsOf30(3, { target: { kind: "expected-score", theta, values: [9, 13.5, 18, 22] } }),
  },
  {
    name: "assembly-maximin",
    title: "the same, the most information",
    blueprint: formsOf30(3, { target: { kind: "maximin", theta, weights: [4, 7, 7.5, 5] } }),
  },
  {
    name: "assembly-overlap",
    title: "5 forms, items in 2 of them, each pair at most 6 in common",
    blueprint: formsOf30(5, { exposure: { formsMax: 2 }, overlap: { max: 6 } }),
  },
  {
    name: "assembly-chain",
    title: "5 forms in a chain, neighbours 6 in common, others none",
    blueprint: formsOf30(5, {
      exposure: { formsMax: 2 },
      overlap: {
        max: 0,
        pairs: ["1", "2", "3", "4"].map((form, n) => ({
          forms: [form, String(n + 2)] as const,
          min: 6,
          max: 6,
        })),
      },
    }),
  },
];
