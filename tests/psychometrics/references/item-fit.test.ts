import { describe, expect, it } from "vitest";
import { calibrate, itemFit } from "../../../psychometrics/index.js";
import { hasShared, largestDifference, needsShared } from "../../support/psychometric-fixtures.js";
import { sharedReference, sharedScores } from "../../support/reference-parameters.js";

describe.skipIf(!hasShared)(`item fit on data sets that stay outside the project ${needsShared}`, () => {
  it("mg3 with its sampling weights has TAM's RMSD", () => {
    const data = sharedScores("mg3", { weight: "weight" });
    const expected = sharedReference("mg3", "tam_gpcm_weighted");
    const calibration = calibrate(data, { model: "gpcm", standardErrors: "none" });
    const rmsd = expected.RMSD.RMSD.map((item: { Group1: number }) => item.Group1);
    expect(
      largestDifference(
        itemFit(calibration, data).map((item) => item.rmsd),
        rmsd,
      ),
    ).toBeLessThan(0.0001);
  });

  it("Science by the GPCM has mirt's S-X2", () => {
    const data = sharedScores("science");
    const fit = itemFit(calibrate(data, { model: "gpcm" }), data);
    const expected = sharedReference("science", "mirt_2pl").itemfit.S_X2;
    fit.forEach((item, i) => {
      expect(item.sx2Df).toBe(expected[i]["df.S_X2"]);
      expect(Math.abs((item.sx2 ?? 0) - expected[i].S_X2)).toBeLessThan(0.005);
    });
  });
});
