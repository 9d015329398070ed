import { existsSync, readFileSync } from "node:fs";
import type { Calibration, ResponseData } from "../../psychometrics/index.js";
import { fixture, readScores, shared } from "./psychometric-fixtures.js";
import { mirtCalibration, tamCalibration } from "./reference-calibrations.js";
import type { MirtFile, TamFile } from "./reference-shapes.js";

/** Where the project carries a data set of its own. */
const carried: Record<string, string> = {
  lsat6: "lsat6",
  lsat7: "lsat7",
  sim_2pl: "sim-2pl",
  sim_gpcm: "sim-gpcm",
};

function referencePath(set: string, file: string): string {
  const own = set in carried ? fixture(`${carried[set]}/${file}.json`) : "";
  return own && existsSync(own) ? own : shared(`${set}.ref/${file}.json`);
}

/** Whether a reference file is at hand: carried by the project, or beside it. */
export function hasReference(set: string, file: string): boolean {
  return existsSync(referencePath(set, file));
}

/** A reference file of another program, as it is or reduced to what is compared; the caller knows its shape. */
export function readReference<T>(set: string, file: string): T {
  return JSON.parse(readFileSync(referencePath(set, file), "utf8")) as T;
}

const dataRead = new Map<string, ResponseData>();

/** The responses of a reference set. */
export function referenceData(set: string, options: { weight?: string; group?: string } = {}): ResponseData {
  const key = JSON.stringify([set, options]);
  let data = dataRead.get(key);
  if (!data) {
    const own = set in carried && Object.keys(options).length === 0;
    const items = own ? undefined : itemColumns(set);
    data = readScores(own ? fixture(`${carried[set]}/data.csv`) : shared(`${set}.csv`), {
      items,
      ...options,
    });
    dataRead.set(key, data);
  }
  return data;
}

function itemColumns(set: string): string[] {
  return (JSON.parse(readFileSync(shared(`${set}.meta.json`), "utf8")) as { itemColumns: string[] })
    .itemColumns;
}

/** Some test takers of a data set, by their places in the file from 1. */
export function rowsOf(data: ResponseData, places: readonly number[]): ResponseData {
  const count = data.items.length;
  const scores = new Int8Array(places.length * count);
  places.forEach((place, n) =>
    scores.set(data.scores.subarray((place - 1) * count, place * count), n * count),
  );
  return {
    ...data,
    personCount: places.length,
    scores,
    weights: Float64Array.from(places, (place) => data.weights[place - 1]),
    groups: Int32Array.from(places, (place) => data.groups[place - 1]),
  };
}

/** What mirt found, and a calibration at its parameters. */
export function mirtCase(set: string, file: string): { reference: MirtFile; calibration: Calibration } {
  const reference = readReference<MirtFile>(set, file);
  return { reference, calibration: mirtCalibration(reference) };
}

/** What TAM and CDM found, and a calibration at their parameters. The grid of free variances is wide. */
export function tamCase(
  set: string,
  file: string,
  groupNames: readonly string[] = ["all"],
  personCount = 0,
): { reference: TamFile; calibration: Calibration } {
  const reference = readReference<TamFile>(set, file);
  const isWide = /rasch|_pcm|^mg_/.test(file);
  const quadrature = isWide ? { count: 101, range: 10 } : { count: 61, range: 6 };
  return {
    reference,
    calibration: tamCalibration(reference, quadrature, groupNames, personCount),
  };
}

/** Reference files by set: `[set, file]` pairs for `it.each`, those at hand, and whether any is missing. */
export function referenceCases(files: Readonly<Record<string, readonly string[]>>): [string, string][] {
  return Object.entries(files).flatMap(([set, names]) => names.map((name): [string, string] => [set, name]));
}
