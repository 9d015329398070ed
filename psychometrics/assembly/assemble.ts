import { itemCurve } from "../curves/curves.js";
import type { AssemblyPool, Blueprint } from "./blueprint.js";
import { checkPlaces, type DemandCheck } from "./check.js";
import { explainInfeasibility, type Infeasibility } from "./explain.js";
import { formulate, type Formulation } from "./formulate.js";
import { objectiveOf, type Goal } from "./goal.js";
import type { MixedIntegerProgramme, MixedIntegerSolver, SolverProgress } from "./mixed-integer.js";
import { prepare, type Preparation } from "./prepare.js";
import { swapItems } from "./swap.js";
import { Refusal } from "../messages/refusal.js";

/** How long an assembly may take, and how good its result has to be. */
export interface AssemblyOptions {
  /** 60 by default. A result that time cut short may differ from machine to machine. */
  secondsMax?: number;
  /** Branch-and-bound nodes: a limit that gives the same result everywhere. None by default. */
  nodesMax?: number;
  /**
   * Stop when no forms can be better by more than this share of the largest target (of the proportion reached, under `maximin`).
   * 0.01 by default; 0 looks for the best forms there are, which may take long.
   */
  gap?: number;
  /** Told of each better set of forms, and now and then in between. */
  onProgress?: (progress: SolverProgress) => void;
}

/** One form, and its curves at the abilities of the target. */
export interface AssembledForm {
  form: string;
  /** In the order of the pool. */
  items: string[];
  stimuli: string[];
  /** Test information and expected score at the abilities of the target; empty without one. */
  information: number[];
  expectedScore: number[];
}

/** Forms that meet a blueprint. */
export interface AssembledForms {
  isAssembled: true;
  forms: AssembledForm[];
  /** Abilities of the target, in logits. */
  theta: number[];
  /** The largest deviation from the target, or the smallest information in proportion to its weight; null without a target. */
  objective: number | null;
  /** No forms are better than this; null where it is not known. */
  bound: number | null;
  /** |objective - bound| as a share of the largest target (of the objective, under `maximin`); null where it is not known. */
  gap: number | null;
  /** Whether the gap asked for was reached, or which limit came first. */
  end: "optimal" | "time" | "nodes";
  nodeCount: number;
  /** Every demand of the blueprint, counted anew from the forms. */
  checks: DemandCheck[];
  /** Items without parameters, which were left out because forms were chosen by parameters. */
  uncalibrated: string[];
}

/** No forms: the blueprint contradicts itself or the pool, or time ran out before the first were found. */
export interface NoForms {
  isAssembled: false;
  /** Null where time or nodes ran out. */
  infeasibility: Infeasibility | null;
  uncalibrated: string[];
}

/**
 * Assemble one or several parallel forms at once: items of a pool that meet a blueprint and come nearest to its target (van der
 * Linden, 2005). Forms that meet the demands are found first, made better by swaps of items, and handed to the solver as the
 * start of its search for the best ones. The same pool, blueprint and options give the same forms, unless time runs out.
 *
 * @param solver such as the one of `khao/psychometrics/highs`.
 * @throws {RangeError} when the blueprint cannot be read, names what is not there, or contradicts itself in one line.
 *
 * van der Linden, W. J. (2005). Linear models for optimal test design. Springer.
 */
export function assembleForms(
  pool: AssemblyPool,
  blueprint: Blueprint,
  solver: MixedIntegerSolver,
  options: AssemblyOptions = {},
): AssembledForms | NoForms {
  const { secondsMax = 60, nodesMax, gap = 0.01, onProgress } = options;
  if (!(secondsMax > 0)) throw new Refusal("seconds-not-positive", { value: secondsMax });
  if (!(gap >= 0 && gap < 1)) throw new Refusal("gap-range", { value: gap });
  const preparation = prepare(pool, blueprint);
  const uncalibrated = [...preparation.uncalibrated];
  const feasible = formulate(preparation, "any");
  const first = solver(feasible.programme, { secondsMax, nodesMax });
  if (!first.values) {
    const infeasibility = first.end === "infeasible" ? explainInfeasibility(preparation, solver) : null;
    return { isAssembled: false, infeasibility, uncalibrated };
  }
  const { goal } = preparation;
  const start = { values: first.values, seconds: first.seconds };
  const limits = { secondsMax, nodesMax, gap, onProgress };
  const found: Found = goal
    ? bestForms(preparation, goal, solver, feasible, start, limits)
    : { forms: feasible.formsOf(first.values), bound: null, end: "optimal", nodeCount: first.nodeCount };
  return { isAssembled: true, ...reported(preparation, found), uncalibrated };
}

interface Found {
  forms: number[][];
  bound: number | null;
  end: AssembledForms["end"];
  nodeCount: number;
}

function bestForms(
  preparation: Preparation,
  goal: Goal,
  solver: MixedIntegerSolver,
  feasible: Formulation,
  first: { values: Float64Array; seconds: number },
  limits: Required<Pick<AssemblyOptions, "secondsMax" | "gap">> & AssemblyOptions,
): Found {
  const best = formulate(preparation, "best");
  let seconds = first.seconds;
  const left = () => Math.max(1, limits.secondsMax - seconds);
  let bound: number | null = 0;
  if (goal.kind === "maximin") {
    const relaxed = solver(relaxation(best.programme), { secondsMax: left() });
    seconds += relaxed.seconds;
    bound = relaxed.bound;
  }
  const values = feasible.columnsOf(feasible.formsOf(first.values));
  const enough = goal.kind === "maximin" ? limits.gap / (1 + limits.gap) : limits.gap * goal.scale;
  swapItems(feasible, goal, preparation.forms.length, values, bound ?? Infinity, enough);
  const started = feasible.formsOf(values);
  const startedAt = objectiveOf(goal, started);
  const absoluteGap = goal.kind === "maximin" ? 0 : limits.gap * goal.scale;
  const relativeGap = goal.kind === "maximin" ? limits.gap : 0;
  limits.onProgress?.({ objective: startedAt, bound, nodeCount: 0 });
  if (bound !== null && Math.abs(startedAt - bound) <= Math.max(absoluteGap, relativeGap * startedAt))
    return { forms: started, bound, end: "optimal", nodeCount: 0 };
  const result = solver(best.programme, {
    ...{ secondsMax: left(), nodesMax: limits.nodesMax, onProgress: limits.onProgress },
    ...{ absoluteGap, relativeGap, start: best.columnsOf(started) },
  });
  const isBetter = (a: number, b: number) => (goal.kind === "maximin" ? a > b : a < b);
  const ended = result.values ? best.formsOf(result.values) : started;
  const forms = isBetter(startedAt, objectiveOf(goal, ended)) ? started : ended;
  if (result.end === "infeasible") throw new Error("the solver contradicts itself: it found forms before");
  const bounds = [bound, result.bound].filter((value) => value !== null);
  return {
    forms,
    bound: bounds.length === 0 ? null : goal.kind === "maximin" ? Math.min(...bounds) : Math.max(...bounds),
    end: result.end,
    nodeCount: result.nodeCount,
  };
}

/** The same without whole numbers: quickly solved, and no forms are better than its solution. */
function relaxation(programme: MixedIntegerProgramme): MixedIntegerProgramme {
  return { ...programme, isInteger: new Uint8Array(programme.isInteger.length) };
}

function reported(
  preparation: Preparation,
  { forms, bound, end, nodeCount }: Found,
): Omit<AssembledForms, "isAssembled" | "uncalibrated"> {
  const { goal, items, stimuli, stimulusOf } = preparation;
  const objective = goal && objectiveOf(goal, forms);
  const theta = goal ? [...goal.theta] : [];
  const share = goal?.kind === "maximin" ? objective : (goal?.scale ?? null);
  return {
    forms: forms.map((places, f) => {
      const curves = places.flatMap((i) => (items[i].curve ? [itemCurve(items[i].curve, theta)] : []));
      const sum = (name: "information" | "expectedScore") =>
        theta.map((_, k) => curves.reduce((total, curve) => total + curve[name][k], 0));
      return {
        form: preparation.forms[f],
        items: places.map((i) => items[i].item),
        stimuli: [...new Set(places.map((i) => stimulusOf[i]).filter((s) => s >= 0))].map(
          (s) => stimuli[s].stimulus,
        ),
        information: sum("information"),
        expectedScore: sum("expectedScore"),
      };
    }),
    theta,
    objective,
    bound,
    gap: objective === null || bound === null || !share ? null : Math.abs(objective - bound) / share,
    end,
    nodeCount,
    checks: checkPlaces(preparation, forms),
  };
}
