// `npm run bench -- psychometrics [CASE ...]`: how long calibrations and assemblies of forms take, as tables on standard error
// and as JSON on standard output. Where R with mirt or TAM is on the machine, it does the same on the same data right afterwards;
// --others=TAM asks one of them only, --others= none. Without names, all cases.
import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { assemblyCases } from "./assembly/cases.js";
import { measureAssemblies } from "./assembly/table.js";
import { cases, type BenchCase } from "./calibration/cases.js";
import { benchFile } from "./calibration/data.js";
import type { Measured } from "./calibration/measure.js";

/** What another program gave on the same data. */
interface Other {
  program: string;
  version: string;
  seconds: number;
  cpuSeconds: number;
  logLikelihood: number;
  cycles: number;
}

const here = (path: string): string => fileURLToPath(new URL(`./calibration/${path}`, import.meta.url));

function measure({ name }: BenchCase): Measured {
  const run = spawnSync(process.execPath, ["--import", "tsx", here("measure.ts"), name], {
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Measured;
}

function measureOthers({ file, isForOthers, model, nodes }: BenchCase): Other[] {
  const path = file ? benchFile(file) : null;
  if (!isForOthers || !path || programs === "") return [];
  const run = spawnSync("Rscript", [here("others.R"), path, model, String(nodes), programs], {
    encoding: "utf8",
  });
  return (run.stdout ?? "")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Other);
}

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const all = [...cases, ...assemblyCases];
const unknown = names.filter((name) => !all.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no case ${unknown.join(", ")}; there are ${all.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
const chosen = cases.filter(({ name }) => names.length === 0 || names.includes(name));
const asked = process.argv.find((argument) => argument.startsWith("--others="));
const programs = asked ? asked.slice("--others=".length) : "mirt,TAM";

const columns = [
  "case",
  "program",
  "wall s",
  "cpu s",
  "cycles",
  "log-likelihood",
  "below best",
  "ratio",
  "MB",
];
const widths = [32, 22, 8, 8, 7, 16, 11, 7, 6];
const print = (cells: (string | number)[]): void =>
  console.error(cells.map((cell, n) => String(cell).padEnd(widths[n] ?? 8)).join(" "));
if (chosen.length > 0) print(columns);
const results = chosen.map((one) => {
  const measured = measure(one);
  const others = measureOthers(one);
  const top = Math.max(...[measured.toDefault, measured.fit, ...others].map((each) => each.logLikelihood));
  const row = (program: string, each: Other | Measured["fit"], ratio: string, megabytes: string): void =>
    print([
      one.title,
      program,
      each.seconds.toFixed(2),
      each.cpuSeconds.toFixed(2),
      each.cycles,
      each.logLikelihood.toFixed(4),
      (top - each.logLikelihood).toFixed(4),
      ratio,
      megabytes,
    ]);
  row("ours, to 1e-4", measured.fit, "", measured.megabytes.toFixed(0));
  row("ours, to 1e-6", measured.toDefault, "", "");
  const { alone, standardErrors } = measured;
  print([
    "",
    "one thread, to 1e-4",
    alone.seconds.toFixed(2),
    alone.cpuSeconds.toFixed(2),
    "",
    alone.isSame ? "the same" : "DIFFERS",
  ]);
  if (standardErrors)
    print(["", "standard errors", standardErrors.seconds.toFixed(2), standardErrors.cpuSeconds.toFixed(2)]);
  for (const other of others)
    row(
      `${other.program} ${other.version}`,
      other,
      `${(other.cpuSeconds / measured.fit.cpuSeconds).toFixed(1)} x`,
      "",
    );
  return {
    title: one.title,
    ...measured,
    others: others.map((other) => ({ ...other, timesSlower: other.cpuSeconds / measured.fit.cpuSeconds })),
  };
});

/** Processor time of two cases against a measure of size: the slope in logarithms. */
function exponent(small: string, large: string): number | null {
  const [a, b] = [small, large].map((name) => results.find((each) => each.name === name));
  if (!a || !b) return null;
  const persons = (name: string) => cases.find((one) => one.name === name)?.personCount ?? 1;
  // Per cycle: how many cycles it takes is chance.
  const perCycle = (each: Measured) => each.alone.cpuSeconds / each.fit.cycles;
  return Math.log(perCycle(b) / perCycle(a)) / Math.log(persons(large) / persons(small));
}

/** Processor time of a whole calibration for each response that was observed, in nanoseconds. */
function perResponse(name: string): number | null {
  const each = results.find((result) => result.name === name);
  return each ? (1e9 * each.alone.cpuSeconds) / each.observedResponses : null;
}

const growth = exponent("scale-10k", "scale-1m");
if (growth !== null)
  console.error(
    `Time per cycle grows from 10 thousand to 1 million persons with the power ${growth.toFixed(2)}.`,
  );
// Booklets against complete data of as many test takers, and against as many responses of each.
const [booklets, complete, thirty] = ["booklets", "complete", "thirty"].map(perResponse);
if (booklets && complete && thirty)
  console.error(
    `A whole calibration, per observed response: 30 % seen ${booklets.toFixed(0)} ns, complete data ${complete.toFixed(0)} ns ` +
      `(${(booklets / complete).toFixed(2)} of it), as many responses per test taker without booklets ` +
      `${thirty.toFixed(0)} ns (${(booklets / thirty).toFixed(2)}).`,
  );
const assemblies = measureAssemblies(
  assemblyCases.filter(({ name }) => names.length === 0 || names.includes(name)),
);
console.log(
  JSON.stringify(
    {
      node: process.version,
      processor: cpus()[0]?.model,
      cores: cpus().length,
      loadAverage: loadavg()[0],
      exponent: growth,
      nanosecondsPerResponse: { booklets, complete, thirty },
      results,
      assemblies,
    },
    null,
    2,
  ),
);
