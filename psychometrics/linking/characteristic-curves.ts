import type { CommonItem } from "./common-items.js";
import type { PreparedItem } from "./form.js";
import type { LinkConstants } from "./moments.js";
import type { WeightedNodes } from "./weights.js";

/** The methods that bring curves together. */
export const curveMethods = ["haebara", "stocking-lord"] as const;

export type CurveMethod = (typeof curveMethods)[number];

/** What is compared and where. */
export interface CurveCriterion {
  method: CurveMethod;
  /** Points on the base scale. */
  base: WeightedNodes;
  /** Points on the other scale, for the symmetric criterion; null where only the base scale counts. */
  other: WeightedNodes | null;
}

/**
 * The distance between the common items' curves after the transformation:
 *
 *     Haebara (1980)            sum over points, items and categories of w (P_base(theta) - P_other((theta - B) / A))^2
 *     Stocking & Lord (1983)    sum over points of w (T_base(theta) - T_other((theta - B) / A))^2, T the expected sum score
 *
 * with points on the base scale; the symmetric criterion adds the same on the other scale, where the base curves are
 * taken at A theta + B. All categories of an item count, for right or wrong items too.
 *
 * @param derivatives receives the derivatives in A and in B.
 *
 * Haebara, T. (1980). Equating logistic ability scales by a weighted least squares method. Japanese Psychological
 * Research, 22(3), 144-149. Stocking, M. L., & Lord, F. M. (1983). Developing a common metric in item response theory.
 * Applied Psychological Measurement, 7(2), 201-210.
 */
export function curveDistance(
  items: readonly CommonItem[],
  criterion: CurveCriterion,
  { slope, intercept }: LinkConstants,
  derivatives: Float64Array,
): number {
  derivatives.fill(0);
  let distance = onOneScale(
    criterion.method,
    items.map(({ base, other }) => [base, other]),
    criterion.base,
    (theta, at) => {
      at.theta = (theta - intercept) / slope;
      at.inSlope = -at.theta / slope;
      at.inIntercept = -1 / slope;
    },
    derivatives,
  );
  if (criterion.other) {
    distance += onOneScale(
      criterion.method,
      items.map(({ base, other }) => [other, base]),
      criterion.other,
      (theta, at) => {
        at.theta = slope * theta + intercept;
        at.inSlope = theta;
        at.inIntercept = 1;
      },
      derivatives,
    );
  }
  return distance;
}

/** Where the moved curve is read, and how that place changes with the constants. */
interface Place {
  theta: number;
  inSlope: number;
  inIntercept: number;
}

function onOneScale(
  method: CurveMethod,
  pairs: readonly (readonly [still: PreparedItem, moved: PreparedItem])[],
  { nodes, weights }: WeightedNodes,
  movedPlace: (theta: number, at: Place) => void,
  derivatives: Float64Array,
): number {
  const at: Place = { theta: 0, inSlope: 0, inIntercept: 0 };
  const work = pairs.map(([still, moved]) => ({
    still,
    moved,
    stillCurve: new Float64Array(still.scoreValues.length),
    movedCurve: new Float64Array(moved.scoreValues.length),
    steepness: new Float64Array(moved.scoreValues.length),
  }));
  let distance = 0;
  for (let q = 0; q < nodes.length; q++) {
    movedPlace(nodes[q], at);
    let scoreGap = 0;
    let scoreSteepness = 0;
    let squares = 0;
    let products = 0;
    for (const { still, moved, stillCurve, movedCurve, steepness } of work) {
      still.model.probabilities(nodes[q], still.parameters, stillCurve);
      moved.model.probabilities(at.theta, moved.parameters, movedCurve);
      moved.model.thetaDerivatives(moved.parameters, movedCurve, steepness);
      for (let k = 0; k < stillCurve.length; k++) {
        const gap = stillCurve[k] - movedCurve[k];
        squares += gap * gap;
        products += gap * steepness[k];
        scoreGap += still.scoreValues[k] * gap;
        scoreSteepness += still.scoreValues[k] * steepness[k];
      }
    }
    const isByItem = method === "haebara";
    distance += weights[q] * (isByItem ? squares : scoreGap * scoreGap);
    const pull = -2 * weights[q] * (isByItem ? products : scoreGap * scoreSteepness);
    derivatives[0] += pull * at.inSlope;
    derivatives[1] += pull * at.inIntercept;
  }
  return distance;
}
