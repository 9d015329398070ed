import type { ResponseData } from "../data.js";
import { scorePersons, type Estimator, type PersonScore } from "../persons/score-persons.js";
import type { PointEstimate } from "../persons/point-estimates.js";
import type { DesignMatrix } from "../population-model/design-matrix.js";
import { alignDimensions, type AlignedDimensions } from "./align-dimensions.js";
import { JointMode } from "./joint-mode.js";
import { oneDimension } from "./one-dimension.js";
import type { MultidimensionalCalibration } from "./options.js";

/**
 * Ability estimates of every test taker in every dimension, with person fit at the WLE of the dimension. EAP and MAP are the
 * mean and the mode of the joint posterior, so that a dimension borrows from those it is correlated with; ML and WLE are those
 * of a dimension's own responses, as an item measures no other. Without a response in a dimension EAP and MAP follow from
 * the other dimensions, and ML and WLE are null with the reason.
 *
 * @param wanted EAP and WLE by default.
 * @param regressors those of the calibration, by name, with a value for every test taker.
 * @returns for each dimension, in the order of the calibration, the test takers in the order of the data.
 * @throws {RangeError} where a score occurs that was no category in the calibration, a group is unknown to it, or a regressor has no value.
 */
export function scorePersonsMultidimensional(
  calibration: MultidimensionalCalibration,
  data: ResponseData,
  wanted: readonly Estimator[] = ["eap", "wle"],
  regressors?: DesignMatrix,
): PersonScore[][] {
  const aligned = alignDimensions(calibration, data, regressors);
  const ofDimension = wanted.filter((name) => name === "ml" || name === "wle");
  const eap = wanted.includes("eap") || wanted.includes("map") ? posteriorMeans(aligned) : null;
  const map = wanted.includes("map") && eap ? posteriorModes(aligned, eap) : null;
  const { personCase } = aligned.cases;
  return calibration.dimensions.map((_, d) => {
    const alone = scorePersons(oneDimension(calibration, aligned, d), data, ofDimension);
    return alone.map((score, p) => {
      const of = (name: Estimator): PointEstimate | undefined => {
        if (name === "eap") return eap?.[personCase[p]][d];
        return name === "map" ? map?.[personCase[p]][d] : score.estimates[name];
      };
      return { ...score, estimates: Object.fromEntries(wanted.map((name) => [name, of(name)])) };
    });
  });
}

/** Cases x dimensions. */
function posteriorMeans({
  expectation,
  abilities,
  cases,
  logProbabilities,
}: AlignedDimensions): PointEstimate[][] {
  const { size } = abilities;
  expectation.expect(logProbabilities, abilities, null, { withUncounted: true });
  const { means, covariances } = expectation.moments;
  return Array.from({ length: cases.count }, (_, n) =>
    Array.from({ length: size }, (__, d) => ({
      theta: means[n * size + d],
      standardError: Math.sqrt(covariances[(n * size + d) * size + d]),
      reason: null,
    })),
  );
}

/** Cases x dimensions. */
function posteriorModes(aligned: AlignedDimensions, eap: PointEstimate[][]): PointEstimate[][] {
  const { size } = aligned.abilities;
  const { patterns, groups } = aligned.cases;
  const { fitted } = aligned.expectation;
  const modes = new JointMode(aligned);
  return eap.map((start, n) =>
    modes.find(
      groups[n],
      patterns.subarray(n * size, (n + 1) * size),
      fitted.subarray(n * size, (n + 1) * size),
      start.map(({ theta }) => theta ?? 0),
    ),
  );
}
