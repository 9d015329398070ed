import { runEm } from "../calibrate/em.js";
import { notPresented, type ResponseData } from "../data.js";
import type { CaseData } from "./cases.js";

/**
 * Covariances between items, items x items row by row; each from the test takers presented both.
 * NaN for a pair that nobody, or only one person, was presented together.
 */
export function itemCovariances(data: ResponseData, cases: CaseData): Float64Array {
  const count = data.items.length;
  const size = count * count;
  // Sums over those presented both items i and j, at i * count + j: of persons, weights, scores on i, products.
  const persons = new Float64Array(size);
  const weights = new Float64Array(size);
  const scores = new Float64Array(size);
  const products = new Float64Array(size);
  const presented = new Int32Array(count);
  const own = new Float64Array(count);
  const origins = firstScores(data, cases);
  cases.persons.forEach((p, n) => {
    const row = p * count;
    let presentedCount = 0;
    for (let i = 0; i < count; i++) {
      if (data.scores[row + i] === notPresented) continue;
      own[presentedCount] = data.scores[row + i] - origins[i];
      presented[presentedCount++] = i;
    }
    for (let a = 0; a < presentedCount; a++) {
      const weighted = cases.weights[n] * own[a];
      for (let b = 0; b < presentedCount; b++) {
        const at = presented[a] * count + presented[b];
        persons[at]++;
        weights[at] += cases.weights[n];
        scores[at] += weighted;
        products[at] += weighted * own[b];
      }
    }
  });
  const covariances = new Float64Array(size).fill(NaN);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const at = i * count + j;
      if (persons[at] < 2) continue;
      const means = (scores[at] / weights[at]) * (scores[j * count + i] / weights[at]);
      covariances[at] = ((products[at] / weights[at] - means) * persons[at]) / (persons[at] - 1);
    }
  }
  return covariances;
}

/** Each item's first score among the cases. Scores are counted from it: an item that does not vary has a covariance of 0 exactly. */
function firstScores(data: ResponseData, cases: CaseData): Float64Array {
  const count = data.items.length;
  return Float64Array.from(data.items, (_, i) => {
    const first = cases.persons.find((p) => data.scores[p * count + i] !== notPresented);
    return first === undefined ? 0 : data.scores[first * count + i];
  });
}

/**
 * Cronbach's (1951) alpha from the items' covariances: k / (k - 1) * (1 - sum of variances / sum of all covariances).
 * For right or wrong items it is KR-20. Null with fewer than two items, or where some pair of items has no covariance.
 *
 * @param leftOut an item to leave out.
 *
 * Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16(3), 297-334.
 */
export function alpha(covariances: Float64Array, itemCount: number, leftOut = -1): number | null {
  let variances = 0;
  let all = 0;
  for (let i = 0; i < itemCount; i++) {
    if (i === leftOut) continue;
    variances += covariances[i * itemCount + i];
    for (let j = 0; j < itemCount; j++) if (j !== leftOut) all += covariances[i * itemCount + j];
  }
  const count = leftOut < 0 ? itemCount : itemCount - 1;
  if (count < 2 || !(all > 0)) return null;
  return (count / (count - 1)) * (1 - variances / all);
}

/** One common factor's loadings and the items' unique variances, in the metric of the covariances. */
export interface OneFactor {
  loadings: Float64Array;
  uniquenesses: Float64Array;
  converged: boolean;
}

const uniquenessMin = 0.005;

/**
 * The one-factor model fitted to covariances by maximum likelihood (Joreskog, 1967), by EM (Rubin & Thayer, 1982)
 * on the same engine as the item response models. A uniqueness is kept above 0.005 of its item's variance.
 * Null with fewer than three items, where an item does not vary, or where a pair has no covariance.
 *
 * Rubin, D. B., & Thayer, D. T. (1982). EM algorithms for ML factor analysis. Psychometrika, 47(1), 69-76.
 */
export function oneFactor(covariances: Float64Array, itemCount: number): OneFactor | null {
  const scale = Float64Array.from({ length: itemCount }, (_, i) => Math.sqrt(covariances[i * itemCount + i]));
  if (itemCount < 3 || !covariances.every(Number.isFinite) || !scale.every((sd) => sd > 0)) return null;
  const correlations = covariances.map(
    (value, n) => value / (scale[Math.floor(n / itemCount)] * scale[n % itemCount]),
  );
  let loadings: Float64Array = new Float64Array(itemCount).fill(0.5);
  let uniquenesses: Float64Array = new Float64Array(itemCount).fill(0.75);
  // The E-step of factor analysis has a closed form: the regression of the factor on the items.
  let regression: Float64Array = new Float64Array(itemCount);
  let covered: Float64Array = new Float64Array(itemCount);
  const result = runEm(
    {
      expect() {
        let signal = 0;
        for (let i = 0; i < itemCount; i++) signal += loadings[i] ** 2 / uniquenesses[i];
        regression = loadings.map((loading, i) => loading / uniquenesses[i] / (1 + signal));
        covered = multiply(correlations, regression);
        let misfit = Math.log1p(signal);
        for (let i = 0; i < itemCount; i++) {
          misfit += Math.log(uniquenesses[i]) + (1 - loadings[i] * covered[i]) / uniquenesses[i];
        }
        return -misfit;
      },
      maximize() {
        let factorVariance = 1;
        for (let i = 0; i < itemCount; i++) factorVariance += regression[i] * (covered[i] - loadings[i]);
        loadings = covered.map((value) => value / factorVariance);
        uniquenesses = loadings.map((loading, i) => Math.max(uniquenessMin, 1 - loading * covered[i]));
      },
      parameters: () => Float64Array.of(...loadings, ...uniquenesses.map(Math.log)),
      setParameters(values) {
        loadings = values.slice(0, itemCount);
        uniquenesses = values.slice(itemCount).map((value) => Math.max(uniquenessMin, Math.exp(value)));
      },
    },
    { tolerance: 1e-8, cyclesMax: 2000 },
  );
  return {
    loadings: loadings.map((loading, i) => loading * scale[i]),
    uniquenesses: uniquenesses.map((uniqueness, i) => uniqueness * scale[i] ** 2),
    converged: result.converged,
  };
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < vector.length; j++) sum += matrix[i * vector.length + j] * vector[j];
    return sum;
  });
}

/**
 * McDonald's (1999) omega: the share of the sum score's variance that one common factor explains,
 * (sum of loadings)^2 / ((sum of loadings)^2 + sum of uniquenesses). Null where the model could not be fitted.
 */
export function omega(covariances: Float64Array, itemCount: number): number | null {
  const factor = oneFactor(covariances, itemCount);
  if (!factor?.converged) return null;
  const common = factor.loadings.reduce((sum, loading) => sum + loading, 0) ** 2;
  const unique = factor.uniquenesses.reduce((sum, uniqueness) => sum + uniqueness, 0);
  return common / (common + unique);
}
