import { basename, dirname, resolve } from "node:path";
import {
  namedModel,
  reportParameters,
  simulateItems,
  type FormItem,
  type StudyBooklet,
  type StudyGroup,
  type StudyItem,
  type StudyPlan,
} from "../../../psychometrics/index.js";
import { reader } from "../../reader.js";
import { requireDimensionName } from "../files/dimension-name.js";
import { InputError } from "../files/input-error.js";
import { readForm } from "../files/read-form.js";
import { readJson } from "../files/read-json.js";
import { SimulationFile } from "./design-schema.js";

const read = reader(SimulationFile);

/**
 * Reads a study to simulate.
 *
 * @throws {InputError} when the file or a file of items cannot be read or does not fit, an item of such a file has other scores
 * than 0 to m, or a booklet or what differs names what is not there.
 * @throws {RangeError} for items that cannot be made up.
 */
export async function readPlan(path: string, seed: number): Promise<StudyPlan> {
  const source = await readJson(path, read);
  const file = basename(path);
  for (const name of source.dimensions ?? []) requireDimensionName(name, file);
  const items: StudyItem[] = [];
  for (const entry of source.items) {
    if ("file" in entry) items.push(...(await itemsOf(resolve(dirname(path), entry.file), entry)));
    else if ("prefix" in entry) items.push(...simulateItems(seed, [entry]));
    else items.push({ ...entry, slope: entry.slope ?? 1 });
  }
  return {
    seed,
    dimensions: source.dimensions,
    items: withDifferences(items, source, file),
    groups: source.groups.map(groupOf),
    booklets: source.booklets?.map((booklet) => bookletOf(booklet, source, file)),
    regressors: source.regressors?.map((regressor) => ({
      ...regressor,
      coefficients: [regressor.coefficients].flat(),
    })),
  };
}

async function itemsOf(
  path: string,
  { model = "gpcm", group, dimension }: Extract<SimulationFile["items"][number], { file: string }>,
): Promise<StudyItem[]> {
  const { form } = await readForm(path, model, group);
  const gap = form.items.find(({ scoreValues }) => scoreValues.some((score, k) => score !== k));
  if (gap) {
    const scores = gap.scoreValues.join(", ");
    throw new InputError("simulateResponses.gap", { file: basename(path), item: gap.item, scores });
  }
  return form.items.map((item) => ({
    ...knownItem(item),
    ...(dimension === undefined ? {} : { dimension }),
  }));
}

function knownItem({ item, model, scoreValues, parameters }: FormItem): StudyItem {
  const reported = reportParameters(namedModel(model).itemModel, scoreValues.length, parameters, null);
  return {
    ...{ item, model, slope: reported.slope },
    // Where a slope of 0 leaves no difficulty there is no such item to respond to, and the library says so.
    difficulties: reported.difficulties.map((b) => b ?? NaN),
    ...(reported.lowerAsymptote === null ? {} : { lowerAsymptote: reported.lowerAsymptote }),
    ...(reported.categorySlopes === null ? {} : { categorySlopes: reported.categorySlopes }),
  };
}

function withDifferences(
  items: readonly StudyItem[],
  { differs = [] }: SimulationFile,
  file: string,
): StudyItem[] {
  const stray = differs.flatMap((one) => one.items).find((name) => !items.some(({ item }) => item === name));
  if (stray !== undefined) throw new InputError("simulateResponses.noItem", { file, item: stray });
  return items.map((item) => {
    const own = differs.filter(({ items: names }) => names.includes(item.item));
    return own.length === 0 ? item : { ...item, differs: own };
  });
}

function groupOf({ mean, covariance, sample, ...group }: SimulationFile["groups"][number]): StudyGroup {
  return {
    ...group,
    ...(mean === undefined ? {} : { mean: [mean].flat() }),
    ...(covariance === undefined
      ? {}
      : { covariance: typeof covariance === "number" ? [[covariance]] : covariance }),
    ...(sample && {
      sample: {
        ...sample,
        strata: sample.strata.map(({ shift, ...stratum }) => ({
          ...stratum,
          ...(shift === undefined ? {} : { shift: [shift].flat() }),
        })),
      },
    }),
  };
}

function bookletOf(
  { name, items = [], blocks = [], groups }: NonNullable<SimulationFile["booklets"]>[number],
  source: SimulationFile,
  file: string,
): StudyBooklet {
  const inBlocks = blocks.flatMap((block) => {
    const own = source.blocks?.[block];
    if (own) return own;
    throw new InputError("simulateResponses.noBlock", { file, booklet: name, block });
  });
  return { name, items: [...inBlocks, ...items], ...(groups && { groups }) };
}
