import { softmaxInPlace } from "../numeric/special.js";
import type { ItemModel } from "./model.js";

/** What makes a model of the family: how its parameters enter the log-odds of the categories. */
export interface DivideByTotalDeclaration {
  name: string;
  hasCategorySlopes: boolean;
  parameterNames(categories: number): string[];
  /** What parameter `j` adds, per unit, to the slope of category `k`. */
  slopeWeight(k: number, j: number, categories: number): number;
  /** What parameter `j` adds, per unit, to the intercept of category `k`. */
  interceptWeight(k: number, j: number, categories: number): number;
  fromCategoryForm: ItemModel["fromCategoryForm"];
}

/** The weights of one number of categories: categories x parameters, row by row. Most of them are zero. */
interface Weights {
  size: number;
  slope: Float64Array;
  intercept: Float64Array;
  /** For each category the parameters that it depends on. */
  active: Int32Array[];
  /** Working space of `addInformation`, as long as there are parameters. */
  effect: Float64Array;
  mean: Float64Array;
}

/**
 * An item model of the divide-by-total family (Thissen & Steinberg, 1986)
 *
 *     P(X = k | theta) = exp(a_k theta + d_k) / sum over h of exp(a_h theta + d_h),   a_0 = d_0 = 0,
 *
 * whose slopes a_k and intercepts d_k are linear in its parameters. Its log-likelihood given theta is therefore
 * concave, and the Fisher information is the exact negative Hessian.
 *
 * Thissen, D., & Steinberg, L. (1986). A taxonomy of item response models. Psychometrika, 51(4), 567-577.
 */
export function divideByTotal(declaration: DivideByTotalDeclaration): ItemModel {
  const known = new Map<number, Weights>();
  const weightsOf = (categories: number): Weights => {
    const before = known.get(categories);
    if (before) return before;
    const made = tabulate(declaration, categories);
    known.set(categories, made);
    return made;
  };

  /** The slope of category k at these parameters. */
  const slopeAt = ({ size, slope, active }: Weights, parameters: Float64Array, k: number): number => {
    let sum = 0;
    for (const j of active[k]) sum += slope[k * size + j] * parameters[j];
    return sum;
  };

  return {
    name: declaration.name,
    difficultyForm: "steps",
    hasLowerAsymptote: false,
    hasCategorySlopes: declaration.hasCategorySlopes,
    hasLinearLogOdds: true,
    parameterNames: (categories) => declaration.parameterNames(categories),
    fromCategoryForm: (form) => declaration.fromCategoryForm(form),

    toCategoryForm(parameters, slopes, intercepts) {
      const { size, slope, intercept } = weightsOf(slopes.length + 1);
      for (let k = 1; k <= slopes.length; k++) {
        slopes[k - 1] = 0;
        intercepts[k - 1] = 0;
        for (let j = 0; j < size; j++) {
          slopes[k - 1] += slope[k * size + j] * parameters[j];
          intercepts[k - 1] += intercept[k * size + j] * parameters[j];
        }
      }
    },

    probabilities(theta, parameters, out) {
      const { size, slope, intercept, active } = weightsOf(out.length);
      for (let k = 0; k < out.length; k++) {
        let sum = 0;
        for (const j of active[k])
          sum += (slope[k * size + j] * theta + intercept[k * size + j]) * parameters[j];
        out[k] = sum;
      }
      softmaxInPlace(out);
    },

    thetaDerivatives(parameters, probabilities, out) {
      const weights = weightsOf(out.length);
      let mean = 0;
      for (let k = 0; k < out.length; k++) {
        out[k] = slopeAt(weights, parameters, k);
        mean += probabilities[k] * out[k];
      }
      for (let k = 0; k < out.length; k++) out[k] = probabilities[k] * (out[k] - mean);
    },

    thetaSecondDerivatives(parameters, probabilities, out) {
      const weights = weightsOf(out.length);
      let mean = 0;
      for (let k = 0; k < out.length; k++) {
        out[k] = slopeAt(weights, parameters, k);
        mean += probabilities[k] * out[k];
      }
      let variance = 0;
      for (let k = 0; k < out.length; k++) variance += probabilities[k] * (out[k] - mean) ** 2;
      for (let k = 0; k < out.length; k++) out[k] = probabilities[k] * ((out[k] - mean) ** 2 - variance);
    },

    addGradient(theta, _parameters, counts, probabilities, gradient) {
      const { size, slope, intercept, active } = weightsOf(counts.length);
      let total = 0;
      for (let k = 0; k < counts.length; k++) total += counts[k];
      for (let k = 1; k < counts.length; k++) {
        const residual = counts[k] - total * probabilities[k];
        for (const j of active[k])
          gradient[j] += (slope[k * size + j] * theta + intercept[k * size + j]) * residual;
      }
    },

    addInformation(theta, _parameters, count, probabilities, information) {
      const { size, slope, intercept, active, effect, mean } = weightsOf(probabilities.length);
      mean.fill(0);
      for (let k = 1; k < probabilities.length; k++) {
        const share = count * probabilities[k];
        for (const j of active[k]) {
          effect[j] = slope[k * size + j] * theta + intercept[k * size + j];
          mean[j] += probabilities[k] * effect[j];
        }
        for (const j of active[k])
          for (const h of active[k]) information[j * size + h] += share * effect[j] * effect[h];
      }
      for (let j = 0; j < size; j++)
        for (let h = 0; h < size; h++) information[j * size + h] -= count * mean[j] * mean[h];
    },
  };
}

function tabulate(declaration: DivideByTotalDeclaration, categories: number): Weights {
  const size = declaration.parameterNames(categories).length;
  const slope = new Float64Array(categories * size);
  const intercept = new Float64Array(categories * size);
  for (let k = 1; k < categories; k++) {
    for (let j = 0; j < size; j++) {
      slope[k * size + j] = declaration.slopeWeight(k, j, categories);
      intercept[k * size + j] = declaration.interceptWeight(k, j, categories);
    }
  }
  const active = Array.from({ length: categories }, (_, k) => {
    const isActive = (j: number) => slope[k * size + j] !== 0 || intercept[k * size + j] !== 0;
    return Int32Array.from(Array.from({ length: size }, (__, j) => j).filter(isActive));
  });
  return { size, slope, intercept, active, effect: new Float64Array(size), mean: new Float64Array(size) };
}
