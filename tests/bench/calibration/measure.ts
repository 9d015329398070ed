// Measures one case in a process of its own, so that memory and compiler are those of a first calibration: prints JSON.
//     node --import tsx tests/bench/calibration/measure.ts CASE
import { calibrate, type Calibration, type ResponseData } from "../../../psychometrics/index.js";
import { Threads, threadsForAll } from "../../../server/psychometrics-threads/threads.js";
import { cases } from "./cases.js";
import { benchFile, readGzip, simulated } from "./data.js";

/** Wall time, and the processor's over all threads, which other programs on the machine disturb less. */
export interface Timing {
  seconds: number;
  cpuSeconds: number;
}

/** What one case gave. */
export interface Measured {
  name: string;
  data: string;
  observedResponses: number;
  threads: number;
  /** To a change below 1e-4 in a cycle, as the other programs stop. */
  fit: Timing & { cycles: number; logLikelihood: number };
  /** To this library's default, 1e-6. */
  toDefault: Timing & { cycles: number; logLikelihood: number };
  /** On one thread. */
  alone: Timing & { isSame: boolean };
  standardErrors: Timing | null;
  megabytes: number;
}

function timed<T>(run: () => T): { result: T } & Timing {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** The run that took the least processor time of some: what disturbs a run only ever adds. */
function best<T>(count: number, run: () => T): { result: T } & Timing {
  const runs = Array.from({ length: count }, () => timed(run));
  return runs.reduce((least, each) => (each.cpuSeconds < least.cpuSeconds ? each : least));
}

function head(data: ResponseData, personCount: number): ResponseData {
  return {
    ...data,
    personCount,
    scores: data.scores.slice(0, personCount * data.items.length),
    weights: data.weights.slice(0, personCount),
    groups: data.groups.slice(0, personCount),
  };
}

const one = cases.find(({ name }) => name === process.argv[2]);
if (!one) throw new Error(`there is no case ${process.argv[2]}`);
const path = one.file ? benchFile(one.file) : null;
const data = path ? readGzip(path) : simulated(one);
const { model, nodes: quadrature } = one;
const count = data.personCount > 200_000 ? 1 : data.personCount > 20_000 ? 3 : 6;
const crew = new Threads(threadsForAll());
// A warm-up on a part of the data lets the compiler see the loops first, as a server has after its first job.
calibrate(head(data, 2000), { model, quadrature, cyclesMax: 10 });

const options = { model, quadrature, standardErrors: "none" } as const;
const run = (tolerance: number, threads?: Threads) =>
  calibrate(data, { ...options, tolerance, crew: threads });
const fit = best(count, () => run(1e-4, crew));
const megabytes = process.resourceUsage().maxRSS / 1024;
const alone = best(count, () => run(1e-4));
const toDefault = best(count, () => run(1e-6, crew));
const errors = one.hasStandardErrors
  ? best(2, () => calibrate(data, { ...options, tolerance: 1e-4, standardErrors: "observed" }))
  : null;
const summary = ({ result, seconds, cpuSeconds }: { result: Calibration } & Timing) => ({
  seconds,
  cpuSeconds,
  cycles: result.cycles,
  logLikelihood: result.logLikelihood,
});
const measured: Measured = {
  name: one.name,
  data: path ? (one.file ?? "") : "simulated",
  observedResponses: data.scores.reduce((sum, score) => sum + (score < 0 ? 0 : 1), 0),
  threads: threadsForAll(),
  fit: summary(fit),
  toDefault: summary(toDefault),
  alone: {
    seconds: alone.seconds,
    cpuSeconds: alone.cpuSeconds,
    isSame: JSON.stringify(alone.result) === JSON.stringify(fit.result),
  },
  standardErrors: errors && {
    seconds: errors.seconds - alone.seconds,
    cpuSeconds: errors.cpuSeconds - alone.cpuSeconds,
  },
  megabytes,
};
console.log(JSON.stringify(measured));
await crew.close();
