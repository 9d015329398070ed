import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  groupedFit,
  responseData,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  type Calibration,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { fixture, hasShared, needsShared } from "../../support/psychometric-fixtures.js";
import { mirtCase, referenceCases, referenceData } from "../../support/reference-files.js";
import { sharedReference } from "../../support/reference-parameters.js";
import { uniformFrom } from "../../support/uniform.js";

const asMirt = { cut: "ranks", expected: "at-mean" } as const;

const eapOf = (calibration: Calibration, data: ResponseData) =>
  scorePersons(calibration, data, ["eap"]).map(({ estimates }) => estimates.eap?.theta ?? null);

/** Two-parameter items and beyond, for under a common slope mirt tells patterns of one sum score apart by rounding. */
const cases = referenceCases({
  lsat6: ["mirt_2pl", "mirt_3pl_logitnorm"],
  science: ["mirt_2pl", "mirt_grm", "mirt_nominal"],
  sat12: ["mirt_2pl", "mirt_3pl", "mirt_3pl_beta", "mirt_3pl_logitnorm"],
  verbagg: ["mirt_2pl", "mirt_grm", "mirt_nominal"],
  verbagg_dich: ["mirt_2pl"],
});

interface Found {
  X2: number;
  "df.X2": number;
  "p.X2": number;
  G2: number;
  "df.G2": number;
}

function expectFound(calibration: Calibration, data: ResponseData, theirs: readonly Found[]): void {
  const ours = groupedFit(calibration, data, eapOf(calibration, data), asMirt);
  expect(ours).toHaveLength(theirs.length);
  ours.forEach(({ x2, x2P, g2, df, emptyCells }, i) => {
    // Parameters of ten digits, and mirt's mean of a group's abilities.
    expect(Math.abs((x2 ?? 0) - theirs[i].X2)).toBeLessThan(0.0005);
    expect(Math.abs((g2 ?? 0) - theirs[i].G2)).toBeLessThan(0.0005);
    expect(Math.abs((x2P ?? 9) - theirs[i]["p.X2"])).toBeLessThan(1e-5);
    expect(df).toBe(theirs[i]["df.X2"]);
    expect((df ?? 0) - emptyCells).toBe(theirs[i]["df.G2"]);
  });
}

describe("X2 and G2 of items, against mirt at its parameters", () => {
  it.for(cases)("%s by %s", ([set, file], { skip }) => {
    if (!hasShared) return skip(needsShared);
    const theirs = sharedReference(set, file).itemfit.X2_G2;
    expectFound(mirtCase(set, file).calibration, referenceData(set), theirs);
  });

  it.each(["mirt_rasch", "mirt_2pl"])("lsat7 by %s, with ties by the order of the file", (file) => {
    const theirs = JSON.parse(readFileSync(fixture("lsat7/mirt-grouped-fit.json"), "utf8"));
    expectFound(mirtCase("lsat7", file).calibration, referenceData("lsat7"), theirs[file].X2_G2);
  });
});

const items = Array.from({ length: 30 }, (_, n) => ({
  ...{ item: `i${n}`, model: "2pl" as const, slope: 0.9 + 0.02 * n, difficulties: [-1.5 + 0.1 * n] },
}));

const simulated = (seed: string, count: number, of = items) => {
  const uniform = uniformFrom(seed);
  return simulateResponses(uniform, simulateAbilities(uniform, count), of);
};

const rowsOf = ({ items: names, scores, personCount }: ResponseData) =>
  Array.from({ length: personCount }, (_, p) => [
    ...scores.subarray(p * names.length, (p + 1) * names.length),
  ]);

describe("X2 and G2", () => {
  it("are the sums over groups and categories, by hand", () => {
    const { calibration } = mirtCase("lsat7", "mirt_rasch");
    // The first item and eight test takers at two abilities; its df is two groups less one intercept.
    const responses = [0, 0, 1, 0, 1, 1, 0, 1];
    const data = responseData({
      items: ["Item1"],
      rows: responses.map((x) => [x]),
    });
    const thetas = [-2, -2, -2, -2, 0, 0, 0, 0];
    const [found] = groupedFit(calibration, data, thetas, { groupCount: 2 });
    const [, d] = calibration.items[0].parameters;
    let x2 = 0;
    let g2 = 0;
    for (const [theta, right] of [
      [-2, 1],
      [0, 3],
    ]) {
      const p = 1 / (1 + Math.exp(-(theta + d)));
      x2 += (right - 4 * p) ** 2 / (4 * p * (1 - p));
      g2 += 2 * (right * Math.log(right / (4 * p)) + (4 - right) * Math.log((4 - right) / (4 * (1 - p))));
    }
    expect(found).toMatchObject({ n: 8, groupCount: 2, df: 1, emptyCells: 0, reason: null });
    expect(found.x2).toBeCloseTo(x2, 12);
    expect(found.g2).toBeCloseTo(g2, 12);
    expect(groupedFit(calibration, data, thetas, { ...asMirt, groupCount: 2 })[0].x2).toBeCloseTo(x2, 12);
  });

  it("depend on no order of the file, and count a test taker of weight two as two", () => {
    const data = simulated("order", 300, items.slice(0, 6));
    const calibration = calibrate(data, { model: "rasch", standardErrors: "none" });
    const fitOf = (rows: number[][], weights?: number[]) => {
      const one = responseData({ items: data.items, rows, weights });
      return groupedFit(calibration, one, eapOf(calibration, one)).map(({ x2, g2, df }) => [x2, g2, df]);
    };
    const rows = rowsOf(data);
    const weighted = fitOf(
      rows,
      rows.map((_, p) => 1 + (p % 2)),
    );
    const twice = fitOf(rows.flatMap((row, p) => (p % 2 ? [row, row] : [row])).reverse());
    weighted.forEach((values, i) =>
      values.forEach((value, n) => expect(value).toBeCloseTo(twice[i][n] ?? NaN, 8)),
    );
  });

  it("are far above their degrees of freedom for an item that separates less, and not far above for others", () => {
    const flat = items.map((item, n) => (n === 12 ? { ...item, slope: 0.2 } : item));
    const data = simulated("flat", 2000, flat);
    const calibration = calibrate(data, { model: "rasch", standardErrors: "none" });
    const found = groupedFit(calibration, data, eapOf(calibration, data));
    expect(found[12].x2P).toBeLessThan(1e-20);
    expect(found[12].g2P).toBeLessThan(1e-20);
    const others = found.filter((_, n) => n !== 12).map(({ x2, df }) => (x2 ?? NaN) / (df ?? NaN));
    expect(others.reduce((sum, value) => sum + value, 0) / others.length).toBeLessThan(3);
  });

  it("say why there is none, and refuse what makes no sense", () => {
    const { calibration } = mirtCase("lsat7", "mirt_2pl");
    const data = referenceData("lsat7");
    const nobody = groupedFit(calibration, data, new Array<null>(data.personCount).fill(null));
    expect(nobody[0]).toMatchObject({
      n: 0,
      x2: null,
      g2P: null,
      reason: { english: "nobody with an ability responded to it" },
    });
    const infinite = Array.from({ length: data.personCount }, (_, p) => (p < 990 ? Infinity : 0));
    expect(groupedFit(calibration, data, infinite)[0]).toMatchObject({
      ...{ n: 10, groupCount: 1, x2: null, reason: { english: "too few degrees of freedom" } },
    });
    expect(() => groupedFit(calibration, data, [0])).toThrow("1 ability for 1000 test takers");
    expect(() => groupedFit(calibration, data, infinite, { groupCount: 1 })).toThrow(
      "1 group of similar ability: give a whole number from 2 on",
    );
  });
});
