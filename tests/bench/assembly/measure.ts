// Measures one assembly in a process of its own: prints JSON.
//     node --import tsx tests/bench/assembly/measure.ts CASE
import { assembleForms } from "../../../psychometrics/index.js";
import { formulate } from "../../../psychometrics/assembly/formulate.js";
import { prepare } from "../../../psychometrics/assembly/prepare.js";
import { highsSolver } from "../../../server/mixed-integer/highs.js";
import { assemblyPool } from "../../support/assembly-pool.js";
import { assemblyCases } from "./cases.js";

/** What one assembly gave. */
export interface MeasuredAssembly {
  name: string;
  columns: number;
  rows: number;
  seconds: number;
  cpuSeconds: number;
  objective: number | null;
  /** No forms are better than this. */
  bound: number | null;
  /** The distance between both, as a share of the largest target. */
  gap: number | null;
  /** Whether the gap of 1 % was reached, or which limit came first. */
  end: string;
  isMet: boolean;
}

const one = assemblyCases.find(({ name }) => name === process.argv[2]);
if (!one) throw new Error(`there is no case ${process.argv[2]}`);
const pool = assemblyPool(280, 20, "national");
const { programme } = formulate(prepare(pool, one.blueprint), "best");
const solver = await highsSolver();
const start = performance.now();
const cpu = process.cpuUsage();
const result = assembleForms(pool, one.blueprint, solver, { secondsMax: 120 });
const { user, system } = process.cpuUsage(cpu);
const measured: MeasuredAssembly = {
  name: one.name,
  columns: programme.costs.length,
  rows: programme.rowLower.length,
  seconds: (performance.now() - start) / 1000,
  cpuSeconds: (user + system) / 1e6,
  objective: result.isAssembled ? result.objective : null,
  bound: result.isAssembled ? result.bound : null,
  gap: result.isAssembled ? result.gap : null,
  end: result.isAssembled ? result.end : "no forms",
  isMet: result.isAssembled && result.checks.every(({ isMet }) => isMet),
};
console.log(JSON.stringify(measured));
