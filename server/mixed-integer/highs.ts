import loadHighs, { type CallbackData, type Highs, type Model } from "highs";
import type {
  MixedIntegerProgramme,
  MixedIntegerSolver,
  SolverLimits,
  SolverResult,
} from "../../psychometrics/index.js";

// The package's types are those of its CommonJS half; what Node imports is the other one, whose default is the loader itself.
const load = loadHighs as unknown as typeof loadHighs.default;

let loaded: Promise<Highs> | null = null;

/**
 * HiGHS (Huangfu & Hall, 2018), compiled to WebAssembly, as the solver that `assembleForms` asks for. It is read from the installed
 * package, without a network. It runs in the calling thread and holds it until it is done.
 *
 * Huangfu, Q., & Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. Mathematical Programming Computation, 10, 119-142.
 */
export async function highsSolver(): Promise<MixedIntegerSolver> {
  const highs = await (loaded ??= load());
  return (programme, limits) => highs.withModel((model) => solve(highs, model, programme, limits));
}

function solve(
  highs: Highs,
  model: Model,
  programme: MixedIntegerProgramme,
  limits: SolverLimits,
): SolverResult {
  const before = performance.now();
  pass(highs, model, programme);
  model.options.set({
    output_flag: false,
    // Nothing is left to chance or to the machine but the time.
    random_seed: 1,
    time_limit: limits.secondsMax,
    mip_rel_gap: limits.relativeGap ?? 0,
    mip_abs_gap: limits.absoluteGap ?? 0,
    ...(limits.nodesMax !== undefined && { mip_max_nodes: limits.nodesMax }),
  });
  if (limits.start) model.setSolution({ colValue: limits.start });
  const finite = (value: number | undefined) =>
    value !== undefined && Number.isFinite(value) ? value : null;
  const tell = ({ data }: { data: CallbackData }): undefined => {
    limits.onProgress?.({
      objective: finite(data.mip_primal_bound),
      bound: finite(data.mip_dual_bound),
      nodeCount: Number(data.mip_node_count ?? 0),
    });
  };
  const { mipImprovingSolution, mipInterrupt } = highs.constants.callbackType;
  const { modelStatus } = model.run(
    limits.onProgress && { [mipImprovingSolution]: tell, [mipInterrupt]: tell },
  );
  const end = endOf(highs, modelStatus);
  const hasSolution =
    model.info.get("primal_solution_status") === highs.constants.solutionStatus.feasible &&
    end !== "infeasible";
  const isMixed = programme.isInteger.includes(1);
  return {
    end,
    values: hasSolution ? model.getSolution().colValue : null,
    bound: finite(
      isMixed
        ? Number(model.info.get("mip_dual_bound"))
        : end === "optimal"
          ? model.getObjectiveValue()
          : undefined,
    ),
    nodeCount: Math.max(0, Number(model.info.get("mip_node_count"))),
    seconds: (performance.now() - before) / 1000,
  };
}

function pass(highs: Highs, model: Model, programme: MixedIntegerProgramme): void {
  const { objectiveSense, variableType } = highs.constants;
  const numCols = programme.costs.length;
  const numRows = programme.rowLower.length;
  const bounds = (values: Float64Array) =>
    values.map((value) => (Number.isFinite(value) ? value : Math.sign(value) * highs.infinity));
  model.passModel({
    ...{ numCols, numRows },
    sense: programme.sense === "maximise" ? objectiveSense.maximize : objectiveSense.minimize,
    colCost: programme.costs,
    colLower: bounds(programme.lower),
    colUpper: bounds(programme.upper),
    rowLower: bounds(programme.rowLower),
    rowUpper: bounds(programme.rowUpper),
    integrality: Array.from(programme.isInteger, (one) =>
      one === 1 ? variableType.integer : variableType.continuous,
    ),
    matrix: {
      format: "csr",
      ...{ numRows, numCols },
      starts: programme.starts,
      indices: programme.indices,
      values: programme.values,
    },
  });
}

function endOf({ constants }: Highs, status: number): SolverResult["end"] {
  const { modelStatus } = constants;
  switch (status) {
    case modelStatus.optimal:
    case modelStatus.empty:
      return "optimal";
    case modelStatus.infeasible:
      return "infeasible";
    case modelStatus.timeLimit:
      return "time";
    case modelStatus.iterationLimit:
    case modelStatus.solutionLimit:
      return "nodes";
    default:
      throw new Error(`HiGHS ended with model status ${status}`);
  }
}
