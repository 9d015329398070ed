import { entries } from "./entry.js";

/** Studies, sessions, test takers and rosters. */
export const studyProblems = entries({});
