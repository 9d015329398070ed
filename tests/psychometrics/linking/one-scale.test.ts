import { describe, expect, it } from "vitest";
import { calibrate, interceptsOf, link, type Anchor } from "../../../psychometrics/index.js";
import { formOf, neatData, neatItems, neatReference } from "../../support/neat-forms.js";
import { largestDifference } from "../../support/psychometric-fixtures.js";

const expected = neatReference();
const names = neatItems;
const both = neatData();
const grid = { quadrature: 101, range: 10 };

describe("three ways to bring two forms onto one scale", () => {
  const formY = formOf(both, 1, names.slice(20));

  // mirt stops where no parameter moves by 1e-6: it is that far from the maximum, as in the other references.
  it("calibration with the common items fixed agrees with mirt (2PL)", () => {
    const reference = expected.fixedItems2pl;
    const anchors: Anchor[] = reference.anchors.map(([item, slope, intercept]: [string, number, number]) => ({
      item,
      model: "2pl",
      slope,
      intercepts: [intercept],
    }));
    const calibration = calibrate(formY, { model: "2pl", anchors, ...grid });
    expect(Math.abs(calibration.logLikelihood - reference.logLik)).toBeLessThan(0.001);
    const [group] = calibration.groups;
    expect(Math.abs(group.mean - reference.group.par.MEAN_1)).toBeLessThan(0.001);
    expect(Math.abs(group.variance - reference.group.par.COV_11)).toBeLessThan(0.001);
    expect((group.meanStandardError ?? 0) / reference.group.SE.MEAN_1).toBeCloseTo(1, 2);
    expect((group.varianceStandardError ?? 0) / reference.group.SE.COV_11).toBeCloseTo(1, 2);
    for (const { item, slope, intercepts, standardErrors, isAnchored } of calibration.items) {
      const { a, d, seA, seD } = reference.items[item];
      expect(largestDifference([slope, ...intercepts], [a, d])).toBeLessThan(0.001);
      if (isAnchored) continue;
      expect((standardErrors.slope ?? 0) / seA).toBeCloseTo(1, 2);
      expect((standardErrors.intercepts[0] ?? 0) / seD).toBeCloseTo(1, 2);
    }
  });

  it("calibration with the common items fixed agrees with TAM (Rasch)", () => {
    const reference = expected.fixedItemsRasch;
    const anchors: Anchor[] = reference.anchors.map(({ item, xsi }: { item: string; xsi: number }) => ({
      item,
      model: "rasch",
      slope: 1,
      intercepts: interceptsOf("steps", 1, [xsi]),
    }));
    const calibration = calibrate(formY, { model: "rasch", anchors, standardErrors: "none", ...grid });
    expect(Math.abs(calibration.logLikelihood - reference.logLik)).toBeLessThan(0.001);
    expect(Math.abs(calibration.groups[0].mean - reference.mean)).toBeLessThan(0.001);
    expect(Math.abs(calibration.groups[0].variance - reference.variance)).toBeLessThan(0.001);
    for (const { item, difficulties } of calibration.items)
      expect(Math.abs((difficulties[0] ?? NaN) - reference.b[item])).toBeLessThan(0.001);
  });

  it("concurrent calibration of both groups agrees with mirt (2PL)", () => {
    const reference = expected.concurrent2pl;
    const calibration = calibrate(both, { model: "2pl", standardErrors: "none", ...grid });
    expect(Math.abs(calibration.logLikelihood - reference.logLik)).toBeLessThan(0.001);
    const second = reference.groups["2"];
    expect(Math.abs(calibration.groups[1].mean - second.MEAN_1)).toBeLessThan(0.001);
    expect(Math.abs(calibration.groups[1].variance - second.COV_11)).toBeLessThan(0.001);
    for (const { item, slope, intercepts } of calibration.items)
      expect(largestDifference([slope, ...intercepts], reference.items[item])).toBeLessThan(0.001);
  });

  it("linking of separate calibrations comes within two standard errors of what the concurrent one finds", () => {
    const options = { model: "2pl", keepsCovariance: true } as const;
    const linked = link(calibrate(formOf(both, 0, names.slice(0, 30)), options), calibrate(formY, options));
    // The constants are those of the reference parameters, which mirt rounded on its way.
    expect(linked.slope).toBeCloseTo(expected.own.SL_normal.A, 3);
    expect(linked.intercept).toBeCloseTo(expected.own.SL_normal.B, 3);
    const second = expected.concurrent2pl.groups["2"];
    const errors = linked.standardErrors;
    expect(Math.abs(linked.intercept - second.MEAN_1)).toBeLessThan(2 * (errors?.intercept ?? 0));
    expect(Math.abs(linked.slope - Math.sqrt(second.COV_11))).toBeLessThan(2 * (errors?.slope ?? 0));
  });
});
