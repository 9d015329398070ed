import { entries } from "./entry.js";

/** Coding, scores, calibrations and downloads. */
export const researchProblems = entries({});
