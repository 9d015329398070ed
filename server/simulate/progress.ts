import { SingleBar } from "cli-progress";
import { say } from "../terminal/words.js";
import type { SimulationProgress } from "./simulate.js";

/** Tells on standard error how a simulation is getting on: a bar on a terminal, plain lines elsewhere. */
export function simulationProgress(): SimulationProgress & { stop: () => void } {
  return process.stderr.isTTY ? bars() : lines();
}

const words = { sitting: "simulate.sitting", coding: "simulate.coding" } as const;

function bars(): SimulationProgress & { stop: () => void } {
  const bar = new SingleBar({
    format: "{name} |{bar}| {value} / {total}  {duration_formatted}",
    stream: process.stderr,
    clearOnComplete: false,
    hideCursor: true,
  });
  let running: string | null = null;
  const stop = (): void => {
    if (running !== null) bar.stop();
    running = null;
  };
  return {
    step(name, done, total) {
      if (running !== name) {
        stop();
        bar.start(total ?? done, 0, { name: say(words[name]) });
        running = name;
      }
      // How many responses there are to code shows only as they come.
      if (total === null) bar.setTotal(Math.max(done, bar.getTotal()));
      bar.update(done);
    },
    stop,
  };
}

function lines(): SimulationProgress & { stop: () => void } {
  const tenths = new Map<string, number>();
  return {
    step(name, done, total) {
      const tenth = total === null ? Math.floor(done / 100) : Math.floor((10 * done) / total);
      if (tenths.get(name) === tenth) return;
      tenths.set(name, tenth);
      const count = total === null ? String(done) : say("simulate.of", { done, total });
      process.stderr.write(`${say(words[name])}: ${count}\n`);
    },
    stop: () => {},
  };
}
