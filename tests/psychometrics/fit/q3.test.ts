import { describe, expect, it } from "vitest";
import { localDependence, q3, responseData, scorePersons } from "../../../psychometrics/index.js";
import { needsShared } from "../../support/psychometric-fixtures.js";
import { casesOfMirt, casesOfTam } from "../../support/reference-cases.js";
import {
  hasReference,
  mirtCase,
  referenceCases,
  referenceData,
  tamCase,
} from "../../support/reference-files.js";

const mirtCases = casesOfMirt({
  lsat7: ["mirt_rasch", "mirt_1pl", "mirt_2pl"],
  ...{ sim_2pl: [], sim_3pl: [], sim_booklet: [], sim_neat: [] },
});

const tamCases = casesOfTam({
  verbagg: ["tam_pcm", "tam_gpcm"],
  ...{ sim_2pl: [], sim_gpcm: [], sim_neat: [], mg3: [], sim_booklet: [] },
});

/** The largest difference off the diagonal. */
function difference(ours: (number | null)[], theirs: (number | "NA")[][]): number {
  const count = theirs.length;
  let largest = 0;
  theirs.flat().forEach((value, n) => {
    if (Math.floor(n / count) === n % count) return;
    largest = Math.max(largest, Math.abs((ours[n] ?? Infinity) - Number(value)));
  });
  return largest;
}

describe("Q3", () => {
  // A closed formula at given parameters; the WLE's search stops at 1e-6.
  it.for(mirtCases)("%s by %s is mirt's at the EAP and WLE", ([set, file], { skip }) => {
    if (!hasReference(set, file)) return skip(needsShared);
    const { reference, calibration } = mirtCase(set, file);
    for (const at of ["eap", "wle"] as const) {
      const theirs = reference.Q3?.[at.toUpperCase()]?.values;
      if (!theirs || (at === "wle" && file.includes("3pl"))) continue;
      expect(difference(q3(calibration, referenceData(set), at).values, theirs)).toBeLessThan(1e-5);
    }
  });

  it.for(tamCases)("%s by %s is TAM's over the posterior", ([set, file], { skip }) => {
    if (!hasReference(set, file)) return skip(needsShared);
    const data = referenceData(set);
    const { reference, calibration } = tamCase(set, file, data.groupNames, data.personCount);
    const theirs = reference.modelfit.Q3.values;
    expect(difference(q3(calibration, data, "posterior").values, theirs)).toBeLessThan(1e-5);
  });

  it("is symmetric, has about -1 / (k - 1) for its mean, and names the pair that depends most", () => {
    const { calibration } = mirtCase("sim_gpcm", "mirt_2pl");
    const data = referenceData("sim_gpcm");
    const found = q3(calibration, data);
    const count = data.items.length;
    found.values.forEach((value, n) => {
      expect(value).toBe(found.values[(n % count) * count + Math.floor(n / count)]);
    });
    expect(found.mean).toBeCloseTo(-1 / (count - 1), 1);
    // The second item says again what the first did.
    const copied = { ...data, scores: data.scores.slice() };
    for (let p = 0; p < data.personCount; p++) copied.scores[p * count + 1] = copied.scores[p * count];
    const dependent = q3(calibration, copied);
    expect(dependent.pair).toEqual([data.items[0], data.items[1]]);
    expect(dependent.q3Star).toBeGreaterThan(0.4);
    const pair = localDependence(calibration, copied)[0];
    expect(pair.items).toEqual(dependent.pair);
    expect(pair.cramersV).toBeGreaterThan(0.4);
    expect(pair.p).toBeLessThan(1e-6);
  });
});

describe("LD-X2", () => {
  it.for(
    referenceCases({
      lsat6: ["mirt_rasch", "mirt_1pl", "mirt_2pl"],
      lsat7: ["mirt_rasch", "mirt_2pl", "mirt_3pl_logitnorm"],
      science: ["mirt_rasch", "mirt_2pl", "mirt_grm"],
      sat12: ["mirt_2pl", "mirt_3pl_logitnorm"],
      verbagg: ["mirt_rasch", "mirt_2pl", "mirt_grm"],
      verbagg_dich: ["mirt_rasch", "mirt_2pl"],
    }),
  )("%s by %s is mirt's", ([set, file], { skip }) => {
    if (!hasReference(set, file)) return skip(needsShared);
    const { reference, calibration } = mirtCase(set, file);
    const theirs: number[][] = reference.LDX2.values;
    const count = theirs.length;
    const ours = localDependence(calibration, referenceData(set));
    let n = 0;
    for (let j = 1; j < count; j++) {
      for (let i = 0; i < j; i++) {
        const { ldX2, cramersV, df } = ours[n++];
        const steps = [i, j].map((item) => calibration.items[item].scoreValues.length - 1);
        expect(df).toBe(steps[0] * steps[1]);
        expect(Math.abs(Math.abs(ldX2 ?? Infinity) - Math.abs(theirs[j][i]))).toBeLessThan(0.005);
        expect(Math.abs(Math.abs(cramersV ?? Infinity) - Math.abs(theirs[i][j]))).toBeLessThan(1e-4);
        // mirt's sign is that of another measure of association: near independence the two can differ.
        if (Math.abs(cramersV ?? 0) > 0.15) expect(Math.sign(cramersV ?? 0)).toBe(Math.sign(theirs[i][j]));
      }
    }
  });
});

describe("hard data", () => {
  const { calibration } = mirtCase("lsat7", "mirt_2pl");
  const items = calibration.items.map(({ item }) => item);
  it.each([
    ["one test taker", [[1, 0, 1, 1, 0]]],
    ["nobody with a response", [[null, null, null, null, null]]],
    ["items that never meet", items.map((_, i) => items.map((__, j) => (i === j ? 1 : null)))],
  ] as [string, (number | null)[][]][])("%s: null, never NaN", (_, rows) => {
    const data = responseData({ items, rows, maxScores: [1, 1, 1, 1, 1] });
    const all = [q3(calibration, data), localDependence(calibration, data), scorePersons(calibration, data)];
    const numbers = JSON.stringify(all, (__, value: unknown) => (Number.isNaN(value) ? "NaN" : value));
    expect(numbers).not.toContain("NaN");
  });
});
