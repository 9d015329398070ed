// `npm run bench -- plausible-values [--all]`: how long a population model and its plausible values take, as a table on
// standard error and as JSON on standard output. Where R with TAM is on the machine, TAM does the second case in the same
// run: on the data of ../shared/psychometrics/bench where they are beside the project, else on data simulated from a seed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  fixedItemsFrom,
  latentRegression,
  plausibleValues,
  principalComponents,
  responseDataOf,
  type LatentRegressionOptions,
} from "../../psychometrics/index.js";
import { CounterStream } from "../../psychometrics/numeric/counter-stream.js";
import {
  simulatedPopulation,
  type SimulatedPopulation,
  threeDimensions,
} from "../support/simulated-population.js";

interface Time {
  seconds: number;
  cpuSeconds: number;
}

/** Wall time, and the processor's, which other programs on the machine disturb less. */
function timed<T>(run: () => T): { result: T; time: Time } {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(cpu);
  return { result, time: { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 } };
}

const shown = ({ seconds, cpuSeconds }: Time) =>
  `${seconds.toFixed(2)} s (${cpuSeconds.toFixed(2)} s of processor)`;

/** Fit and ten draws of a population, timed apart. */
function measure(population: SimulatedPopulation, options: LatentRegressionOptions, count = 10) {
  const { dimensions, data, design, ids } = population;
  const fit = timed(() => latentRegression(dimensions, data, design, options));
  const draws = timed(() => plausibleValues(fit.result, { ids, seed: 1, count }));
  return { summary: fit.result.summary, fit: fit.time, draws: draws.time };
}

/** The size of a large country of PISA: 6,000 test takers, 3 dimensions of 40 items, half of them presented. */
function largeCountry(predictorCount: number): SimulatedPopulation {
  const population = simulatedPopulation({
    seed: "bench",
    personCount: 6000,
    itemsPerDimension: 40,
    ...threeDimensions,
    presented: 0.5,
  });
  const stream = new CounterStream(7);
  stream.start(0, 0, 0);
  const columns = new Float64Array(predictorCount * 6000);
  columns.set(population.design.columns);
  for (let n = 2 * 6000; n < columns.length; n++) columns[n] = stream.normal();
  return {
    ...population,
    design: { names: Array.from({ length: predictorCount }, (_, j) => `pc${j + 1}`), columns },
  };
}

function benchLargeCountry() {
  const population = largeCountry(500);
  measure(simulatedPopulation({ ...warmUp }), {});
  const result = measure(population, {});
  const total = result.fit.seconds + result.draws.seconds;
  console.error(
    `6,000 test takers, 3 dimensions, 500 components, 10 draws: ${total.toFixed(2)} s; regression ${shown(result.fit)}, ` +
      `${result.summary.cycles} cycles; draws ${shown(result.draws)}`,
  );
  return { case: "6,000 x 3 dimensions x 500 components, 10 draws", seconds: total, ...timesOf(result) };
}

const warmUp = {
  seed: "warm-up",
  personCount: 300,
  itemsPerDimension: 10,
  coefficients: [
    [0, 0.1, 0.1],
    [0, 0.1, 0.1],
    [0, 0.1, 0.1],
  ],
  factor: [[0.9], [0.7, 0.6], [0.5, 0.3, 0.6]],
};

function timesOf({ summary, fit, draws }: ReturnType<typeof measure>) {
  return { cycles: summary.cycles, logLikelihood: summary.logLikelihood, fit, draws };
}

/** 5,000 test takers, 40 Rasch items, 5 predictors: what TAM does in reasonable time. */
function oneDimension(): SimulatedPopulation {
  const path = fileURLToPath(
    new URL("../../../shared/psychometrics/bench/b4_latreg_5000x40.csv.gz", import.meta.url),
  );
  if (!existsSync(path))
    return simulatedPopulation({
      ...{ seed: "bench one", personCount: 5000, itemsPerDimension: 40 },
      ...{ coefficients: [[0, 0.5, 0.4]], factor: [[0.8]] },
    });
  const [head = "", ...rows] = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  const names = head.split(",").map((name) => name.replaceAll('"', ""));
  const cells = rows.map((row) => row.split(","));
  const items = names.filter((name) => /^I\d+$/i.test(name));
  const predictors = names.filter((name) => !items.includes(name) && !/^(id|pid|theta)$/i.test(name));
  const column = (name: string) => cells.map((row) => Number(row[names.indexOf(name)]));
  const scores = new Int8Array(rows.length * items.length);
  items.forEach((item, i) => column(item).forEach((score, p) => (scores[p * items.length + i] = score)));
  const data = responseDataOf({ items, personCount: rows.length, scores });
  // Difficulties from the proportions right, the same for both programs.
  const anchors = items.map((item) => {
    const right = column(item).reduce((sum, score) => sum + score, 0) / rows.length;
    return { item, model: "rasch" as const, slope: 1, intercepts: [1.2 * Math.log(right / (1 - right))] };
  });
  return {
    dimensions: [{ name: "theta", items: fixedItemsFrom(anchors) }],
    data,
    ids: rows.map((_, p) => String(p + 1)),
    design: { names: predictors, columns: Float64Array.from(predictors.flatMap(column)) },
    abilities: new Float64Array(0),
  };
}

/** What the R program prints. */
interface TamTimes {
  version: string;
  logLikelihood: number;
  iterations: number;
  fit: number;
  fitCpu: number;
  draws: number;
  drawsCpu: number;
  drawsWithRegression: number | null;
  drawsWithRegressionCpu: number | null;
}

const program = `
args <- commandArgs(TRUE)
suppressPackageStartupMessages(library(TAM))
d <- read.csv(args[1]); fixed <- read.csv(args[2]); limit <- as.numeric(args[3])
items <- as.character(fixed$item); Y <- as.matrix(d[, setdiff(names(d), items), drop = FALSE])
time <- function(e) { t <- system.time(e); c(t[["elapsed"]], t[["user.self"]] + t[["sys.self"]] + t[["user.child"]] + t[["sys.child"]]) }
t1 <- time(m <- tam.mml(d[, items], Y = Y, xsi.fixed = cbind(seq_along(items), fixed$difficulty), beta.fixed = FALSE, verbose = FALSE,
  control = list(nodes = seq(-6, 6, len = 61), conv = 1e-6, convD = 1e-6, maxiter = 1000, progress = FALSE)))
t2 <- time(tam.pv(m, nplausible = 10, verbose = FALSE))
t3 <- c(NA, NA)
try({ setTimeLimit(elapsed = limit, transient = TRUE); t3 <- time(tam.pv(m, nplausible = 10, samp.regr = TRUE, verbose = FALSE)) }, silent = TRUE)
setTimeLimit()
show <- function(x) ifelse(is.na(x), "null", format(x, digits = 12))
cat(sprintf('\\n{"version":"%s","logLikelihood":%s,"iterations":%d,"fit":%s,"fitCpu":%s,"draws":%s,"drawsCpu":%s,"drawsWithRegression":%s,"drawsWithRegressionCpu":%s}\\n',
  packageVersion("TAM"), show(m$ic$loglike), as.integer(m$iter), show(t1[1]), show(t1[2]), show(t2[1]), show(t2[2]), show(t3[1]), show(t3[2])))
`;

/** TAM on the same data with the same items; null where there is no R with TAM. */
function runTam({ data, design, dimensions }: SimulatedPopulation, limitSeconds: number): TamTimes | null {
  if (spawnSync("Rscript", ["-e", "library(TAM)"]).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), "khao-bench-"));
  try {
    const [csv, fixed, script] = ["data.csv", "fixed.csv", "tam.R"].map((name) => join(folder, name));
    const rows = Array.from({ length: data.personCount }, (_, p) =>
      [
        ...data.scores.subarray(p * data.items.length, (p + 1) * data.items.length),
        ...design.names.map((__, j) => design.columns[j * data.personCount + p]),
      ].join(","),
    );
    writeFileSync(csv, [[...data.items, ...design.names].join(","), ...rows].join("\n"));
    const difficulties = dimensions[0].items.map(({ item, parameters }) => `${item},${-parameters[1]}`);
    writeFileSync(fixed, ["item,difficulty", ...difficulties].join("\n"));
    writeFileSync(script, program);
    const run = spawnSync("Rscript", [script, csv, fixed, String(limitSeconds)], { encoding: "utf8" });
    const line = run.stdout.trim().split("\n").pop() ?? "";
    if (run.status !== 0) throw new Error(`TAM failed: ${run.stderr}`);
    return JSON.parse(line) as TamTimes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchBesideTam(limitSeconds: number) {
  const population = oneDimension();
  measure(population, {});
  const result = measure(population, {});
  // TAM's plain draws leave the regression as it is estimated. The first ones, as of `measure`, let the code be compiled.
  const fit = latentRegression(population.dimensions, population.data, population.design);
  const options = {
    ids: population.ids,
    seed: 1,
    count: 10,
    shape: "exact",
    withRegressionUncertainty: false,
  } as const;
  plausibleValues(fit, options);
  const plain = timed(() => plausibleValues(fit, options));
  console.error(
    `5,000 test takers, 40 Rasch items, 10 draws: regression ${shown(result.fit)}, log-likelihood ${result.summary.logLikelihood.toFixed(4)}; ` +
      `draws ${shown(result.draws)}; exact draws with the regression as it is ${shown(plain.time)}`,
  );
  const tam = runTam(population, limitSeconds);
  const ours = result.fit.cpuSeconds + result.draws.cpuSeconds;
  const oursPlain = result.fit.cpuSeconds + plain.time.cpuSeconds;
  const ratio = tam && (tam.fitCpu + tam.drawsCpu) / oursPlain;
  // Stopped before its end, TAM took at least the limit; its processor's time is not known then, so wall times are compared.
  const wall = result.fit.seconds + result.draws.seconds;
  const isStopped = tam?.drawsWithRegressionCpu == null;
  const ratioWithRegression = tam
    ? tam.drawsWithRegressionCpu === null
      ? (tam.fit + limitSeconds) / wall
      : (tam.fitCpu + tam.drawsWithRegressionCpu) / ours
    : null;
  if (tam && ratio !== null) {
    const withRegression =
      tam.drawsWithRegression === null
        ? `redrawing the regression was stopped after ${limitSeconds} s`
        : `redrawing the regression ${tam.drawsWithRegression} s`;
    console.error(
      `  TAM ${tam.version}: regression ${tam.fit} s, log-likelihood ${tam.logLikelihood.toFixed(4)}; draws ${tam.draws} s; ${withRegression}. ` +
        `Of processor time TAM takes ${ratio.toFixed(0)} times ours` +
        (ratioWithRegression === null
          ? ""
          : `, redrawing the regression ${isStopped ? "at least " : ""}${ratioWithRegression.toFixed(0)} times`),
    );
  }
  return {
    case: "5,000 x 40 Rasch, 10 draws",
    ...timesOf(result),
    plainDraws: plain.time,
    tam,
    ratio,
    ratioWithRegression,
    isTamStopped: isStopped,
  };
}

/** Components of a questionnaire of 1,000 contrasts. */
function benchComponents() {
  const [personCount, count] = [6000, 1000];
  const stream = new CounterStream(3);
  stream.start(0, 0, 0);
  const sources = Float64Array.from({ length: 60 * personCount }, () => stream.normal());
  const columns = Float64Array.from({ length: count * personCount }, (_, n) => {
    const [j, p] = [Math.floor(n / personCount), n % personCount];
    return Number(sources[(j % 60) * personCount + p] + stream.normal() > 0.5);
  });
  const names = Array.from({ length: count }, (_, j) => `c${j}`);
  const found = timed(() => principalComponents({ columns, personCount, names }, { share: 0.9 }));
  console.error(
    `6,000 test takers, 1,000 contrasts to ${found.result.names.length} components of 90 %: ${shown(found.time)}`,
  );
  return { case: "1,000 contrasts to 90 %", count: found.result.names.length, time: found.time };
}

const isAll = process.argv.includes("--all");
const results: unknown[] = [benchLargeCountry(), benchBesideTam(isAll ? 900 : 60)];
if (isAll) results.push(benchComponents());
console.log(
  JSON.stringify(
    { node: process.version, processor: cpus()[0]?.model, cores: cpus().length, results },
    null,
    2,
  ),
);
