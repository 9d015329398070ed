import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { responseData, type ResponseData } from "../../psychometrics/index.js";

/** A number as the reference files write it: infinite and missing ones are words. */
export type ReferenceNumber = number | "Inf" | "-Inf" | "NA";

/** Abilities of a sample of test takers, with standard errors where they are comparable. */
interface ReferenceAbilities {
  theta: ReferenceNumber[];
  se?: ReferenceNumber[];
}

/** What mirt, TAM and CDM found by one model, as `expected.json` keeps it. */
export interface ReferenceModel {
  settings: { quadrature: number; range: number };
  logLik: number;
  aic: number;
  bic: number;
  parameterCount: number;
  variance: number;
  seVariance: number | null;
  items: Record<string, { a: number; b: number[]; seA: number | null; seB: ReferenceNumber[] | null }>;
  /** Places of the sampled test takers in the file, from 1. */
  persons: number[];
  eap: ReferenceAbilities;
  map: ReferenceAbilities;
  ml: ReferenceAbilities;
  wle: ReferenceAbilities;
  eapReliability: number;
  scoreTable: { score: number; theta: number; se: number; expected: number }[];
  sx2: { sx2: number; df: number; p: number }[];
  personFitAtWle: { infit: number; outfit: number; lz: number }[] | null;
  testInformation: { theta: number[]; information: number[]; expectedScore: number[] };
  tam: {
    persons: number[];
    wle: Required<ReferenceAbilities>;
    wleReliability: number;
    msq: { infit: number; outfit: number }[];
    rmsd: number[];
    md: number[];
  } | null;
}

/** The whole of an `expected.json`. */
export interface Reference {
  models: Record<string, ReferenceModel>;
  threeParameter?: Record<
    "beta" | "logitnorm",
    {
      logLik: number;
      logPrior: number;
      items: { item: string; a: number; b: number; c: number }[];
      persons: number[];
      eap: number[];
    }
  >;
  classical: {
    alpha: number;
    omega: number;
    sem: number;
    total: { mean: number; sd: number; min: number; max: number };
    items: Record<"mean" | "p" | "sd" | "itemTotal" | "itemRest" | "alphaIfDeleted" | "d27", number>[];
  };
}

/** Rows of a plain CSV (no quotes) by column name. */
export function readTable(path: string): Record<string, string>[] {
  const [head, ...rows] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const names = head.split(",");
  return rows.map((row) => {
    const cells = row.split(",");
    return Object.fromEntries(names.map((name, n) => [name, cells[n]]));
  });
}

/** Scores from a plain CSV; an empty cell is not presented. */
export function readScores(
  path: string,
  options: { items?: string[]; weight?: string; group?: string } = {},
): ResponseData {
  const rows = readTable(path);
  const items = options.items ?? Object.keys(rows[0]);
  const column = (name: string | undefined) =>
    name === undefined ? undefined : rows.map((row) => row[name]);
  const groups = column(options.group);
  return responseData({
    items,
    rows: rows.map((row) => items.map((item) => (row[item] === "" ? null : Number(row[item])))),
    weights: column(options.weight)?.map(Number),
    groups,
    groupNames: groups && [...new Set(groups)].sort(),
  });
}

/** The path of a fixture that the project carries. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/psychometrics/${path}`, import.meta.url));
}

/** The path of a data set that may not be copied into the project, beside it where it is. */
export function shared(path: string): string {
  return fileURLToPath(new URL(`../../../shared/psychometrics/open/${path}`, import.meta.url));
}

/** Said in the titles of tests that skip where those data sets are not. */
export const needsShared = "(needs ../shared/psychometrics/open beside the project)";

/** Whether they are there. */
export const hasShared = existsSync(shared("science.csv"));

/** The largest absolute difference between two lists; infinite where one has a value that the other lacks. */
export function largestDifference(
  ours: readonly (number | null | undefined)[],
  theirs: readonly (number | string | null | undefined)[],
): number {
  let largest = ours.length === theirs.length ? 0 : Infinity;
  ours.forEach((value, n) => {
    const other = theirs[n];
    const number = other === "Inf" ? Infinity : other === "-Inf" ? -Infinity : other === "NA" ? null : other;
    if (value === number || (value === null && number === null)) return;
    const difference = Math.abs(Number(value) - Number(number));
    largest =
      value == null || number == null || Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  });
  return largest;
}
