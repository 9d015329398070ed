import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  groupedFit,
  plausibleQ1,
  scorePersons,
  simulateAbilities,
  simulateResponses,
} from "../../../psychometrics/index.js";
import { normalSource } from "../../../psychometrics/numeric/random.js";
import { fixture } from "../../support/psychometric-fixtures.js";
import { mirtCase, referenceData } from "../../support/reference-files.js";
import { uniformFrom } from "../../support/uniform.js";

const items = Array.from({ length: 8 }, (_, n) => ({
  ...{ item: `i${n}`, model: "2pl" as const, slope: 0.8 + 0.1 * n, difficulties: [-1.4 + 0.4 * n] },
}));

describe("PV-Q1", () => {
  it("is mirt's where draws are its normal ones, and near it with draws from the posterior", () => {
    const { calibration } = mirtCase("lsat7", "mirt_2pl");
    const data = referenceData("lsat7");
    const theirs = JSON.parse(readFileSync(fixture("lsat7/mirt-grouped-fit.json"), "utf8")).mirt_2pl.PV_Q1;
    const draws = 100;
    const persons = scorePersons(calibration, data, ["eap"]);
    const normal = normalSource(uniformFrom("mirt"));
    const sums = new Float64Array(5);
    const squares = new Float64Array(5);
    for (let n = 0; n < draws; n++) {
      const abilities = persons.map(
        ({ estimates: { eap } }) => (eap?.theta ?? NaN) + (eap?.standardError ?? NaN) * normal(),
      );
      groupedFit(calibration, data, abilities, { cut: "ranks", expected: "at-mean" }).forEach(({ x2 }, i) => {
        sums[i] += x2 ?? NaN;
        squares[i] += (x2 ?? NaN) ** 2;
      });
    }
    const ours = plausibleQ1(calibration, data, uniformFrom("pv"), { draws, expected: "at-mean" });
    ours.forEach(({ pvQ1, df }, i) => {
      const mean = sums[i] / draws;
      const variance = squares[i] / draws - mean * mean;
      // mirt's 500 draws and our 100.
      const error = Math.sqrt(variance * (1 / draws + 1 / 500));
      expect(Math.abs(mean - theirs[i])).toBeLessThan(3 * error);
      expect(df).toBe(8);
      // A posterior of five items is not quite normal.
      expect(Math.abs((pvQ1 ?? NaN) - theirs[i])).toBeLessThan(1.5);
    });
  });

  it("rejects about as often as it should on eight items, where X2 at the EAP does so nearly always", () => {
    let rejected = 0;
    let byX2 = 0;
    for (let run = 0; run < 20; run++) {
      const uniform = uniformFrom(`pv-q1 ${run}`);
      const data = simulateResponses(uniform, simulateAbilities(uniform, 600), items);
      const calibration = calibrate(data, { model: "2pl", standardErrors: "none", tolerance: 1e-4 });
      for (const { p } of plausibleQ1(calibration, data, uniform, { draws: 10 }))
        if ((p ?? 1) < 0.05) rejected++;
      const eap = scorePersons(calibration, data, ["eap"]).map(
        ({ estimates }) => estimates.eap?.theta ?? null,
      );
      for (const { x2P } of groupedFit(calibration, data, eap)) if ((x2P ?? 1) < 0.05) byX2++;
    }
    // Of 160 tests; a mean over draws is narrower than a chi-square, so that fewer than 8 are expected.
    expect(rejected).toBeLessThanOrEqual(14);
    expect(byX2).toBeGreaterThan(80);
  });

  it("finds the item that separates less, with a third of the responses missing", () => {
    const uniform = uniformFrom("pv-q1 flat");
    const flat = items.map((item, n) => (n === 3 ? { ...item, slope: 0.1 } : item));
    const data = simulateResponses(
      ...([
        uniform,
        simulateAbilities(uniform, 3000),
        flat,
        (p: number, i: number) => (p + i) % 3 !== 0,
      ] as const),
    );
    const calibration = calibrate(data, { model: "rasch", standardErrors: "none" });
    const found = plausibleQ1(calibration, data, uniform);
    expect(found[3].p).toBeLessThan(1e-6);
    const worst = found.reduce((a, b) => ((b.pvQ1 ?? 0) > (a.pvQ1 ?? 0) ? b : a));
    expect(worst.item).toBe("i3");
  });

  it("gives the same with the same numbers, says why there is none, and refuses no draws", () => {
    const { calibration } = mirtCase("lsat7", "mirt_2pl");
    const data = referenceData("lsat7");
    const once = () => plausibleQ1(calibration, data, uniformFrom("same"), { draws: 3 });
    expect(once()).toEqual(once());
    const scores = data.scores.map((score, n) => (n % 5 === 0 ? -1 : score));
    expect(plausibleQ1(calibration, { ...data, scores }, uniformFrom("none"), { draws: 2 })[0]).toMatchObject(
      {
        ...{ item: "Item1", groups: null, pvQ1: null, df: null, p: null },
        reason: { english: "nobody with an ability responded to it" },
      },
    );
    expect(() => plausibleQ1(calibration, data, uniformFrom("none"), { draws: 0 })).toThrow(
      "0 plausible values: give a whole number from 1 on",
    );
  });
});
