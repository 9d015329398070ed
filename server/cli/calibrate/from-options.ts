import type { Estimator, ModelName } from "../../../psychometrics/index.js";
import type { Destination } from "../files/fill-folder.js";
import { dimensionTable } from "../multidimensional/dimension-table.js";
import { quadratureOf, type Integration } from "../multidimensional/integration.js";
import { informationGrid, type InformationGrid } from "./booklet-tables.js";
import { InputError } from "../files/input-error.js";
import type { CalibrationRequest } from "./request.js";

/** The options of `khao calibrate`. */
export interface CalibrateOptions extends Destination {
  model: ModelName;
  key?: string;
  models?: string;
  id?: string;
  group?: string;
  reference?: string;
  weight?: string;
  ignore: string[];
  missing: "omit" | "wrong";
  missingCodes: string[];
  anchor?: string;
  covariance: boolean;
  unconnected: boolean;
  scores: Estimator[];
  quadrature: number;
  integration?: Integration;
  range: number;
  tolerance: number;
  seed?: number;
  threads: number;
  diagnostics: boolean;
  tables: boolean;
  grid?: InformationGrid;
  responseProbability?: number;
  senate?: string;
  booklet?: string;
  units?: string;
  dimensions?: string;
  regressors?: string[];
}

/**
 * What the options of `khao calibrate` ask for.
 *
 * @param isGiven whether the caller wrote an option, by its name here.
 * @throws {InputError} for options that several dimensions know nothing of, or a table of dimensions that does not fit.
 */
export async function requestFromOptions(
  responses: string,
  options: CalibrateOptions,
  isGiven: (name: string) => boolean,
): Promise<CalibrationRequest> {
  return {
    ...options,
    tables: tablesOf(responses, options),
    responses,
    seed: options.seed ?? null,
    widensGrid: !isGiven("quadrature") && !isGiven("range"),
    dimensional: await dimensionalOf(responses, options, isGiven),
  };
}

/** The abilities of the tables that are asked for; what only they need is refused without them. */
function tablesOf(
  responses: string,
  { tables, grid, responseProbability, booklet, units, diagnostics }: CalibrateOptions,
): InformationGrid | undefined {
  if (tables) return grid ?? informationGrid;
  const stray = [
    ...(grid ? ["--grid"] : []),
    ...(responseProbability === undefined ? [] : ["--response-probability"]),
    ...(booklet === undefined ? [] : ["--booklet"]),
    ...(units === undefined || diagnostics ? [] : ["--units"]),
  ];
  if (stray.length > 0)
    throw new InputError("calibrate.forTables", {
      file: responses,
      names: stray.join(", "),
      option: "--tables",
    });
  return undefined;
}

/** Several dimensions or regressors; undefined for one dimension without them. */
async function dimensionalOf(
  responses: string,
  { dimensions, regressors, units, quadrature, integration, seed }: CalibrateOptions,
  isGiven: (name: string) => boolean,
): Promise<CalibrationRequest["dimensional"]> {
  if (dimensions === undefined && regressors === undefined) {
    if (integration === undefined) return undefined;
    throw new InputError("calibrate.forTables", {
      file: responses,
      names: "--integration",
      option: "--dimensions",
    });
  }
  if (units !== undefined)
    throw new InputError("analyse.oneDimensionOnly", { file: responses, names: "--units" });
  return {
    dimensions: dimensions === undefined ? undefined : await dimensionTable(dimensions),
    quadrature: quadratureOf(integration, isGiven("quadrature") ? quadrature : undefined, seed),
  };
}
