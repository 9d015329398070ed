import type { Blueprint } from "../../../psychometrics/index.js";
import { formsOf30, theta } from "../../support/assembly-forms.js";

/** One assembly that is measured, by its name on the command line. */
export interface AssemblyCase {
  name: string;
  title: string;
  blueprint: Blueprint;
}

/** Every assembly that is measured. */
export const assemblyCases: readonly AssemblyCase[] = [
  {
    name: "assembly",
    title: "3 forms of 30 from 280, no item twice",
    blueprint: formsOf30(3),
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
