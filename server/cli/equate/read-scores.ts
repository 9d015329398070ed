import { basename } from "node:path";
import { notPresented, type ResponseData } from "../../../psychometrics/index.js";
import { InputError } from "../files/input-error.js";
import { readResponses, scoreTable, type ResponseTable } from "../files/read-responses.js";
import { readKeys } from "../files/side-files.js";
import { headerOf, isFrequencies, readFrequencies, type Frequency } from "./read-frequencies.js";
import type { EquateRequest } from "./request.js";

/** The sum scores of the test takers of one form. */
export interface FormScores {
  file: string;
  totals: number[];
  /** Their scores on the anchor; null without one. */
  anchors: number[] | null;
  /** Sampling weights, or counts where `totals` are the scores of a table of frequencies; null where all count as one. */
  weights: number[] | null;
  /** Whether the weights are counts of test takers. */
  isCounted: boolean;
  highestTotal: number;
  highestAnchor: number;
  /** Test takers without a response to every item, who were left out. */
  left: number;
}

/**
 * Reads the scores of both forms, from responses or from tables of frequencies.
 *
 * @param needsAnchor whether a method needs scores on an anchor.
 * @throws {InputError} for anything wrong in the files, or where there is no anchor and one is needed.
 */
export async function readScores(
  request: EquateRequest,
  needsAnchor: boolean,
): Promise<{ from: FormScores; to: FormScores; anchorItems: string[] }> {
  const headers = { from: await headerOf(request.from), to: await headerOf(request.to) };
  const counted = { from: isFrequencies(headers.from), to: isFrequencies(headers.to) };
  if (counted.from !== counted.to)
    throw new InputError("equate.twoKinds", { from: basename(request.from), to: basename(request.to) });
  if (counted.from) {
    const [from, to] = [await readFrequencies(request.from), await readFrequencies(request.to)];
    if (needsAnchor && [from, to].some(([first]) => first?.anchor === null))
      throw new InputError("equate.noAnchorColumn", { file: basename(request.from) });
    const highestAnchor = Math.max(...[...from, ...to].map(({ anchor }) => anchor ?? 0));
    return {
      from: countedScores(request.from, from, request.fromMax, highestAnchor),
      to: countedScores(request.to, to, request.toMax, highestAnchor),
      anchorItems: [],
    };
  }
  return fromResponses(request, headers, needsAnchor);
}

function countedScores(
  file: string,
  rows: readonly Frequency[],
  wanted: number | undefined,
  highestAnchor: number,
): FormScores {
  const hasAnchor = rows[0]?.anchor !== null;
  // With an anchor test takers are drawn one by one, so that each has a line.
  const each = hasAnchor ? rows.flatMap((row) => new Array<Frequency>(row.count).fill(row)) : rows;
  const occurring = Math.max(...rows.map(({ score }) => score));
  return {
    file,
    totals: each.map(({ score }) => score),
    anchors: hasAnchor ? each.map(({ anchor }) => anchor ?? 0) : null,
    weights: hasAnchor ? null : each.map(({ count }) => count),
    isCounted: !hasAnchor,
    highestTotal: highest(file, occurring, wanted),
    highestAnchor,
    left: 0,
  };
}

function highest(file: string, occurring: number, wanted: number | undefined): number {
  if (wanted !== undefined && wanted < occurring)
    throw new InputError("equate.maxTooLow", { file: basename(file), wanted, met: occurring });
  return wanted ?? occurring;
}

async function fromResponses(
  request: EquateRequest,
  headers: { from: string[]; to: string[] },
  needsAnchor: boolean,
): Promise<{ from: FormScores; to: FormScores; anchorItems: string[] }> {
  const stray = request.ignore.find((name) => !headers.from.includes(name) && !headers.to.includes(name));
  if (stray !== undefined)
    throw new InputError("equate.noColumn", {
      column: stray,
      option: "--ignore",
      from: basename(request.from),
      to: basename(request.to),
    });
  const tableOf = (path: string, header: readonly string[]) =>
    readResponses(path, { ...request, ignore: request.ignore.filter((name) => header.includes(name)) });
  const tables = {
    from: await tableOf(request.from, headers.from),
    to: await tableOf(request.to, headers.to),
  };
  const all = [...new Set([...tables.from.items, ...tables.to.items])];
  const keys = request.key === undefined ? null : await readKeys(request.key, all);
  const data = {
    from: scoreTable(tables.from, keys, request.missing),
    to: scoreTable(tables.to, keys, request.missing),
  };
  const anchorItems = anchorOf(request, data.from, data.to);
  if (needsAnchor && anchorItems.length === 0)
    throw new InputError("equate.noAnchor", { from: basename(request.from), to: basename(request.to) });
  const maxOf = (one: ResponseData, item: string) => one.maxScores[one.items.indexOf(item)] ?? 0;
  // A category that nobody had in one of the groups belongs to the anchor all the same.
  const highestAnchor = anchorItems.reduce(
    (sum, item) => sum + Math.max(maxOf(data.from, item), maxOf(data.to, item)),
    0,
  );
  const scores = (one: ResponseData, table: ResponseTable, wanted: number | undefined) =>
    sumScores(request, one, table, { anchorItems, highestAnchor, wanted });
  return {
    from: scores(data.from, tables.from, request.fromMax),
    to: scores(data.to, tables.to, request.toMax),
    anchorItems,
  };
}

function anchorOf({ anchorItems }: EquateRequest, from: ResponseData, to: ResponseData): string[] {
  if (!anchorItems) return from.items.filter((item) => to.items.includes(item));
  const missing = anchorItems.find((item) => !from.items.includes(item) || !to.items.includes(item));
  if (missing !== undefined) throw new InputError("equate.notCommon", { item: missing });
  return [...anchorItems];
}

function sumScores(
  { external, weight }: EquateRequest,
  data: ResponseData,
  table: ResponseTable,
  { anchorItems, highestAnchor, wanted }: { anchorItems: string[]; highestAnchor: number; wanted?: number },
): FormScores {
  const isAnchor = data.items.map((item) => anchorItems.includes(item));
  const counts = isAnchor.map((anchor) => !(external && anchor));
  const totals: number[] = [];
  const anchors: number[] = [];
  const weights: number[] = [];
  for (let p = 0; p < data.personCount; p++) {
    const own = data.scores.subarray(p * data.items.length, (p + 1) * data.items.length);
    if (own.includes(notPresented)) continue;
    totals.push(own.reduce((sum, score, i) => sum + (counts[i] ? score : 0), 0));
    anchors.push(own.reduce((sum, score, i) => sum + (isAnchor[i] ? score : 0), 0));
    weights.push(data.weights[p] ?? 0);
  }
  if (totals.length === 0) throw new InputError("equate.nobodyAll", { file: basename(table.path) });
  const possible = data.maxScores.reduce((sum, max, i) => sum + (counts[i] ? max : 0), 0);
  if (possible === 0) throw new InputError("equate.onlyAnchor", { file: basename(table.path) });
  return {
    file: table.path,
    totals,
    anchors: anchorItems.length > 0 ? anchors : null,
    weights: weight === undefined ? null : weights,
    isCounted: false,
    highestTotal: highest(table.path, possible, wanted),
    highestAnchor,
    left: data.personCount - totals.length,
  };
}
