import { basename } from "node:path";
import {
  connectedParts,
  namedModel,
  type Anchor,
  type CalibrationOptions,
  type ConnectedPart,
  type ResponseData,
} from "../../../psychometrics/index.js";
import type { Sentence } from "../../terminal/words.js";
import { InputError } from "../files/input-error.js";
import type { CalibrationRequest } from "./request.js";

/** Refuses weights that are all 0, with which nobody counts. */
export function requireSomeWeight(
  weights: readonly number[] | null,
  { responses, weight = "" }: CalibrationRequest,
): void {
  if (weights?.every((one) => one === 0))
    throw new InputError("calibrate.noWeight", { file: basename(responses), column: weight });
}

/**
 * Refuses an item with more scores than its model has. Anchored items and those that differ between groups or are left out
 * in some are left to the library, which knows the scores of their parts.
 */
export function requireScoresOfModel(
  data: ResponseData,
  { models }: Pick<CalibrationOptions, "models">,
  anchors: readonly Anchor[] | undefined,
  { responses, model, constraints }: CalibrationRequest,
): void {
  const { unique = [], leftOut = [] } = constraints ?? {};
  const others = new Set([...(anchors ?? []), ...unique, ...leftOut].map(({ item }) => item));
  const count = data.items.length;
  data.items.forEach((item, i) => {
    const name = models && Object.hasOwn(models, item) ? (models[item] ?? model) : model;
    const { categoriesMax } = namedModel(name);
    if (others.has(item) || categoriesMax === Infinity) return;
    const scores = new Set<number>();
    for (let p = 0; p < data.personCount; p++) {
      const score = data.scores[p * count + i] ?? -1;
      if (score >= 0 && (data.weights[p] ?? 0) > 0) scores.add(score);
    }
    if (scores.size > categoriesMax)
      throw new InputError("calibrate.scoresBeyondModel", {
        file: basename(responses),
        item,
        model: name,
        max: Math.max(...scores),
      });
  });
}

/** Refuses a design that falls into parts which no test taker connects; anchored items are on one scale already. */
export function requireOneDesign(
  data: ResponseData,
  anchors: readonly Anchor[] | undefined,
  responses: string,
): void {
  const known = anchors?.map(({ item }) => item);
  const [, ...apart] = connectedParts(data, undefined, known).map(sentenceOf);
  if (apart.length === 0) return;
  throw new InputError("calibrate.apart", {
    file: basename(responses),
    count: apart.length + 1,
    apart: apart.reduce((first, second) => ({ key: "calibrate.andPart", values: { first, second } })),
  });
}

/** More items of a part are counted, not named. */
const namesMax = 5;

function sentenceOf({ items, personCount }: ConnectedPart): Sentence {
  const names = items.slice(0, namesMax).join(", ");
  const more = items.length - namesMax;
  return {
    key: "calibrate.part",
    values: {
      items: more > 0 ? { key: "calibrate.andMore", values: { names, more } } : names,
      persons: personCount,
    },
  };
}
