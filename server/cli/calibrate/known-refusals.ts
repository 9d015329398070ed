import { basename } from "node:path";
import {
  connectedParts,
  type Anchor,
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
