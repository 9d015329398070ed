import type { modelNames } from "../../psychometrics/index.js";

type ModelName = (typeof modelNames)[number];

const binary: readonly ModelName[] = ["rasch", "1pl", "2pl", "3pl"];

/** How many categories a simulated item of a model has: two where the model knows no more, else four. */
export const categoryCount = (model: ModelName): number => (binary.includes(model) ? 2 : 4);
