import { basename } from "node:path";
import seedrandom from "seedrandom";
import {
  adaptiveTest,
  exposureRates,
  simulateAbilities,
  simulateAdaptiveTest,
  sympsonHetter,
  exposureRounds,
  type AdaptiveOptions,
  type AdaptiveTest,
  type PoolItem,
} from "../../../psychometrics/index.js";
import { programVersion } from "../../package-root.js";
import { reader } from "../../reader.js";
import { say } from "../../terminal/words.js";
import type { DesignRequest } from "../files/design-request.js";
import { refusalOf } from "../files/input-error.js";
import { csvOf } from "../files/table.js";
import { readJson } from "../files/read-json.js";
import { AdaptiveFile } from "./design-schema.js";
import { exceededLines, itemsAbove, type WantedRate } from "./exceeded-rate.js";
import { readAdaptivePool } from "./read-pool.js";
import {
  accuracyOf,
  adaptiveResponsesTable,
  choicesTable,
  exposureTable,
  precisionTable,
  testsTable,
  type SimulatedTest,
} from "./result-tables.js";

/** Every file that a result folder may hold. */
export const resultFiles = [
  ...["tests.csv", "choices.csv", "responses.csv", "exposure.csv", "precision.csv", "summary.json"],
];

const read = reader(AdaptiveFile);

/**
 * Reads an adaptive test and its pool, simulates tests, and gives the contents of the result files. Each test taker has random
 * numbers of their own, so that the same seed gives the same tests to the first ones, however many there are.
 *
 * @throws {InputError} for anything wrong in the input.
 */
export async function runAdaptive(
  request: DesignRequest,
  tell: (sentence: string) => void,
): Promise<{ files: Record<string, string>; lines: string[] }> {
  const file = basename(request.design);
  const source = await readJson(request.design, read);
  const pool = await readAdaptivePool(request.items, request.model, source, file, tell);
  try {
    const test = controlled(request, source, pool);
    const tests = simulated(request, source, test);
    const rates = exposureRates(test, tests);
    const wanted = wantedRate(source);
    const summary = summaryOf(request, tests, rates, wanted?.rateMax ?? null);
    return {
      files: {
        "tests.csv": csvOf(testsTable(tests)),
        "choices.csv": csvOf(choicesTable(tests)),
        "responses.csv": csvOf(adaptiveResponsesTable(test, tests)),
        "exposure.csv": csvOf(exposureTable(test, rates)),
        "precision.csv": csvOf(precisionTable(tests)),
        "summary.json": `${JSON.stringify(summary, null, 2)}\n`,
      },
      lines: [
        say("simulateAdaptive.done", {
          persons: tests.length,
          items: summary.mean_items.toFixed(1),
          rmse: summary.rmse.toFixed(3),
          exposure: (100 * summary.exposure_max).toFixed(0),
        }),
        ...exceededLines(wanted, rates, tests.length),
      ],
    };
  } catch (error) {
    throw refusalOf(error, "simulateAdaptive.refused", { file });
  }
}

/** What Sympson and Hetter's method is to keep to; null without it. */
function wantedRate({ exposure }: AdaptiveFile): WantedRate | null {
  if (exposure?.method !== "sympson-hetter") return null;
  return { rateMax: exposure.rateMax, rounds: exposure.rounds ?? exposureRounds };
}

/** The test with its exposure control; Sympson and Hetter's parameters are found with test takers of their own. */
function controlled(
  { seed, testTakers }: DesignRequest,
  source: AdaptiveFile,
  pool: PoolItem[],
): AdaptiveTest {
  const { stop, estimator, content, exposure } = source;
  const options: AdaptiveOptions = {
    stop,
    ...(estimator && { estimator }),
    ...(source.prior && { prior: { mean: source.prior.mean, variance: source.prior.sd ** 2 } }),
    ...(content && { content }),
  };
  if (exposure?.method !== "sympson-hetter")
    return adaptiveTest(pool, { ...options, ...(exposure && { exposure }) });
  const { mean, sd } = source.population ?? { mean: 0, sd: 1 };
  const uniform = uniformOf(`${seed}/adaptive/exposure`);
  const abilities = simulateAbilities(uniform, testTakers, mean, sd);
  const plain = adaptiveTest(pool, options);
  const { parameters } = sympsonHetter(plain, exposure.rateMax, abilities, uniform, exposure.rounds);
  return adaptiveTest(pool, { ...options, exposure: { method: "sympson-hetter", parameters } });
}

function simulated(
  { seed, testTakers }: DesignRequest,
  source: AdaptiveFile,
  test: AdaptiveTest,
): SimulatedTest[] {
  const { mean, sd } = source.population ?? { mean: 0, sd: 1 };
  return Array.from({ length: testTakers }, (_, p) => {
    const uniform = uniformOf(`${seed}/adaptive/${p}`);
    const [theta = NaN] = simulateAbilities(uniform, 1, mean, sd);
    return { id: String(p + 1), theta, ...simulateAdaptiveTest(test, theta, uniform) };
  });
}

function uniformOf(name: string): () => number {
  const random = seedrandom(name);
  return () => random();
}

function summaryOf(
  { seed }: DesignRequest,
  tests: readonly SimulatedTest[],
  rates: ReadonlyMap<string, number>,
  rateMax: number | null,
) {
  const { bias, rmse, meanStandardError, meanItems } = accuracyOf(tests);
  const shares = [...rates.values()];
  const count = tests.length;
  const squares = shares.reduce((sum, share) => sum + share ** 2, 0);
  const stops: Record<string, number> = {};
  for (const { stop } of tests) stops[stop] = (stops[stop] ?? 0) + 1;
  return {
    n_tests: count,
    bias,
    rmse,
    mean_se: meanStandardError,
    mean_items: meanItems,
    items_min: Math.min(...tests.map(({ responses }) => responses.length)),
    items_max: Math.max(...tests.map(({ responses }) => responses.length)),
    exposure_max: Math.max(...shares),
    // Items given to a larger share than was wanted, the most given first; null where none was wanted.
    above_rate_max: rateMax === null ? null : itemsAbove(rateMax, rates),
    n_never_given: shares.filter((share) => share === 0).length,
    // The share of its items that a test has in common with another (Chen, Ankenmann & Spray, 2003).
    overlap: count > 1 ? (count * squares) / ((count - 1) * meanItems) - 1 / (count - 1) : null,
    stops,
    seed,
    version: programVersion,
  };
}
