import { basename } from "node:path";
import {
  levelProbabilities,
  pisaEasyProbabilities,
  planCuts,
  routeProbabilities,
  type CutRule,
  type EasyProbabilities,
  type MultistageDesign,
  type StepCuts,
  type TestletItems,
} from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { reader } from "../../reader.js";
import { say } from "../../terminal/words.js";
import type { DesignRequest } from "../files/design-request.js";
import { refusalOf } from "../files/input-error.js";
import { csvOf } from "../files/table.js";
import { readJson } from "../files/read-json.js";
import { RouteFile } from "./design-schema.js";
import { readTestlets } from "./read-testlets.js";
import {
  cutsTable,
  informationTable,
  levelsTable,
  routesTable,
  sharesTable,
  type RouteShare,
} from "./result-tables.js";
import { simulatedShares } from "./simulated-shares.js";

/** Every file that a result folder may hold. */
export const resultFiles = [
  ...["design.json", "cuts.csv", "levels.csv", "routes.csv", "information.csv", "shares.csv"],
];

const read = reader(RouteFile);

/** Abilities of the tables where the design names none. */
const defaultTheta = Array.from({ length: 13 }, (_, n) => -3 + n / 2);

/** The population, in standard deviations. */
const grid = Array.from({ length: 121 }, (_, n) => -6 + n / 10);

/**
 * Reads a multistage test and its items, finds its cut scores and says who goes where.
 *
 * @returns the contents of the result files, and the lines to print.
 * @throws {InputError} for anything wrong in the input.
 */
export async function runRouting(
  request: DesignRequest,
  tell: (sentence: string) => void,
): Promise<{ files: Record<string, string>; lines: string[] }> {
  const file = basename(request.design);
  const source = await readJson(request.design, read);
  const items = await readTestlets(request.items, request.model, source, file, tell);
  try {
    return route(request, source, items);
  } catch (error) {
    throw refusalOf(error, "route.refused", { file });
  }
}

function route(
  request: DesignRequest,
  source: RouteFile,
  items: TestletItems,
): { files: Record<string, string>; lines: string[] } {
  const population = source.population ?? { mean: 0, sd: 1 };
  const probabilities = source.probabilities ?? pisaEasyProbabilities;
  const theta = source.theta ?? defaultTheta;
  const steps = source.steps.map(({ after, ...rest }) => ({ ...rest, taken: after }));
  const plan = { start: source.start, steps };
  const { design, cuts } = planCuts(plan, items, ruleOf(source, population), probabilities);
  const routes = routeProbabilities(design, items, theta, probabilities);
  const levels = levelProbabilities(design, items, theta, probabilities);
  const shares = sharesOf(request, design, items, probabilities, population);
  return {
    files: {
      "design.json": `${JSON.stringify({ ...design, probabilities, version: programVersion }, null, 2)}\n`,
      "cuts.csv": csvOf(cutsTable(cuts)),
      "levels.csv": csvOf(levelsTable(levels, theta)),
      "routes.csv": csvOf(routesTable(routes, items, theta)),
      "information.csv": csvOf(informationTable(routes, items, theta)),
      "shares.csv": csvOf(sharesTable(shares, request.testTakers)),
    },
    lines: [...cuts.map(cutLine), ...shares.map((share) => shareLine(share, request.testTakers))],
  };
}

function ruleOf({ cuts }: RouteFile, population: { mean: number; sd: number }): CutRule | null {
  switch (cuts?.rule) {
    case undefined:
      return null;
    case "abilities":
      return { kind: "abilities", abilities: [cuts.low, cuts.high], scale: cuts.scale };
    case "information":
      return { kind: "information" };
    case "proportions":
      return { kind: "proportions", low: cuts.low, high: cuts.high, ...population };
  }
}

function sharesOf(
  { testTakers, seed }: DesignRequest,
  design: MultistageDesign,
  items: TestletItems,
  probabilities: EasyProbabilities,
  population: { mean: number; sd: number },
): RouteShare[] {
  const mass = grid.map((z) => Math.exp(-(z ** 2) / 2));
  const total = mass.reduce((sum, value) => sum + value, 0);
  const at = grid.map((z) => population.mean + population.sd * z);
  const counts = simulatedShares(design, items, probabilities, population, testTakers, seed);
  return routeProbabilities(design, items, at, probabilities).map(({ taken, probability }) => ({
    taken,
    share: probability.reduce((sum, value, q) => sum + value * (mass[q] ?? 0), 0) / total,
    simulated: counts.get(JSON.stringify(taken)) ?? 0,
  }));
}

function cutLine({ taken, scoreMax, low, high }: StepCuts): string {
  return say("route.cut", { after: taken.join(", "), max: scoreMax, low, high });
}

function shareLine({ taken, share, simulated }: RouteShare, testTakers: number): string {
  const percent = (value: number) => (100 * value).toFixed(1);
  const values = { route: taken.join(", "), share: percent(share) };
  return testTakers > 0
    ? say("route.shareSimulated", { ...values, simulated: percent(simulated / testTakers) })
    : say("route.share", values);
}
