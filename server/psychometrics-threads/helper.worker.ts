// A helping thread of a calibration: gets the shared arrays, then does pieces of E-steps until the work is over.
import { parentPort } from "node:worker_threads";
import { workOn, type SharedSums } from "../../psychometrics/index.js";
import { Control } from "./control.js";

parentPort?.on("message", ({ data, words }: { data: SharedSums; words: Int32Array }) => {
  const sums = workOn(data);
  new Control(words).help((step, piece) => sums.run(step, piece));
});
