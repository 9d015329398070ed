import {
  namedModel,
  reportParameters,
  type Calibration,
  type CalibratedItem,
  type ModelName,
} from "../../psychometrics/index.js";

type Numbers = Record<string, number>;

/** A calibrated item made from the parameters that another program found. */
function itemOf(item: string, model: ModelName, parameters: number[]): CalibratedItem {
  // The nominal model has twice its categories less two parameters; the others as many as categories.
  const categories = { "3pl": 2, nominal: parameters.length / 2 + 1 }[model as "3pl"] ?? parameters.length;
  return {
    item,
    groups: null,
    isUnique: false,
    model,
    scoreValues: Array.from({ length: categories }, (_, k) => k),
    isAnchored: false,
    parameters,
    covariance: null,
    ...reportParameters(namedModel(model).itemModel, categories, parameters, null),
  };
}

function calibrationOf(
  items: CalibratedItem[],
  groups: { name: string; mean: number; variance: number }[],
  quadrature: Calibration["quadrature"],
  counts: { logLikelihood: number; parameterCount: number; personCount: number },
): Calibration {
  const { logLikelihood, parameterCount, personCount } = counts;
  return {
    items,
    excluded: [],
    groups: groups.map((group) => ({
      ...group,
      mass: null,
      personCount: 0,
      meanStandardError: null,
      varianceStandardError: null,
    })),
    quadrature,
    ...counts,
    logPrior: 0,
    aic: -2 * logLikelihood + 2 * parameterCount,
    bic: -2 * logLikelihood + Math.log(personCount) * parameterCount,
    cycles: 0,
    converged: true,
    largestChange: 0,
    history: [],
    notes: [],
  };
}

/** mirt gives the steps of a scale's first item and how far up another item's are moved down. */
function ratingScaleParameters(steps: number[], shift: number): number[] {
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  return [1, mean - shift, ...steps.slice(0, -1).map((step) => step - mean)];
}

interface MirtItem {
  par: Numbers;
}

/**
 * The calibration that a reference file of mirt describes, at its parameters to ten digits: fit statistics are then
 * compared without anything of the estimation in between.
 */
export function mirtCalibration(reference: MirtReference): Calibration {
  // The kinds of the reference differ in what is free: `rasch` has slopes of 1, `1pl` one slope for all.
  const partialCredit = { rasch: "pcm", "1pl": "1pl" }[reference.model] as ModelName | undefined;
  const items = Object.entries(reference.items_slopeIntercept).map(([item, { par }]) => {
    if ("logit(g)" in par) {
      // -999 is mirt's word for an asymptote of 0.
      const isGuessing = par["logit(g)"] > -999;
      return isGuessing
        ? itemOf(item, "3pl", [par.a1, par.d, par["logit(g)"]])
        : itemOf(item, partialCredit ?? "gpcm", [par.a1, par.d]);
    }
    const numbered = (stem: string) => {
      const values: number[] = [];
      for (let k = 1; `${stem}${k}` in par; k++) values.push(par[`${stem}${k}`]);
      return values;
    };
    if ("b1" in par) return itemOf(item, "rsm", ratingScaleParameters(numbered("b"), par.c));
    const intercepts = numbered("d");
    if (reference.model === "nominal") {
      const deviations = numbered("ak").slice(0, -1);
      return itemOf(item, "nominal", [
        ...[par.a1, ...intercepts],
        ...deviations.map((score, k) => par.a1 * (score - (k + 1))),
      ]);
    }
    return itemOf(item, "ak0" in par ? (partialCredit ?? "gpcm") : "grm", [par.a1, ...intercepts]);
  });
  const { MEAN_1: mean, COV_11: variance } = reference.group.par;
  return calibrationOf(
    items,
    [{ name: "all", mean, variance }],
    { count: reference.settings.quadpts, range: reference.settings.theta_lim[1] },
    {
      logLikelihood: reference.logLik,
      parameterCount: reference.nest,
      personCount: reference.scores.EAP.summaryTheta.n,
    },
  );
}

/** What is read here of a `mirt_*.json`. */
export interface MirtReference {
  model: string;
  logLik: number;
  nest: number;
  items_slopeIntercept: Record<string, MirtItem>;
  group: { par: { MEAN_1: number; COV_11: number } };
  settings: { quadpts: number; theta_lim: [number, number] };
  scores: { EAP: { summaryTheta: { n: number } } };
}

/** What is read here of a `tam_*.json` or `mg_tam_*.json`. */
export interface TamReference {
  logLik: number;
  npar: number;
  item: { item: string }[];
  B_cat: number[][];
  AXsi: (number | "NA")[][];
  beta: number[][];
  variance?: number;
  variancePerGroup?: number[];
  groups?: number[];
}

/** The same from a reference file of TAM; its grid is not in every file. */
export function tamCalibration(
  reference: TamReference,
  quadrature: Calibration["quadrature"],
  groupNames: readonly string[],
  personCount: number,
): Calibration {
  const items = reference.item.map(({ item }, i) => {
    const intercepts = reference.AXsi[i].slice(1).filter((value): value is number => value !== "NA");
    return itemOf(item, "gpcm", [reference.B_cat[i][1], ...intercepts]);
  });
  const variances = reference.variancePerGroup ?? [reference.variance ?? 1];
  return calibrationOf(
    items,
    groupNames.map((name, g) => ({ name, mean: reference.beta[g][0], variance: variances[g] })),
    quadrature,
    { logLikelihood: reference.logLik, parameterCount: reference.npar, personCount },
  );
}
