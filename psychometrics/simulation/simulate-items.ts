import { textWords } from "../numeric/counter-stream.js";
import type { ModelName } from "../models/index.js";
import { namedModel } from "../models/index.js";
import { NamedStream } from "./named-stream.js";
import type { StudyItem } from "./study-plan.js";
import { Refusal } from "../messages/refusal.js";

/** A set of items to make up. */
export interface ItemSet {
  model: ModelName;
  count: number;
  /** Their names are this with a number behind it. */
  prefix: string;
  /** Score categories; 2 by default. */
  categories?: number;
  dimension?: string;
  /** Item locations are normal with this mean and standard deviation; 0 and 1 by default. */
  difficulty?: { mean: number; sd: number };
  /** The logarithm of slopes is normal; the median 1 and 0.3 by default. Models with one slope take the median. */
  slope?: { median: number; sdLog: number };
  /** Lower asymptotes of the 3PL are even between these; 0.1 to 0.3 by default. */
  lowerAsymptote?: { min: number; max: number };
}

/** Steps and thresholds lie this far apart, in logits. */
const stepDistance = 0.8;

/**
 * Known items made up from a seed: locations from a normal distribution, slopes from a log-normal one, steps or thresholds at
 * equal distances about the location, moved a little for partial credit and nominal items so that no two are alike. Each item's
 * numbers are named by its name, so that they do not depend on how many others there are.
 *
 * @throws {RangeError} for a count or categories that the model does not know, or spreads that are negative.
 */
export function simulateItems(seed: number, sets: readonly ItemSet[]): StudyItem[] {
  const random = new NamedStream(seed);
  return sets.flatMap((set) => {
    requireSet(set);
    return Array.from({ length: set.count }, (_, i) => itemOf(set, `${set.prefix}${i + 1}`, random));
  });
}

function itemOf(set: ItemSet, item: string, random: NamedStream): StudyItem {
  const { model, categories = 2, dimension } = set;
  const { difficulty = { mean: 0, sd: 1 }, slope = { median: 1, sdLog: 0.3 } } = set;
  const { lowerAsymptote: range = { min: 0.1, max: 0.3 } } = set;
  const words = textWords(item);
  const location = difficulty.mean + difficulty.sd * random.start(words, "difficulty").normal();
  const hasOwnSlope = namedModel(model).slope === "free";
  const spread = hasOwnSlope ? slope.sdLog * random.start(words, "slope").normal() : 0;
  const ownSlope = namedModel(model).slope === "one" ? 1 : slope.median * Math.exp(spread);
  const moves =
    model === "pcm" || model === "gpcm" || model === "nominal" ? random.start(words, "steps") : null;
  const difficulties = Array.from(
    { length: categories - 1 },
    (_, k) =>
      location +
      stepDistance * (k - (categories - 2) / 2) +
      (moves && categories > 2 ? moves.uniform() / 2 - 0.25 : 0),
  );
  const asymptote = range.min + (range.max - range.min) * random.start(words, "asymptote").uniform();
  return {
    ...{ item, model, slope: ownSlope, difficulties },
    ...(dimension === undefined ? {} : { dimension }),
    ...(model === "3pl" ? { lowerAsymptote: asymptote } : {}),
    ...(model === "nominal" ? { categorySlopes: categorySlopesOf(ownSlope, categories, random, words) } : {}),
  };
}

/** The slope of the highest category is as in partial credit; those below are moved about theirs. */
function categorySlopesOf(
  slope: number,
  categories: number,
  random: NamedStream,
  words: [number, number],
): number[] {
  const stream = random.start(words, "category slopes");
  return Array.from({ length: categories - 1 }, (_, k) => {
    const move = k === categories - 2 ? 0 : stream.uniform() * 0.6 - 0.3;
    return slope * (k + 1 + move);
  });
}

function requireSet({
  model,
  count,
  prefix,
  categories = 2,
  difficulty,
  slope,
  lowerAsymptote,
}: ItemSet): void {
  const { categoriesMax } = namedModel(model);
  if (!Number.isInteger(count) || count < 1) throw new Refusal("items-count", { count, name: prefix });
  if (!Number.isInteger(categories) || categories < 2 || categories > categoriesMax)
    throw new Refusal("items-categories", { name: prefix, model, count: categories });
  if (difficulty && !(difficulty.sd >= 0)) throw new Refusal("items-difficulty-spread", { name: prefix });
  if (slope && !(slope.median > 0 && slope.sdLog >= 0))
    throw new Refusal("items-slope-spread", { name: prefix });
  if (
    lowerAsymptote &&
    !(lowerAsymptote.min >= 0 && lowerAsymptote.max < 1 && lowerAsymptote.min <= lowerAsymptote.max)
  )
    throw new Refusal("items-asymptotes", { name: prefix });
}
