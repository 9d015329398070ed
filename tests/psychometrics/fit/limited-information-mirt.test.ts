import { describe, expect, it } from "vitest";
import { modelFit } from "../../../psychometrics/index.js";
import { mirtLimitedInformation } from "../../support/mirt-limited-information.js";
import { needsShared } from "../../support/psychometric-fixtures.js";
import { hasReference, mirtCase, referenceCases, referenceData } from "../../support/reference-files.js";

/**
 * Models for which mirt's derivatives of the margins are not those of its margins (see `mirtLimitedInformation`;
 * ours agree with differences in `limited-information.test.ts`), and data with responses missing.
 */
const cases = referenceCases({
  lsat6: ["mirt_rasch"],
  lsat7: ["mirt_rasch"],
  science: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_rsm", "mirt_nominal"],
  sat12: ["mirt_rasch", "mirt_3pl", "mirt_3pl_beta", "mirt_3pl_logitnorm"],
  mg3: ["mirt_rasch", "mirt_2pl", "mirt_grm"],
  sim_3pl: ["mirt_3pl_logitnorm"],
  sim_gpcm: ["mirt_rasch", "mirt_1pl", "mirt_2pl"],
  verbagg: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_rsm", "mirt_nominal"],
  verbagg_dich: ["mirt_rasch"],
});

describe("M2* and C2 where mirt's derivatives are others, at its parameters", () => {
  it.for(cases)("%s by %s is mirt's with its derivatives, and otherwise ours", ([set, file], { skip }) => {
    if (!hasReference(set, file)) return skip(needsShared);
    const { reference, calibration } = mirtCase(set, file);
    const data = referenceData(set);
    const isComplete = data.scores.every((score) => score >= 0);
    const isBinary = Math.max(...data.maxScores) === 1;
    for (const kind of isBinary ? (["M2*"] as const) : (["M2*", "C2"] as const)) {
      const theirs = reference.M2[kind];
      const ours = modelFit(calibration, data, kind);
      if (theirs.error) {
        // Four items of four categories are 10 margins in M2*: the rating scale model leaves 3 degrees of freedom, but
        // mirt gives nothing where its independence model leaves none.
        if (file === "mirt_rsm") expect(ours.df).toBe(3);
        else
          expect(ours).toMatchObject({
            m2: null,
            p: null,
            reason: { english: "too few degrees of freedom" },
          });
        continue;
      }
      // Parameters of ten digits leave 2e-9 of values up to 2600.
      expect(Math.abs((mirtLimitedInformation(calibration, data, kind) ?? 0) / theirs.M2 - 1)).toBeLessThan(
        1e-8,
      );
      expect(ours.df).toBe(theirs.df);
      if (isComplete && theirs.SRMSR) expect(ours.srmsr).toBeCloseTo(theirs.SRMSR, 6);
      // What their derivatives and their rule for missing responses come to.
      expect(Math.abs((ours.m2 ?? 0) / theirs.M2 - 1)).toBeLessThan(isComplete ? 0.17 : 0.4);
    }
  });
});
