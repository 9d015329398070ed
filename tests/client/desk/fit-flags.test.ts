import { describe, expect, it } from "vitest";
import { fitFlags, isDependent } from "../../../client/desk/fit-flags.js";

const fits = { infit: 1, outfit: 1, rmsd: 0.03 };
const tested = { sx2AdjustedP: 0.4 };

describe("what stands out in an item's fit", () => {
  it("is nothing where everything is within the bounds, or was not computed", () => {
    expect(fitFlags(fits, tested)).toEqual([]);
    expect(fitFlags({ infit: 1.3, outfit: 0.7, rmsd: 0.12 }, { sx2AdjustedP: 0.05 })).toEqual([]);
    expect(fitFlags({ infit: null, outfit: null, rmsd: null }, { sx2AdjustedP: null })).toEqual([]);
  });

  it("is each bound that is crossed, the curve before the mean squares", () => {
    expect(fitFlags({ infit: 1.31, outfit: 0.69, rmsd: 0.121 }, { sx2AdjustedP: 0.049 })).toEqual([
      "rmsd",
      "sx2",
      "infitHigh",
      "outfitLow",
    ]);
    expect(fitFlags({ ...fits, infit: 0.6, outfit: 2 }, tested)).toEqual(["outfitHigh", "infitLow"]);
  });
});

it("a pair of items is dependent more than 0.2 above the mean of all pairs", () => {
  expect(isDependent(0.16, -0.05)).toBe(true);
  expect(isDependent(0.14, -0.05)).toBe(false);
  expect(isDependent(0.21, null)).toBe(true);
});
