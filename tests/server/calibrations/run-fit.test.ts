import { describe, expect, it } from "vitest";
import {
  adjustedP,
  calibrate,
  curveDeviations,
  informationCriteria,
  itemFit,
  modelFit,
  q3,
  responseData,
} from "../../../psychometrics/index.js";
import { analyse } from "../../../server/calibrations/analysis.js";
import { knownInput } from "./known-input.js";

const quiet = (): void => {};

describe("the fit of a run", () => {
  const input = knownInput(300, 8);
  const { fit, items } = analyse(input, quiet).result;
  const data = responseData({ items: input.items.map(({ itemId }) => itemId), rows: input.rows });
  const calibration = calibrate(data, { model: "2pl", quadrature: 41, range: 6, tolerance: 1e-4 });

  it("is what the library gives: item by item, the p-values adjusted over the items", () => {
    const expected = itemFit(calibration, data);
    const adjusted = adjustedP(expected.map(({ sx2P }) => sx2P));
    const deviations = curveDeviations(calibration, data);
    expect(fit?.items).toEqual(
      expected.map(({ item, sx2, sx2Df, sx2P, md }, i) => ({
        itemId: item,
        sx2,
        sx2Df,
        sx2P,
        sx2AdjustedP: adjusted[i],
        rmsdCorrected: deviations[i].groups[0].rmsdBiasCorrected,
        md,
      })),
    );
    expect(items.map(({ rmsd }) => rmsd)).toEqual(expected.map(({ rmsd }) => rmsd));
    expect(fit?.sx2Reason).toBeNull();
  });

  it("is what the library gives for the model as a whole", () => {
    expect(fit?.criteria).toEqual(informationCriteria(calibration));
    // The desk's runs are of one group.
    const { groups, booklets, ...whole } = modelFit(calibration, data);
    expect(groups).toHaveLength(1);
    expect(booklets).toEqual([]);
    expect(fit?.whole).toEqual(whole);
    expect(fit?.whole.reason).toBeNull();
  });

  it("has Q3 of every pair, the largest first", () => {
    const expected = q3(calibration, data);
    expect(fit?.q3?.mean).toBeCloseTo(expected.mean ?? Number.NaN, 12);
    expect(fit?.q3?.matrix).toEqual(expected.values);
    expect(fit?.q3?.pairs).toHaveLength(28);
    const [first] = fit?.q3?.pairs ?? [];
    expect(first).toEqual({ items: expected.pair, n: 300, q3: expected.largest });
    const values = fit?.q3?.pairs.map((pair) => pair.q3) ?? [];
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });
});

describe("the fit of a rotated design", () => {
  const input = knownInput(240, 9);
  // Three booklets of two blocks; the third has 20 test takers only, who alone met the first and the last block.
  const blocks = [
    [0, 1],
    [1, 2],
    [0, 2],
  ];
  const bookletOf = (p: number) => (p < 110 ? 0 : p < 220 ? 1 : 2);
  const rows = input.rows.map((row, p) =>
    row.map((score, i) => (blocks[bookletOf(p)].includes(Math.floor(i / 3)) ? score : null)),
  );
  const { fit } = analyse({ ...input, rows }, quiet).result;

  it("says in both languages why there is no S-X²", () => {
    expect(fit?.sx2Reason).toEqual({
      en: "nobody responded to all items",
      vi: "không ai trả lời mọi câu hỏi (thiết kế xoay vòng)",
    });
    expect(fit?.items.every(({ sx2, sx2AdjustedP }) => sx2 === null && sx2AdjustedP === null)).toBe(true);
  });

  it("has the M2 of the booklets, and says in both languages which they are", () => {
    expect(fit?.whole).toMatchObject({ n: 220, df: 2 * 21 - 18, reason: null });
    expect(fit?.whole.m2).toBeGreaterThan(0);
    expect(fit?.whole.notes?.map(({ vi }) => vi.slice(0, 9))).toEqual(["So sánh 2", "Bỏ qua 1 "]);
    expect(fit?.whole.notes?.[1]?.en).toContain("the largest: 6 items from I1 to I9 (20 test takers)");
  });

  it("leaves out pairs that fewer than 100 test takers responded to", () => {
    const apart = (a: string, b: string) => /^I[1-3]$/.test(a) && /^I[7-9]$/.test(b);
    expect(fit?.q3?.pairs.some(({ items: [a, b] }) => apart(a, b))).toBe(false);
    expect(fit?.q3?.pairs).toHaveLength(27);
    expect(fit?.q3?.matrix?.[8]).toBeNull();
  });
});

it("a matrix of many items is left out, and the largest pairs are kept", () => {
  const { fit } = analyse(knownInput(110, 62), quiet).result;
  expect(fit?.q3?.matrix).toBeNull();
  expect(fit?.q3?.pairs).toHaveLength(50);
  expect(fit?.whole.reason?.en).toContain("there are too many items");
});
