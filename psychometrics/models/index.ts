import { gpcm } from "./gpcm.js";
import { grm } from "./grm.js";
import type { ItemModel } from "./model.js";
import { nominal } from "./nominal.js";
import { ratingScale } from "./rating-scale.js";
import { threeParameter } from "./three-parameter.js";

/** The names under which researchers ask for a model. */
export const modelNames = ["rasch", "1pl", "2pl", "3pl", "pcm", "rsm", "gpcm", "grm", "nominal"] as const;

/** One of `modelNames`. */
export type ModelName = (typeof modelNames)[number];

/** A named model: a formula, and the rule its slope follows in a calibration. */
export interface NamedModel {
  itemModel: ItemModel;
  /** `one`: fixed at 1; `equal`: one value for all items of this name; `free`: each item its own. */
  slope: "one" | "equal" | "free";
  /** The most categories an item may have. */
  categoriesMax: number;
}

const named: Record<ModelName, NamedModel> = {
  rasch: { itemModel: gpcm, slope: "one", categoriesMax: 2 },
  "1pl": { itemModel: gpcm, slope: "equal", categoriesMax: 2 },
  "2pl": { itemModel: gpcm, slope: "free", categoriesMax: 2 },
  "3pl": { itemModel: threeParameter, slope: "free", categoriesMax: 2 },
  pcm: { itemModel: gpcm, slope: "one", categoriesMax: Infinity },
  rsm: { itemModel: ratingScale, slope: "one", categoriesMax: Infinity },
  gpcm: { itemModel: gpcm, slope: "free", categoriesMax: Infinity },
  grm: { itemModel: grm, slope: "free", categoriesMax: Infinity },
  nominal: { itemModel: nominal, slope: "free", categoriesMax: Infinity },
};

/** The model behind a name. */
export function namedModel(name: ModelName): NamedModel {
  return named[name];
}

/** True for a word that names a model. */
export function isModelName(word: string): word is ModelName {
  return (modelNames as readonly string[]).includes(word);
}

export type { CategoryForm, CategorySums, ItemModel } from "./model.js";
export { gpcm, grm, nominal, ratingScale, threeParameter };
