import seedrandom from "seedrandom";
import {
  bootstrapReplication,
  fayReplication,
  jk1Replication,
  jk2Replication,
  replication,
  senateWeights,
  type Replication,
} from "../../../psychometrics/index.js";
import { InputError } from "../files/input-error.js";
import type { SurveyTable } from "./read-survey.js";
import type { SurveyRequest } from "./request.js";

/**
 * The replicate weights that the table has, or that its columns on the sampling design make; with senate weights those of
 * each group are multiplied alike.
 *
 * @throws {InputError} where a column that the method needs is not named.
 * @throws {RangeError} for what the library refuses.
 */
export function replicationOf(request: SurveyRequest, table: SurveyTable): Replication {
  const made = designReplication(request, table);
  if (!table.senate) return made;
  const equal = senateWeights(made.full, table.senate);
  // The same factor for the replicates: what it rests on is the population's size, which is known.
  const factors = equal.map((weight, p) => {
    const before = made.full[p] ?? 0;
    return before > 0 ? weight / before : 0;
  });
  const scaled = made.replicates.map((weights) => weights.map((weight, p) => weight * (factors[p] ?? 0)));
  return { ...made, full: equal, replicates: scaled };
}

function designReplication(request: SurveyRequest, table: SurveyTable): Replication {
  const { method, fay } = request;
  const { weights, zones, halves } = table;
  if (request.replicates !== undefined) return replication(method, weights, table.replicates, fay);
  if (method === "jk1" || method === "bootstrap") {
    if (table.units === null) throw new InputError("survey.unitsFor", { method });
    if (method === "jk1") return jk1Replication(weights, table.units);
    const strata = table.strata ?? table.units.map(() => "");
    const uniform = seedrandom(`${request.seed}/survey/bootstrap`);
    return bootstrapReplication(weights, strata, table.units, request.bootstrap, () => uniform());
  }
  if (request.zone === undefined || request.half === undefined) throw new InputError("survey.noReplicates");
  switch (method) {
    case "jk2":
      return jk2Replication(weights, zones, halves, "one");
    case "jk2-both":
      return jk2Replication(weights, zones, halves, "both");
    case "fay":
      return fayReplication(weights, zones, halves, fay);
    case "brr":
      return fayReplication(weights, zones, halves, 0);
  }
}
