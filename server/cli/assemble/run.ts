import { basename } from "node:path";
import {
  assembleForms,
  type AssembledForms,
  type AssemblyPool,
  type Blueprint,
  type NoForms,
  type SolverProgress,
} from "../../../psychometrics/index.js";
import { highsSolver } from "../../mixed-integer/highs.js";
import { programVersion } from "../../package-root.js";
import { say } from "../../terminal/words.js";
import { InputError, refusalOf } from "../files/input-error.js";
import { csvOf } from "../files/table.js";
import type { BankSource } from "./read-bank.js";
import { readBlueprint } from "./read-blueprint.js";
import { readPool, type PoolFiles } from "./read-pool.js";
import { curveLines, requirementLines } from "./report.js";
import { curvesTable, formsTable, requirementsTable } from "./result-tables.js";

/** What assembling from files needs to know. */
export interface AssembleRequest extends Partial<BankSource>, Omit<PoolFiles, "items" | "totals"> {
  blueprint: string;
  /** A table of the pool, in place of a study. */
  items?: string;
  secondsMax: number;
  nodesMax?: number;
  gap: number;
}

/** Every file that a result folder may hold. */
export const resultFiles = ["forms.csv", "requirements.csv", "curves.csv", "report.txt", "assembly.json"];

/** What came of it: the contents of the result files where there are forms, and the lines to print. */
export type AssembleOutcome =
  | { files: Record<string, string>; lines: string[]; result: AssembledForms }
  | { files: null; result: NoForms; forms: readonly string[] };

/**
 * Reads pool and blueprint and assembles the forms.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export async function runAssembly(
  request: AssembleRequest,
  tell: (sentence: string) => void,
  onProgress: (progress: SolverProgress) => void,
): Promise<AssembleOutcome> {
  const blueprint = await readBlueprint(request.blueprint);
  const pool = await poolOf(request, blueprint, tell);
  const calibrated = pool.items.filter(({ curve }) => curve).length;
  const file = request.study ?? basename(request.items ?? "");
  tell(say("assemble.read", { file, items: pool.items.length, calibrated }));
  const solver = await highsSolver();
  const result = refusing(request.blueprint, () => {
    const { secondsMax, nodesMax, gap } = request;
    return assembleForms(pool, blueprint, solver, { secondsMax, nodesMax, gap, onProgress });
  });
  if (!result.isAssembled) return { files: null, result, forms: blueprint.forms };
  const lines = [...requirementLines(result.checks, blueprint.forms), "", ...curveLines(result)];
  return {
    files: {
      "forms.csv": csvOf(formsTable(pool, blueprint, result)),
      "requirements.csv": csvOf(requirementsTable(result.checks)),
      "curves.csv": csvOf(curvesTable(pool, result)),
      "report.txt": `${lines.join("\n").trimEnd()}\n`,
      "assembly.json": `${JSON.stringify(summaryOf(request, blueprint, result), null, 2)}\n`,
    },
    lines,
    result,
  };
}

async function poolOf(
  { items, study, run, data = "", parameters, stimuli, model }: AssembleRequest,
  { requirements = [] }: Blueprint,
  tell: (sentence: string) => void,
): Promise<AssemblyPool> {
  if ((items === undefined) === (study === undefined)) throw new InputError("assemble.itemsOrStudy");
  const totals = requirements.flatMap(({ attribute }) => attribute ?? []);
  if (items !== undefined) return readPool({ items, parameters, stimuli, model, totals }, tell);
  if (parameters !== undefined || stimuli !== undefined) throw new InputError("assemble.studyHasAll");
  // Files need no store, so that its library is loaded for a study only.
  const { readBank } = await import("./read-bank.js");
  return readBank({ study: study ?? "", run, data }, tell);
}

/** What the library refuses is in the caller's files, and its words name the place. */
function refusing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error, "assemble.refused", { file: basename(path) });
  }
}

function summaryOf(
  request: AssembleRequest,
  blueprint: Blueprint,
  result: AssembledForms,
): Record<string, unknown> {
  return {
    forms: result.forms.map(({ form, items, stimuli, information, expectedScore }) => ({
      ...{ form, items, stimuli, information },
      expected_score: expectedScore,
    })),
    theta: result.theta,
    target: blueprint.target ?? null,
    objective: result.objective,
    bound: result.bound,
    gap: result.gap,
    gap_asked: request.gap,
    end: result.end,
    nodes: result.nodeCount,
    requirements_met: result.checks.every(({ isMet }) => isMet),
    uncalibrated: result.uncalibrated,
    version: programVersion,
  };
}
