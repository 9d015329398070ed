// `npm run bench -- psychometrics`: how long calibrations take, as a table on standard error and as JSON on standard
// output. It runs on the data of ../shared/psychometrics/bench where they are beside the project, beside which mirt's
// and TAM's times and log-likelihoods on a two-core machine are on record; else on data simulated from a seed.
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import seedrandom from "seedrandom";
import {
  calibrate,
  responseDataOf,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  type ModelName,
  type ResponseData,
  type SimulatedItem,
} from "../../psychometrics/index.js";

/** Seconds of other programs on the same data to the same log-likelihood, from ../shared/psychometrics/timing.md. */
interface OnRecord {
  mirt: number;
  tam: number;
  logLikelihood: number;
}

interface Case {
  name: string;
  file: string;
  model: ModelName;
  personCount: number;
  itemCount: number;
  steps: number;
  onRecord: OnRecord;
}

const cases: Case[] = [
  {
    name: "2PL 10,000 x 60",
    file: "b1_2pl_10000x60.csv.gz",
    model: "2pl",
    personCount: 10_000,
    itemCount: 60,
    steps: 1,
    onRecord: { mirt: 6.09, tam: 8.15, logLikelihood: -333_945.2257 },
  },
  {
    name: "GPCM 10,000 x 60, 4 categories",
    file: "b2_gpcm_10000x60x4.csv.gz",
    model: "gpcm",
    personCount: 10_000,
    itemCount: 60,
    steps: 3,
    onRecord: { mirt: 112.41, tam: 15.58, logLikelihood: -614_063.5263 },
  },
  {
    name: "2PL 50,000 x 100, 30 % presented",
    file: "b3_2pl_bib_50000x100.csv.gz",
    model: "2pl",
    personCount: 50_000,
    itemCount: 100,
    steps: 1,
    onRecord: { mirt: 21.63, tam: 44.56, logLikelihood: -818_248.9495 },
  },
];

function readGzip(path: string): ResponseData {
  const [head = "", ...rows] = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  const items = head.split(",").map((name) => name.replaceAll('"', ""));
  const scores = new Int8Array(rows.length * items.length);
  rows.forEach((row, p) => {
    row
      .split(",")
      .forEach((cell, i) => (scores[p * items.length + i] = /^\d+$/.test(cell) ? Number(cell) : -1));
  });
  return responseDataOf({ items, personCount: rows.length, scores });
}

function simulated({ model, personCount, itemCount, steps, name }: Case): ResponseData {
  const generator = seedrandom("khao bench");
  const uniform = () => generator();
  const items = Array.from({ length: itemCount }, (_, n): SimulatedItem => {
    const centre = -1.5 + (3 * n) / (itemCount - 1);
    const difficulties = Array.from({ length: steps }, (__, k) => centre + (k - (steps - 1) / 2) * 0.8);
    return { item: `i${n + 1}`, model, slope: 0.7 + (n % 5) * 0.2, difficulties };
  });
  const blocks = name.includes("30 %") ? 10 : 1;
  const isPresented = (p: number, i: number) =>
    blocks === 1 ||
    [0, 1, 3].includes((Math.floor((i * blocks) / itemCount) - (p % blocks) + blocks) % blocks);
  return simulateResponses(uniform, simulateAbilities(uniform, personCount), items, isPresented);
}

/** Wall time, and the processor's, which other programs on the machine disturb less. */
function timed<T>(run: () => T): { result: T; seconds: number; cpuSeconds: number } {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

function measure(one: Case) {
  const path = fileURLToPath(new URL(`../../../shared/psychometrics/bench/${one.file}`, import.meta.url));
  const isOnRecord = existsSync(path);
  const data = isOnRecord ? readGzip(path) : simulated(one);
  const options = { model: one.model, tolerance: 1e-5 } as const;
  // A warm-up on a part of the data lets the compiler see the loops first, as a server has after its first job.
  const part = { ...data, personCount: 500, scores: data.scores.slice(0, 500 * data.items.length) };
  const head = { weights: data.weights.slice(0, 500), groups: data.groups.slice(0, 500) };
  calibrate({ ...part, ...head }, { ...options, cyclesMax: 5 });
  const fit = timed(() => calibrate(data, { ...options, standardErrors: "none" }));
  const withErrors = timed(() => calibrate(data, options));
  const scores = timed(() => scorePersons(fit.result, data, ["eap"]));
  return {
    case: one.name,
    data: isOnRecord ? one.file : "simulated",
    cycles: fit.result.cycles,
    logLikelihood: fit.result.logLikelihood,
    seconds: fit.seconds,
    cpuSeconds: fit.cpuSeconds,
    cpuSecondsWithStandardErrors: withErrors.cpuSeconds,
    cpuSecondsForScores: scores.cpuSeconds,
    onRecord: isOnRecord ? one.onRecord : null,
    timesFasterThanMirt: isOnRecord ? one.onRecord.mirt / fit.cpuSeconds : null,
    timesFasterThanTam: isOnRecord ? one.onRecord.tam / fit.cpuSeconds : null,
  };
}

const chosen = process.argv[2] === "--all" ? cases : cases.slice(0, 1);
const results = chosen.map((one) => {
  const result = measure(one);
  console.error(
    `${result.case} (${result.data}): ${result.seconds.toFixed(2)} s (${result.cpuSeconds.toFixed(2)} s of processor), ${result.cycles} cycles, ` +
      `log-likelihood ${result.logLikelihood.toFixed(4)}; with standard errors ${result.cpuSecondsWithStandardErrors.toFixed(2)} s; ` +
      `scores and person fit ${result.cpuSecondsForScores.toFixed(2)} s` +
      (result.onRecord
        ? `; on record: mirt ${result.onRecord.mirt} s, TAM ${result.onRecord.tam} s, at ${result.onRecord.logLikelihood}`
        : ""),
  );
  return result;
});
console.log(
  JSON.stringify(
    { node: process.version, processor: cpus()[0]?.model, cores: cpus().length, results },
    null,
    2,
  ),
);
