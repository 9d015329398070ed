import { expect, it } from "vitest";
import { calibrate, modelFit, responseDataOf } from "../../../psychometrics/index.js";
import { simulated } from "../../support/hard-data.js";

it("TLI and CFI say why they cannot be had where a group has nobody with some score, though M2 can", () => {
  const steps = Array.from({ length: 6 }, (_, i) => [i / 4 - 1, i / 4]);
  const { items, personCount, scores } = simulated(600, steps, "comparison reason");
  const groups = Array.from({ length: personCount }, (_, p) => (p % 2 === 0 ? "first" : "second"));
  const fitOf = (own: Int8Array) => {
    const data = responseDataOf({ items, personCount, scores: own, groups, groupNames: ["first", "second"] });
    return modelFit(calibrate(data, { model: "gpcm", keepsCovariance: true }), data, "M2");
  };
  expect(fitOf(scores)).toMatchObject({ tli: expect.any(Number) as number, comparisonReason: null });
  const without = scores.map((score, at) =>
    at % items.length === 0 && Math.floor(at / items.length) % 2 === 1 ? Math.min(score, 1) : score,
  );
  const fit = fitOf(without);
  expect(fit.m2).toBeGreaterThan(0);
  expect(fit).toMatchObject({ tli: null, cfi: null, comparisonReason: { code: "independence-singular" } });
});
