import type { AnalysisBody } from "../../server/contract/research.js";

/** What the desk's form asks for when nothing in it was changed but the title. */
export const options: AnalysisBody = {
  title: "Main analysis",
  model: "2pl",
  subjects: [],
  withoutItems: [],
  omitted: "wrong",
  notReached: "notAdministered",
  quadratureNodes: 41,
  quadratureRange: 6,
  tolerance: 1e-4,
};
