import type { TSchema } from "@sinclair/typebox";
import { svgProblem } from "./assets/safe-svg.js";
import { error, under, warning, type ItemProblem } from "./problems.js";
import { languages } from "./schema/text.js";
import { Item, Unit } from "./schema/item.js";
import { mapTexts, textsIn } from "./schema/walk.js";
import { parseMarkup } from "./text/markup.js";
import { MarkupError, type ToMathML } from "./text/markup-problem.js";
import { latexToMathML } from "./text/mathml.js";
import { figuresOf } from "./text/parts.js";
import type { Block, LocalisedString, RichText } from "./types.js";
import { unfinishedWork } from "./validation/unfinished.js";
import { readBlock, readItem, readUnit } from "./validate.js";

/** A file of the library: its path below the library's folder, with forward slashes, and what it holds. */
export interface LibraryFile {
  path: string;
  text: string;
}

/** A figure of a unit. */
export interface LibraryAsset {
  unitId: string;
  name: string;
  text: string;
}

/** A problem and the file it is in. */
export interface LibraryProblem extends ItemProblem {
  file: string;
}

/** A unit of the library, read. */
export interface LibraryUnit {
  unit: Unit;
  items: Item[];
  assets: LibraryAsset[];
}

/** Blocks that belong together: a subject's test, a questionnaire, the practice. */
export interface LibraryCollection {
  /** The folder's name, such as "mathematics-9". */
  id: string;
  title: LocalisedString;
  blockIds: string[];
}

/** All that the library holds; where `problems` has errors, what they are about is left out. */
export interface Library {
  collections: LibraryCollection[];
  units: Unit[];
  items: Item[];
  blocks: Block[];
  assets: LibraryAsset[];
  problems: LibraryProblem[];
}

/**
 * Reads one unit's folder. In `unit.json` formatted texts are written in markup (`text/markup.ts`), `unit.itemIds` and
 * each item's `unitId` are left out, and properties with a default may be.
 *
 * @param file the `unit.json`.
 * @param figures the other files of the folder.
 */
export function readLibraryUnit(
  file: LibraryFile,
  figures: readonly LibraryFile[],
  toMathML: ToMathML = latexToMathML,
): { value: LibraryUnit | null; problems: LibraryProblem[] } {
  const problems: ItemProblem[] = [];
  const json = parseJson(file.text);
  if (json instanceof SyntaxError || !isRecord(json) || !isRecord(json.unit) || !Array.isArray(json.items)) {
    const reason = json instanceof SyntaxError ? json.message : '{ "unit": {…}, "items": […] }';
    problems.push(error("", `Không đọc được tệp: ${reason}`, `The file cannot be read: ${reason}`));
    return { value: null, problems: inFile(file.path, problems) };
  }
  const items = json.items.filter(isRecord);
  const unitId = json.unit.id;
  const rawUnit = { ...json.unit, itemIds: items.map(({ id }) => id) };
  const names = new Set(figures.map(({ path }) => baseName(path)));

  const unit = readUnit(withReadMarkup(Unit, rawUnit, toMathML, addUnder(problems, "/unit")), names);
  problems.push(...under("/unit", unit.problems));
  const read = items.map((item, index) => {
    const place = `/items/${index}`;
    const value = withReadMarkup(Item, { ...item, unitId }, toMathML, addUnder(problems, place));
    const reading = readItem(value, names);
    problems.push(...under(place, reading.problems));
    if (reading.value) problems.push(...under(place, unfinishedWork(reading.value)));
    return reading.value;
  });
  problems.push(...figureProblems(figures), ...unusedFigures(unit.value, read, names));

  const hasErrors = problems.some(({ severity }) => severity === "error");
  if (hasErrors || unit.value === null) return { value: null, problems: inFile(file.path, problems) };
  const assets = figures.map(({ path, text }) => ({ unitId: String(unitId), name: baseName(path), text }));
  return {
    value: { unit: unit.value, items: read.filter((item) => item !== null), assets },
    problems: inFile(file.path, problems),
  };
}

/** Adds problems to a list under a prefix. */
function addUnder(problems: ItemProblem[], prefix: string): (more: ItemProblem[]) => void {
  return (more) => problems.push(...under(prefix, more));
}

/** Reads the markup wherever the schema wants formatted text and a string stands. */
function withReadMarkup(
  schema: TSchema,
  value: unknown,
  toMathML: ToMathML,
  report: (problems: ItemProblem[]) => void,
): unknown {
  return mapTexts(schema, value, (place) => {
    if (place.kind === "string") return place.value;
    return Object.fromEntries(
      Object.entries(place.value).map(([language, markup]) => {
        if (typeof markup !== "string") return [language, markup];
        try {
          return [language, parseMarkup(markup, toMathML)];
        } catch (cause) {
          if (!(cause instanceof MarkupError)) throw cause;
          const path = `${place.path}/${language}`;
          report(cause.problems.map(({ message }) => error(path, message.vi, message.en)));
          return [language, [{ type: "paragraph", children: [{ type: "text", text: markup }] }]];
        }
      }),
    );
  });
}

function figureProblems(figures: readonly LibraryFile[]): ItemProblem[] {
  return figures.flatMap(({ path, text }) => {
    const name = baseName(path);
    if (!name.endsWith(".svg")) {
      return [error("", `Tệp ${name} không phải hình SVG.`, `The file ${name} is no SVG figure.`)];
    }
    const problem = svgProblem(text);
    return problem ? [error("", `Hình ${name}: ${problem}.`, `Figure ${name}: ${problem}.`)] : [];
  });
}

function unusedFigures(unit: Unit | null, items: (Item | null)[], names: ReadonlySet<string>): ItemProblem[] {
  if (unit === null || items.includes(null)) return [];
  const used = new Set([
    ...figureNames(Unit, unit),
    ...items.flatMap((item) => [
      ...figureNames(Item, item),
      ...(item?.interaction.kind === "hotspot" ? Object.values(item.interaction.asset) : []),
    ]),
  ]);
  return [...names]
    .filter((name) => !used.has(name))
    .map((name) => warning("", `Hình ${name} không được dùng.`, `The figure ${name} is not used.`));
}

/** The names of the figures that the texts of a value show. */
function figureNames(schema: TSchema, value: unknown): string[] {
  return textsIn(schema, value)
    .filter(({ kind }) => kind === "richText")
    .flatMap((place) =>
      languages.flatMap((language) => figuresOf((place.value[language] ?? []) as RichText)),
    );
}

/**
 * Reads the whole library: folders of collections, each with its `collection.json` and a folder for each unit. Files
 * elsewhere are not looked at. What has errors is left out and named in `problems`.
 */
export function readLibrary(files: readonly LibraryFile[], toMathML: ToMathML = latexToMathML): Library {
  const library: Library = { collections: [], units: [], items: [], blocks: [], assets: [], problems: [] };
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const file of sorted.filter(({ path }) => /^[^/]+\/[^/]+\/unit\.json$/u.test(path))) {
    const folder = file.path.slice(0, -"unit.json".length);
    const figures = sorted.filter(({ path }) => path.startsWith(folder) && path !== file.path);
    const { value, problems } = readLibraryUnit(file, figures, toMathML);
    library.problems.push(...problems);
    if (!value) continue;
    library.units.push(value.unit);
    library.items.push(...value.items);
    library.assets.push(...value.assets);
  }
  for (const file of sorted.filter(({ path }) => /^[^/]+\/collection\.json$/u.test(path))) {
    addCollection(library, file);
  }
  library.problems.push(...repeatedIds(library), ...unitsOutsideBlocks(library));
  return library;
}

function addCollection(library: Library, file: LibraryFile): void {
  const json = parseJson(file.text);
  if (json instanceof SyntaxError || !isRecord(json) || !Array.isArray(json.blocks)) {
    const reason = json instanceof SyntaxError ? json.message : '{ "title": {…}, "blocks": […] }';
    const problem = error("", `Không đọc được tệp: ${reason}`, `The file cannot be read: ${reason}`);
    library.problems.push(...inFile(file.path, [problem]));
    return;
  }
  const readings = json.blocks.map(readBlock);
  readings.forEach(({ value, problems }, index) => {
    const place = `/blocks/${index}`;
    const missing = (value?.unitIds ?? [])
      .filter((id) => !library.units.some((unit) => unit.id === id))
      .map((id) => error("/unitIds", `Không có đơn vị ${id}.`, `There is no unit ${id}.`));
    library.problems.push(...inFile(file.path, under(place, [...problems, ...missing])));
    if (value && missing.length === 0) library.blocks.push(value);
  });
  library.collections.push({
    id: file.path.split("/")[0] ?? "",
    title: json.title as LocalisedString,
    blockIds: readings.flatMap(({ value }) => value?.id ?? []),
  });
}

function repeatedIds(library: Library): LibraryProblem[] {
  const ids = [library.units, library.items, library.blocks].map((list) => list.map(({ id }) => id));
  return ids.flatMap((list) =>
    [...new Set(list.filter((id, index) => list.indexOf(id) !== index))].map((id) => ({
      file: "",
      ...error("", `Mã ${id} dùng hai lần trong thư viện.`, `The id ${id} is used twice in the library.`),
    })),
  );
}

function unitsOutsideBlocks(library: Library): LibraryProblem[] {
  const placed = library.blocks.flatMap(({ unitIds }) => unitIds);
  return library.units
    .filter(({ id }) => placed.filter((each) => each === id).length !== 1)
    .map(({ id }) => ({
      file: "",
      ...error("", `Đơn vị ${id} phải ở trong đúng một khối.`, `Unit ${id} has to be in exactly one block.`),
    }));
}

function inFile(file: string, problems: readonly ItemProblem[]): LibraryProblem[] {
  return problems.map((problem) => ({ file, ...problem }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return cause instanceof SyntaxError ? cause : new SyntaxError(String(cause));
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
