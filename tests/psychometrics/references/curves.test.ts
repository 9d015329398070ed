import { describe, expect, it } from "vitest";
import { itemCurve, testInformation } from "../../../psychometrics/index.js";
import { hasShared, largestDifference, needsShared } from "../../support/psychometric-fixtures.js";
import { casesOfMirt } from "../../support/reference-cases.js";
import { mirtCase } from "../../support/reference-files.js";
import { sharedReference } from "../../support/reference-parameters.js";

const cases = casesOfMirt({
  sat12: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_3pl", "mirt_3pl_beta", "mirt_3pl_logitnorm"],
  sim_3pl: ["mirt_3pl_beta", "mirt_3pl_logitnorm"],
});

interface MirtCurves {
  testInformation: { theta: number[]; information: number[] };
  curves: { theta: number[]; items: Record<string, { P: number[][]; info: number[] }> };
}

describe.skipIf(!hasShared)(
  `curves and information, against mirt at its own parameters ${needsShared}`,
  () => {
    // Closed formulas of parameters that are given to ten digits: only rounding is left.
    it.each(cases)("%s by %s", (set, file) => {
      const { calibration } = mirtCase(set, file);
      const { curves, testInformation: expected }: MirtCurves = sharedReference(set, file);
      const { information } = testInformation(calibration, expected.theta);
      expect(largestDifference(information, expected.information)).toBeLessThan(1e-6);
      expect(Object.keys(curves.items).length).toBeGreaterThan(0);
      for (const [name, theirs] of Object.entries(curves.items)) {
        const item = calibration.items.find((one) => one.item === name);
        const ours = itemCurve(item!, curves.theta);
        expect(largestDifference(ours.information, theirs.info)).toBeLessThan(1e-6);
        const byAbility = curves.theta.map((_, n) => ours.probabilities.map((row) => row[n]));
        expect(largestDifference(byAbility.flat(), theirs.P.flat())).toBeLessThan(1e-8);
      }
    });
  },
);
