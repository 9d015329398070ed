import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { AssemblyCase } from "./cases.js";
import type { MeasuredAssembly } from "./measure.js";

const columns = ["assembly", "columns x rows", "wall s", "cpu s", "objective", "bound", "gap %", "end"];
const widths = [64, 16, 8, 8, 10, 10, 7, 8];

/** Measures assemblies one by one, each in a process of its own, and prints them as a table on standard error. */
export function measureAssemblies(cases: readonly AssemblyCase[]): MeasuredAssembly[] {
  const print = (cells: readonly string[]): void =>
    console.error(cells.map((cell, n) => cell.padEnd(widths[n] ?? 8)).join(" "));
  if (cases.length > 0) print(columns);
  return cases.map(({ name, title }) => {
    const file = fileURLToPath(new URL("./measure.ts", import.meta.url));
    const run = spawnSync(process.execPath, ["--import", "tsx", file, name], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
    const measured = JSON.parse(run.stdout) as MeasuredAssembly;
    const digits = (value: number | null, count: number) => value?.toFixed(count) ?? "-";
    print([
      ...[title, `${measured.columns} x ${measured.rows}`],
      ...[measured.seconds.toFixed(1), measured.cpuSeconds.toFixed(1)],
      ...[digits(measured.objective, 4), digits(measured.bound, 4)],
      digits(measured.gap === null ? null : 100 * measured.gap, 2),
      measured.isMet ? measured.end : `${measured.end}, DEMANDS NOT MET`,
    ]);
    return measured;
  });
}
