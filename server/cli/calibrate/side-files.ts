import { basename } from "node:path";
import {
  interceptsOf,
  isModelName,
  modelNames,
  namedModel,
  parametersOf,
  type Anchor,
  type FormItem,
  type ModelName,
} from "../../../psychometrics/index.js";
import { InputError, place } from "./input-error.js";
import { readRecords } from "./read-csv.js";

/** Refuses an item that is named twice or that the responses do not have. */
function itemChecker(path: string, items: readonly string[]) {
  const seen = new Set<string>();
  return (item: string, line: number) => {
    const where = place(basename(path), line, "item");
    if (!items.includes(item)) throw new InputError("side.noItem", { place: where, item });
    if (seen.has(item)) throw new InputError("side.twice", { place: where, item });
    seen.add(item);
  };
}

/** The keys by item. */
export async function readKeys(path: string, items: readonly string[]): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  const check = itemChecker(path, items);
  for (const { cells, line } of await readRecords(path, ["item", "key"])) {
    check(cells.item ?? "", line);
    if (!cells.key) throw new InputError("side.noKey", { place: place(basename(path), line, "key") });
    keys.set(cells.item ?? "", cells.key);
  }
  return keys;
}

/** The models by item, and the rating scales by item where the file has a column `scale`. */
export async function readModels(
  path: string,
  items: readonly string[],
): Promise<{ models: Record<string, ModelName>; ratingScales: Record<string, string> }> {
  const models: Record<string, ModelName> = {};
  const ratingScales: Record<string, string> = {};
  const check = itemChecker(path, items);
  for (const { cells, line } of await readRecords(path, ["item", "model"])) {
    check(cells.item ?? "", line);
    models[cells.item ?? ""] = modelIn(path, line, cells.model ?? "");
    if (cells.scale) ratingScales[cells.item ?? ""] = cells.scale;
  }
  return { models, ratingScales };
}

function modelIn(path: string, line: number, word: string): ModelName {
  if (isModelName(word)) return word;
  throw new InputError("side.noModel", {
    place: place(basename(path), line, "model"),
    word,
    models: modelNames.join(", "),
  });
}

/**
 * Items whose parameters are given, from a table in the form of `items.csv`: slope and intercepts where it has those
 * columns, else a and b1 to bm; nominal items need slope1 to slopem too. Items that the responses do not have are passed over, for an old item pool is larger
 * than one test; so are rows without parameters, of items that were left out when they were calibrated.
 */
export async function readAnchors(
  path: string,
  items: readonly string[],
  model: ModelName,
): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for (const { cells, line } of await readRecords(path, ["item"])) {
    const item = cells.item ?? "";
    if (!items.includes(item)) continue;
    const anchor = readAnchorRow(path, line, cells, model);
    if (anchor) anchors.push(anchor);
  }
  if (anchors.length === 0) throw new InputError("side.noAnchors", { file: basename(path) });
  return anchors;
}

/** One row of a table in the form of `items.csv`; null where it has no parameters. */
function readAnchorRow(
  path: string,
  line: number,
  cells: Record<string, string>,
  model: ModelName,
): Anchor | null {
  const item = cells.item ?? "";
  const own = cells.model ? modelIn(path, line, cells.model) : model;
  const hasSlope = (cells.slope ?? "") !== "";
  if (!hasSlope && (cells.a ?? "") === "") return null;
  const slope = numberIn(path, line, hasSlope ? "slope" : "a", cells);
  const values = numbered(path, line, hasSlope ? "intercept" : "b", cells);
  if (values.length === 0) {
    const wanted = hasSlope ? "intercept1" : "b1";
    throw new InputError("side.noParameter", { place: place(basename(path), line), item, wanted });
  }
  const slopes = own === "nominal" ? numbered(path, line, "slope", cells) : [];
  const categorySlopes = slopes.length === values.length ? slopes : undefined;
  if (own === "nominal" && !categorySlopes) {
    throw new InputError("side.noCategorySlopes", {
      place: place(basename(path), line),
      item,
      last: values.length,
    });
  }
  const intercepts = hasSlope
    ? values
    : interceptsOf(namedModel(own).itemModel.difficultyForm, slope, values, categorySlopes);
  const asymptote = own === "3pl" && cells.c ? numberIn(path, line, "c", cells) : undefined;
  return { item, model: own, slope, intercepts, lowerAsymptote: asymptote, categorySlopes };
}

/** The same as an item to link. */
export function readItemRow(
  path: string,
  line: number,
  cells: Record<string, string>,
  model: ModelName,
): FormItem | null {
  const anchor = readAnchorRow(path, line, cells, model);
  if (!anchor) return null;
  const { itemModel } = namedModel(anchor.model);
  return {
    item: anchor.item,
    model: anchor.model,
    scoreValues: [0, ...anchor.intercepts.map((_, k) => k + 1)],
    parameters: Array.from(parametersOf(itemModel, anchor)),
  };
}

function numbered(path: string, line: number, stem: string, cells: Record<string, string>): number[] {
  const values: number[] = [];
  while (cells[`${stem}${values.length + 1}`])
    values.push(numberIn(path, line, `${stem}${values.length + 1}`, cells));
  return values;
}

function numberIn(path: string, line: number, column: string, cells: Record<string, string>): number {
  const value = Number(cells[column]);
  if (cells[column] && Number.isFinite(value)) return value;
  throw new InputError("side.noNumber", {
    place: place(basename(path), line, column),
    cell: cells[column] ?? "",
  });
}
