import {
  calibrate,
  checkDif,
  classicalAnalysis,
  eapReliability,
  partialInvariance,
  scorePersons,
  wleReliability,
  type Anchor,
  type Calibration,
  type CalibrationOptions,
  type ClassicalAnalysis,
  type CycleProgress,
  type Estimator,
  type PersonScore,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import { programVersion } from "../../package-root.js";
import { Threads } from "../../psychometrics-threads/threads.js";
import { classicalBasis } from "./classical-basis.js";
import { definedOnly } from "./defined-only.js";
import { runMultidimensional } from "../multidimensional/run.js";
import { difTables } from "./dif-tables.js";
import { checkIds } from "../files/check-ids.js";
import { InputError, refusalOf } from "../files/input-error.js";
import { invarianceTables } from "./invariance-tables.js";
import { requireOneDesign, requireSomeWeight } from "./known-refusals.js";
import { csvOf } from "../files/table.js";
import { readResponses, scoreTable } from "../files/read-responses.js";
import { checkReference, notesOnReference, referenceGroup } from "./reference-group.js";
import { filesOf } from "./result-files.js";
import type { CalibrationOutcome, CalibrationRequest } from "./request.js";
import { notesOnWeights } from "./weight-note.js";
import { anchorsFrom } from "./anchors.js";
import { readItemUnits, readKeys, readModels } from "../files/side-files.js";

/**
 * Reads the files, calibrates, scores and analyses, and gives the contents of the result files.
 *
 * @throws {InputError} for anything wrong in the input, before or after the calibration.
 */
export async function runCalibration(
  request: CalibrationRequest,
  tell: (sentence: string) => void,
  onCycle: (progress: CycleProgress) => void,
): Promise<CalibrationOutcome> {
  checkReference(request);
  const table = await readResponses(request.responses, request);
  checkIds(table, request.id, "responses.idTwice");
  const keys = request.key === undefined ? null : await readKeys(request.key, table.items);
  const models = await modelsOf(request.models, table.items);
  const units = request.units === undefined ? null : await readItemUnits(request.units, table.items);
  const data = scoreTable(table, keys, request.missing, request.reference);
  const groups = table.groups && data.groupNames;
  const anchored =
    request.anchor === undefined
      ? undefined
      : await anchorsFrom(request.anchor, table.items, request.model, groups);
  const anchors = anchored?.anchors;
  tell(
    say("calibrate.read", {
      file: request.responses,
      persons: data.personCount,
      items: data.items.length,
    }),
  );

  requireSomeWeight(table.weights, request);
  const reference = referenceGroup(data, anchors !== undefined);
  if (reference) tell(say("calibrate.reference", reference));

  if (request.dimensional) {
    const inputs = { table, keys, data, models, anchored };
    return runMultidimensional(request, request.dimensional, inputs, onCycle);
  }
  const start = performance.now();
  const { calibration, further } = fit(data, request, models, anchors, onCycle);
  const notes = [
    ...calibration.notes,
    ...(anchored?.notes ?? []),
    ...notesOnReference(reference),
    ...notesOnWeights(data.weights, table.ids),
  ];
  const seconds = (performance.now() - start) / 1000;
  const persons = scorePersons(calibration, data, [...new Set<Estimator>([...request.scores, "eap", "wle"])]);
  const classical = classicalAnalysis(data);
  const summary = {
    ...summaryOf(request, data, calibration, classical, persons, seconds),
    ...(reference && { reference_group: reference.name }),
  };
  const inputs = { table, keys, units };
  return {
    calibration,
    notes,
    classicalBasis: classicalBasis(classical, data.personCount),
    summary,
    files: { ...filesOf(request, inputs, data, calibration, notes, classical, persons, summary), ...further },
  };
}

async function modelsOf(
  models: CalibrationRequest["models"],
  items: readonly string[],
): Promise<Pick<CalibrationOptions, "models" | "ratingScales">> {
  if (models === undefined) return {};
  if (typeof models === "string") return readModels(models, items);
  for (const field of ["models", "ratingScales"] as const) {
    const item = Object.keys(models[field] ?? {}).find((name) => !items.includes(name));
    if (item !== undefined) throw new InputError("analyse.noItem", { field, item });
  }
  return definedOnly(models);
}

/** The calibration, and the files of what was analysed around it. */
function fit(
  data: ResponseData,
  request: CalibrationRequest,
  models: Pick<CalibrationOptions, "models" | "ratingScales">,
  anchors: Anchor[] | undefined,
  onCycle: (progress: CycleProgress) => void,
): { calibration: Calibration; further: Record<string, string> } {
  const { model, quadrature, range, widensGrid, tolerance } = request;
  const crew = new Threads(request.threads);
  // M2 needs to know which parameters were free.
  const keepsCovariance = (request.covariance ?? false) || (request.diagnostics ?? false);
  const options: CalibrationOptions = {
    ...definedOnly(request.constraints ?? {}),
    ...{ model, ...models, anchors, quadrature, range, widensGrid, tolerance },
    ...{ keepsCovariance, onCycle, crew },
  };
  try {
    if (!request.unconnected) requireOneDesign(data, anchors, request.responses);
    // The calibration checks what it is given before it begins; what comes after it is checked here, before time is spent.
    if (request.dif) checkDif(data, request.dif, request.dif);
    const found = request.invariance ? partialInvariance(data, options, request.invariance) : null;
    const calibration = found?.calibration ?? calibrate(data, options);
    const tables = {
      ...(found ? invarianceTables(found) : {}),
      ...(request.dif ? difTables(data, request.dif, options) : {}),
    };
    const further = Object.entries(tables).map(([name, table]) => [name, csvOf(table)]);
    return { calibration, further: Object.fromEntries(further) as Record<string, string> };
  } catch (error) {
    throw refusalOf(error, "calibrate.refused", { file: request.responses });
  } finally {
    void crew.close();
  }
}

function summaryOf(
  request: CalibrationRequest,
  data: ResponseData,
  calibration: Calibration,
  classical: ClassicalAnalysis,
  persons: readonly PersonScore[],
  seconds: number,
): CalibrationOutcome["summary"] {
  return {
    model: request.model,
    n_persons: data.personCount,
    n_items: data.items.length,
    log_likelihood: calibration.logLikelihood,
    n_parameters: calibration.parameterCount,
    aic: calibration.aic,
    bic: calibration.bic,
    latent_mean: calibration.groups[0]?.mean ?? null,
    latent_variance: calibration.groups[0]?.variance ?? null,
    alpha: classical.alpha,
    omega: classical.omega,
    eap_reliability: eapReliability(persons, data.weights),
    wle_reliability: wleReliability(persons, data.weights),
    iterations: calibration.cycles,
    converged: calibration.converged,
    seconds: Math.round(seconds * 1000) / 1000,
    seed: request.seed,
    version: programVersion,
  };
}
