// The data of the calibration benchmark: the sets beside the project where they are, and simulated ones from a seed.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { responseDataOf, type ResponseData } from "../../../psychometrics/index.js";

/** What is simulated, or stands in a file of that size. */
export interface Shape {
  personCount: number;
  itemCount: number;
  /** Score points of each item: 1 for right or wrong. */
  steps: number;
  /** Ten blocks of items in ten booklets of three blocks each, or everything for everybody. */
  isInBooklets?: boolean;
}

/** A file of ../shared/psychometrics/bench, or null where it is not beside the project. */
export function benchFile(name: string): string | null {
  const path = fileURLToPath(new URL(`../../../../shared/psychometrics/bench/${name}`, import.meta.url));
  return existsSync(path) ? path : null;
}

/** Responses from a gzipped CSV file with a header of item names. */
export function readGzip(path: string): ResponseData {
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

/** A small fast generator (mulberry32): a million test takers would wait long for a better one. */
function uniformFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Responses by the GPCM (the 2PL for one step) of normal abilities, the same for the same shape. */
export function simulated({ personCount, itemCount, steps, isInBooklets = false }: Shape): ResponseData {
  const uniform = uniformFrom(20_260);
  const scores = new Int8Array(personCount * itemCount).fill(-1);
  const slopes = Array.from({ length: itemCount }, (_, i) => 0.7 + (i % 5) * 0.25);
  const centres = Array.from(
    { length: itemCount },
    (_, i) => -1.8 + (3.6 * ((i * 7) % itemCount)) / itemCount,
  );
  const weights = new Float64Array(steps + 1);
  for (let p = 0; p < personCount; p++) {
    const theta = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    for (let i = 0; i < itemCount; i++) {
      const block = (Math.floor((i * 10) / itemCount) - (p % 10) + 10) % 10;
      if (isInBooklets && block !== 0 && block !== 1 && block !== 3) continue;
      let total = 1;
      weights[0] = 1;
      for (let k = 1; k <= steps; k++) {
        const step = (centres[i] ?? 0) + (k - (steps + 1) / 2) * 0.8;
        weights[k] = (weights[k - 1] ?? 1) * Math.exp((slopes[i] ?? 1) * (theta - step));
        total += weights[k] ?? 0;
      }
      let left = uniform() * total;
      let score = 0;
      while (score < steps && left >= (weights[score] ?? 0)) left -= weights[score++] ?? 0;
      scores[p * itemCount + i] = score;
    }
  }
  return responseDataOf({ items: centres.map((_, i) => `i${i + 1}`), personCount, scores });
}
