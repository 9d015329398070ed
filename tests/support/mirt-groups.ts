import { readFileSync } from "node:fs";
import {
  namedModel,
  reportParameters,
  type CalibratedItem,
  type Calibration,
  type ModelName,
} from "../../psychometrics/index.js";
import { fixture } from "./psychometric-fixtures.js";

/** What mirt printed of a statistic of a model with several groups. */
export interface MirtGroupFit {
  M2: number;
  df: number;
  p: number;
  RMSEA: number;
  TLI: number;
  CFI: number;
  [srmsr: `SRMSR.${string}`]: number;
}

/** One model of a `mirt-groups.json`. */
export interface MirtGroupModel {
  invariance: string[];
  nest: number;
  logLik: number;
  mean: number[];
  variance: number[];
  /** One set of parameters where all are equal, else one a group. */
  items: Record<string, Record<string, number>>[];
  "M2*": MirtGroupFit;
  C2?: MirtGroupFit;
}

/** The models that a `mirt-groups.json` has. */
export function readMirtGroups(folder: string): { groups: string[]; models: Record<string, MirtGroupModel> } {
  return JSON.parse(readFileSync(fixture(`${folder}/mirt-groups.json`), "utf8"));
}

/** A calibration at mirt's parameters that knows which of them were free, and which were one. */
export function mirtGroupsCalibration(
  { invariance, nest, logLik, mean, variance, items }: MirtGroupModel,
  groups: readonly string[],
  model: ModelName,
): Calibration {
  const names: string[] = [];
  const placeOf = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  const parts = items.flatMap((set, g) =>
    Object.entries(set).map(([item, { a1, ...intercepts }]) => ({
      item,
      groups: items.length > 1 ? [groups[g]] : null,
      parameters: [a1, ...Object.values(intercepts)],
    })),
  );
  const places = parts.map(({ item, groups: own, parameters }) =>
    parameters.map((_, j) => {
      const isEqual = own === null || invariance.includes(j === 0 ? "slopes" : "intercepts");
      return placeOf(isEqual ? `${item}.${j}` : `${item}.${j}.${own[0]}`);
    }),
  );
  for (const group of groups.slice(1)) {
    if (invariance.includes("free_means")) placeOf(`mean_${group}`);
    if (invariance.includes("free_var")) placeOf(`variance_${group}`);
  }
  return {
    items: parts.map(({ item, groups: own, parameters }): CalibratedItem => {
      const categories = parameters.length;
      return {
        ...{
          item,
          groups: own,
          isUnique: own !== null,
          model,
          isAnchored: false,
          parameters,
          covariance: null,
        },
        scoreValues: Array.from({ length: categories }, (_, k) => k),
        ...reportParameters(namedModel(model).itemModel, categories, parameters, null),
      };
    }),
    excluded: [],
    groups: groups.map((name, g) => ({
      ...{ name, personCount: 0, mean: mean[g], variance: variance[g], mass: null },
      meanStandardError: null,
      varianceStandardError: null,
    })),
    quadrature: { count: 101, range: 10 },
    covariance: { names, places, values: [] },
    ...{ logLikelihood: logLik, logPrior: 0, parameterCount: nest, personCount: 0, aic: 0, bic: 0 },
    ...{ cycles: 0, converged: true, largestChange: 0, history: [], notes: [] },
  };
}
