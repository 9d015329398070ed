import { describe, expect, it } from "vitest";
import { calibrate, type CalibratedItem, type ModelName } from "../../../psychometrics/index.js";
import { hasShared, needsShared } from "../../support/psychometric-fixtures.js";
import { sharedReference, sharedScores } from "../../support/reference-parameters.js";

const cases: [set: string, model: ModelName, file: string][] = [
  ["lsat6", "2pl", "mirt_2pl"],
  ["lsat7", "2pl", "mirt_2pl"],
  ["science", "gpcm", "mirt_2pl"],
  ["science", "grm", "mirt_grm"],
];

/** Places of an item's parameters among all, in mirt's order: slope, then intercepts. */
const placesOf = (item: CalibratedItem, places: number[]) => places.slice(0, item.parameters.length);

describe.skipIf(!hasShared)(`covariances of all parameters, against mirt ${needsShared}`, () => {
  it.each(cases)("%s by %s", (set, model, file) => {
    const expected = sharedReference(set, file);
    const calibration = calibrate(sharedScores(set), {
      model,
      quadrature: expected.settings.quadpts,
      range: expected.settings.theta_lim[1],
      tolerance: 1e-8,
      keepsCovariance: true,
    });
    const { places, values, names } = calibration.covariance!;
    const order = calibration.items.flatMap((item, i) => placesOf(item, places[i]));
    const theirs: number[][] = expected.vcov.values;
    expect(order).toHaveLength(theirs.length);
    const deviation = (n: number) => Math.sqrt(theirs[n][n]);
    theirs.forEach((row, n) =>
      row.forEach((value, m) => {
        const ours = values[order[n] * names.length + order[m]];
        // In standard errors of the two: 1 % as for standard errors, which are its diagonal.
        expect(Math.abs(ours - value) / (deviation(n) * deviation(m)), `${n}, ${m}`).toBeLessThan(0.01);
      }),
    );
  });
});
