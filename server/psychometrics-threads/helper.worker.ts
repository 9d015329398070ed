// A helping thread of a calibration: gets the shared arrays, then does pieces of E-steps until the work is over.
import { parentPort } from "node:worker_threads";
import { PartSums, type SumsData } from "../../psychometrics/index.js";
import { Control } from "./control.js";

parentPort?.on("message", ({ data, words }: { data: SumsData; words: Int32Array }) => {
  const sums = new PartSums(data);
  new Control(words).help((step, piece) => sums.run(step, piece));
});
