import { entries } from "./entry.js";

/** The item bank items, units, assets, blocks. */
export const bankProblems = entries({});
