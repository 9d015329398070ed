import { describe, expect, it } from "vitest";
import { calibrate, itemFit, simulateAbilities, simulateResponses } from "../../../psychometrics/index.js";
import { poolCells } from "../../../psychometrics/fit/s-x2-pooling.js";
import { needsShared } from "../../support/psychometric-fixtures.js";
import { casesOfMirt } from "../../support/reference-cases.js";
import { hasReference, mirtCase, referenceData } from "../../support/reference-files.js";
import { uniformFrom } from "../../support/uniform.js";

const cases = casesOfMirt({
  sat12: ["mirt_rasch", "mirt_1pl", "mirt_2pl", "mirt_3pl", "mirt_3pl_beta", "mirt_3pl_logitnorm"],
  sim_3pl: ["mirt_3pl_beta", "mirt_3pl_logitnorm"],
  // With missing responses there are no sum scores of all items.
  ...{ sim_booklet: [], sim_neat: [] },
});

describe("S-X2, against mirt at its own parameters", () => {
  // The parameters are given to ten digits, so that nothing but rounding is left: 0.0005 on statistics up to 200.
  it.for(cases)("%s by %s", ([set, file], { skip }) => {
    if (!hasReference(set, file)) return skip(needsShared);
    const { reference, calibration } = mirtCase(set, file);
    const fit = itemFit(calibration, referenceData(set));
    expect(fit.map(({ item }) => item)).toEqual(
      reference.itemfit.S_X2.map((row: { item: string }) => row.item),
    );
    fit.forEach((ours, i) => {
      const theirs = reference.itemfit.S_X2[i];
      if (theirs["df.S_X2"] === 0) {
        expect(ours).toMatchObject({ sx2: null, sx2P: null, sx2Reason: { code: "few-degrees-of-freedom" } });
        return;
      }
      // All steps of the scale and a shift from the first item on count for each item in mirt's rating scale model, which
      // is one more than the item has.
      const isShifted = file === "mirt_rsm" && i > 0;
      expect(ours.sx2Df).toBe(theirs["df.S_X2"] + (isShifted ? 1 : 0));
      expect(Math.abs((ours.sx2 ?? Infinity) - theirs.S_X2)).toBeLessThan(0.0005);
      if (!isShifted) expect(Math.abs((ours.sx2P ?? Infinity) - theirs["p.S_X2"])).toBeLessThan(1e-5);
    });
  });
});

describe("pooling", () => {
  const all = [true, true, true];
  const pooled = (expected: number[][], possible = expected.map(() => all)) =>
    poolCells(
      expected.map((row) => row.map((value) => 10 * value)),
      expected,
      possible,
    ).map((row) => row.map((cell) => Math.round(1000 * cell.expected) / 1000));
  const end = [0, 0, 0];

  it("joins the smallest cell with its smaller neighbour, down to two cells", () => {
    expect(pooled([end, [0.2, 3, 5], end])).toEqual([[3.2, 5]]);
    expect(pooled([end, [4, 0.2, 3], end])).toEqual([[4, 3.2]]);
    expect(pooled([end, [1.5, 0.3, 0.4], [9, 9, 9], end])).toEqual([[10.5, 9.7, 9]]);
  });

  it("joins scores at which a category cannot occur with the nearest that has all", () => {
    const possible = [all, [true, true, false], all, all, [false, true, true], all];
    expect(pooled([end, [2, 1, 0], [3, 3, 3], [2, 2, 2], [0, 4, 4], end], possible)).toEqual([
      [5, 4, 3],
      [2, 6, 6],
    ]);
  });

  it("gives up a place that fewer than a twentieth of the scores still have, and a last one that expects too few", () => {
    const two = [0.2, 5, 5];
    const places = (third: number[], count: number) =>
      pooled([end, third, ...Array.from({ length: count - 1 }, () => two), end])[0];
    expect(places([5, 5, 5], 20)).toEqual([5, 5, 5]);
    expect(places([5, 5, 5], 24)).toEqual([5, 10]);
    // Of 20 scores a last place must expect two.
    expect(places([5, 5, 1.5], 20)).toEqual([5, 6.5]);
  });

  it("joins a score with a single test taker with the next, and the last with the one before", () => {
    const rows = [end, [2, 2], [3, 3], [4, 4], end.slice(0, 2)];
    const cells = poolCells(
      [
        [0, 0],
        [1, 0],
        [3, 3],
        [0, 1],
        [0, 0],
      ],
      rows.map((row) => row.slice(0, 2)),
      rows.map(() => [true, true]),
    );
    expect(cells).toEqual([
      [
        { observed: 4, expected: 9 },
        { observed: 4, expected: 9 },
      ],
    ]);
  });

  it("takes sums of weights for equal that differ by rounding alone", () => {
    const joined = (observed: number[][]) =>
      poolCells(
        [[0, 0], ...observed, [0, 0]],
        [
          [9, 9],
          [4, 4],
          [0.5, 4],
          [6, 6],
          [9, 9],
        ],
        Array.from({ length: 5 }, () => [true, true]),
      ).map((row) => row.map(({ expected }) => expected));
    // Three test takers' weights in another order: 3 in the last digit but one.
    const [three, above] = [0.1 + 0.2 + 2.7, 2.7 + 0.2 + 0.1];
    expect(above).toBeGreaterThan(three);
    const lower = [
      [4.5, 8],
      [6, 6],
    ];
    expect(
      joined([
        [0, three],
        [2, 2],
        [0, above],
      ]),
    ).toEqual(lower);
    expect(
      joined([
        [0, above],
        [2, 2],
        [0, three],
      ]),
    ).toEqual(lower);
    const first = (size: number) =>
      joined([
        [size, 0],
        [2, 2],
        [9, 9],
      ])[0];
    expect(first(above - 2)).toEqual(first(1));
  });

  it("keeps every test taker and leaves no small cell where there are two scores to join", () => {
    const uniform = uniformFrom("pooling");
    for (let run = 0; run < 200; run++) {
      const rows = Array.from({ length: 9 }, () => Array.from({ length: 4 }, () => 3 * uniform() ** 3));
      const cells = poolCells(
        rows.map((row) => row.map((value) => 2 * value)),
        rows,
        rows.map((row) => row.map(() => true)),
      );
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(cells.flat().map((cell) => cell.expected))).toBeCloseTo(sum(rows.slice(1, -1).flat()), 9);
      expect(sum(cells.flat().map((cell) => cell.observed))).toBeCloseTo(
        2 * sum(rows.slice(1, -1).flat()),
        9,
      );
      if (cells.length > 1) for (const cell of cells.flat()) expect(cell.expected).toBeGreaterThanOrEqual(1);
    }
  });
});

describe("degrees of freedom", () => {
  it("are one more for a parameter that was held", () => {
    const items = Array.from({ length: 8 }, (_, n) => ({
      ...{ item: `i${n}`, model: "3pl" as const, slope: 1.2, difficulties: [n / 4 - 1], lowerAsymptote: 0.2 },
    }));
    const uniform = uniformFrom("held asymptote");
    const data = simulateResponses(uniform, simulateAbilities(uniform, 600), items);
    const fixed = [{ item: "i3", parameter: "lower_asymptote", value: 0.2 }];
    const calibration = calibrate(data, { model: "3pl", fixed });
    const all = { ...calibration, items: calibration.items.map((item) => ({ ...item, covariance: null })) };
    const more = itemFit(all, data).map(
      ({ sx2Df }, i) => (itemFit(calibration, data)[i].sx2Df ?? 0) - (sx2Df ?? 0),
    );
    expect(more).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  });
});

describe("S-X2 where the model holds", () => {
  it("rejects about as often as it should", () => {
    const items = Array.from({ length: 8 }, (_, n) => ({
      item: `i${n}`,
      model: "2pl" as const,
      slope: 0.8 + 0.1 * n,
      difficulties: [-1.4 + 0.4 * n],
    }));
    let rejected = 0;
    let count = 0;
    for (let run = 0; run < 25; run++) {
      const uniform = uniformFrom(`s-x2 ${run}`);
      const data = simulateResponses(uniform, simulateAbilities(uniform, 1000), items);
      const calibration = calibrate(data, { model: "2pl", standardErrors: "none", tolerance: 1e-4 });
      for (const { sx2P } of itemFit(calibration, data)) {
        if (sx2P === null) continue;
        count++;
        if (sx2P < 0.05) rejected++;
      }
    }
    // 200 tests at 5 %: 10 expected, binomial standard deviation 3.
    expect(count).toBe(200);
    expect(rejected).toBeGreaterThanOrEqual(2);
    expect(rejected).toBeLessThanOrEqual(19);
  });
});
