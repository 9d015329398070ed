import { basename, dirname, resolve } from "node:path";
import { estimators, type HeldCovariance } from "../../../psychometrics/index.js";
import { threadsForAll } from "../../psychometrics-threads/threads.js";
import { reader } from "../../reader.js";
import { say } from "../../terminal/words.js";
import { informationGrid, type InformationGrid } from "../calibrate/booklet-tables.js";
import { InputError } from "../files/input-error.js";
import type { CalibrationRequest } from "../calibrate/request.js";
import { quadratureOf } from "../multidimensional/integration.js";
import { dimensionTable } from "../multidimensional/dimension-table.js";
import { readJson } from "../files/read-json.js";
import { Analysis } from "./analysis-schema.js";

const read = reader(Analysis);

/**
 * Reads an analysis file: JSON by the schema `Analysis`, with what is left out as `khao calibrate` has it by default.
 *
 * @throws {InputError} when it cannot be read, is no JSON, or does not fit the schema: the first place that does not is named.
 */
export async function readAnalysis(path: string): Promise<CalibrationRequest> {
  const analysis = await readJson(path, read);
  const beside = (name: string) => resolve(dirname(path), name);
  const besides = (name: string | undefined) => (name === undefined ? undefined : beside(name));
  const { responses, model, key, models, anchor, id, group, weight, ...others } = analysis;
  const { ignore, missing, scores, quadrature, range, tolerance, seed, threads, covariance, diagnostics } =
    others;
  const { invariance, dif, ...rest } = others;
  if ((invariance ?? dif) && group === undefined) {
    throw new InputError("analyse.groupWanted", { file: basename(path) });
  }
  if (others.ratingScales && typeof models !== "object")
    throw new InputError("analyse.scalesAlone", { file: basename(path) });
  if (covariance && others.standardErrors === "none")
    throw new InputError("analyse.covarianceWithoutErrors", { file: basename(path) });
  const dimensional = await dimensionalOf(path, analysis, besides);
  return {
    responses: beside(responses),
    model,
    key: besides(key),
    models: typeof models === "object" ? { models, ratingScales: others.ratingScales } : besides(models),
    anchor: besides(anchor),
    id,
    group,
    reference: others.reference,
    weight,
    ignore: ignore ?? [],
    regressors: analysis.regressors,
    dimensional,
    missing: missing ?? "omit",
    missingCodes: others.missingCodes?.map(String),
    namedBy: "fields",
    scores: scores ?? estimators,
    quadrature: quadrature ?? 61,
    range: range ?? 6,
    widensGrid: others.widensGrid ?? (quadrature === undefined && range === undefined),
    tolerance: tolerance ?? 1e-6,
    seed: seed ?? null,
    threads: threads ?? threadsForAll(),
    covariance,
    diagnostics,
    senate: others.senate,
    responseProbability: others.responseProbability,
    booklet: others.booklet,
    units: besides(others.units),
    tables: tablesOf(path, analysis),
    unconnected: others.unconnected,
    constraints: {
      cyclesMax: rest.cyclesMax,
      standardErrors: rest.standardErrors,
      fixed: rest.fixed,
      start: rest.start,
      equal: rest.equal,
      priors: rest.priors,
      ...(rest.lowerAsymptotePrior === undefined ? {} : { lowerAsymptotePrior: rest.lowerAsymptotePrior }),
      unique: rest.unique,
      leftOut: rest.leftOut,
      groups: rest.groups,
    },
    invariance,
    dif,
  };
}

/** The abilities of the tables that are asked for; what only they need is refused without them. */
function tablesOf(
  path: string,
  { tables, responseProbability, booklet, units, diagnostics }: Analysis,
): InformationGrid | undefined {
  const file = basename(path);
  if (tables === true) return informationGrid;
  if (tables) {
    if (tables.to > tables.from) return tables;
    throw new InputError("analyse.misfit", { file, path: "/tables", reason: say("calibrate.badGrid") });
  }
  const stray = [
    ...(responseProbability === undefined ? [] : ["responseProbability"]),
    ...(booklet === undefined ? [] : ["booklet"]),
    ...(units === undefined || diagnostics ? [] : ["units"]),
  ];
  if (stray.length > 0)
    throw new InputError("calibrate.forTables", { file, names: stray.join(", "), option: "tables" });
  return undefined;
}

/** What neither several dimensions nor a regression is for. */
const forOneDimension = ["groups", "invariance", "dif", "units", "widensGrid"] as const;

/** The dimensions and what goes with them; undefined for an analysis of one dimension without regressors. */
async function dimensionalOf(
  path: string,
  analysis: Analysis,
  besides: (name: string | undefined) => string | undefined,
): Promise<CalibrationRequest["dimensional"]> {
  const { dimensions, covariances, regressors, quadrature, integration, seed } = analysis;
  const file = basename(path);
  if (!dimensions && !regressors && !covariances) {
    if (integration === undefined) return undefined;
    throw new InputError("calibrate.forTables", { file, names: "integration", option: "dimensions" });
  }
  const stray = forOneDimension.filter((name) => analysis[name] !== undefined);
  if (stray.length > 0) throw new InputError("analyse.oneDimensionOnly", { file, names: stray.join(", ") });
  const read =
    typeof dimensions === "string" ? await dimensionTable(besides(dimensions) ?? dimensions) : dimensions;
  const held = covariances?.map(({ dimensions: [first = "", second = ""], value }): HeldCovariance => ({
    dimensions: [first, second],
    value,
  }));
  return { dimensions: read, covariances: held, quadrature: quadratureOf(integration, quadrature, seed) };
}
