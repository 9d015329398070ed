import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  classicalAnalysis,
  conditionalErrors,
  reliabilityAnalysis,
  responseData,
} from "../../../psychometrics/index.js";
import { bestSplit } from "../../../psychometrics/classical/best-split.js";
import { needsShared } from "../../support/psychometric-fixtures.js";
import { hasReference, readReference, referenceData } from "../../support/reference-files.js";
import type { CttFile } from "../../support/reference-shapes.js";

const sets = "lsat6 lsat7 science sat12 sim_2pl sim_3pl sim_gpcm mg3 verbagg verbagg_dich".split(" ");

describe("reliability, against base R and psych", () => {
  // The references are closed formulas printed with ten digits; ours differ in the last of them only.
  it.for(sets)("%s", (set, { skip }) => {
    if (!hasReference(set, "ctt")) return skip(needsShared);
    const ours = reliabilityAnalysis(referenceData(set));
    const theirs = readReference<CttFile>(set, "ctt");
    const near = (value: number | null | undefined, other: number) =>
      expect(Math.abs((value ?? Infinity) - other)).toBeLessThan(1e-8);
    near(ours.alpha, theirs.alpha);
    near(ours.standardizedAlpha, theirs.alphaStd);
    near(ours.standardErrorOfMeasurement, theirs.SEM);
    near(ours.alphaInterval?.lower, theirs.psych_alpha.feldt[0]);
    near(ours.alphaInterval?.upper, theirs.psych_alpha.feldt[1]);
    for (const name of ["lambda1", "lambda2", "lambda3", "lambda5", "lambda6"] as const)
      near(ours[name], theirs.guttman[name]);
    if (theirs.guttman.lambda4_allSplits) near(ours.lambda4, theirs.guttman.lambda4_allSplits.l4max);
    else expect(ours.lambda4Method).toBe("search");
    near(ours.splitHalf?.correlation, theirs.splitHalfOddEven.r);
    near(ours.splitHalf?.spearmanBrown, theirs.splitHalfOddEven.spearmanBrown);
    near(ours.splitHalf?.flanaganRulon, theirs.splitHalfOddEven.guttmanRulon);
    // The reference stops its factor analysis at six digits.
    expect(Math.abs((ours.omega ?? 0) - theirs.lavaan_omega.omega)).toBeLessThan(1e-5);
    if (theirs.KR20 === undefined || theirs.KR21 === undefined)
      expect([ours.kr20, ours.kr21]).toEqual([null, null]);
    else {
      near(ours.kr20, theirs.KR20);
      near(ours.kr21, theirs.KR21);
    }
  });

  it.for(sets)("%s has the same item statistics", (set, { skip }) => {
    if (!hasReference(set, "ctt")) return skip(needsShared);
    const ours = classicalAnalysis(referenceData(set));
    const theirs = readReference<CttFile>(set, "ctt");
    ours.items.forEach((item, i) => {
      const other = theirs.itemStats[i];
      const pairs: [number | null, number][] = [
        [item.mean, other.mean],
        [item.proportionCorrect, other.p],
        [item.sd, other.sd],
        [item.itemTotal, other.itemTotal],
        [item.itemRest, other.itemRest],
        [item.alphaIfDeleted, other.alphaIfDeleted],
        [item.discrimination27, theirs.upperLower27.D[item.item]],
      ];
      for (const [value, wanted] of pairs) expect(Math.abs((value ?? Infinity) - wanted)).toBeLessThan(1e-8);
    });
  });

  it.for(sets)(
    "%s: the best split found is no worse than the one psych finds on correlations",
    (set, { skip }) => {
      if (!hasReference(set, "ctt")) return skip(needsShared);
      const data = referenceData(set);
      const count = data.items.length;
      // z-scores have correlations for covariances.
      const analysis = correlations(set);
      const best = bestSplit(analysis, count);
      expect(best?.lambda4).toBeGreaterThan(
        readReference<CttFile>(set, "ctt").psych_guttman["lambda.4"] - 1e-9,
      );
    },
  );
});

/** The items' correlations over complete cases. */
function correlations(set: string): Float64Array {
  const data = referenceData(set);
  const count = data.items.length;
  const rows = Array.from({ length: data.personCount }, (_, p) =>
    Array.from(data.scores.subarray(p * count, (p + 1) * count)),
  ).filter((row) => row.every((score) => score >= 0));
  const means = data.items.map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
  const products = new Float64Array(count * count);
  for (const row of rows)
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) products[i * count + j] += (row[i] - means[i]) * (row[j] - means[j]);
  return products.map((value, n) => {
    const [i, j] = [Math.floor(n / count), n % count];
    return value / Math.sqrt(products[i * count + i] * products[j * count + j]);
  });
}

const binaryRows = fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 6, maxLength: 6 }), {
  minLength: 12,
  maxLength: 40,
});
const gradedRows = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }), {
  minLength: 12,
  maxLength: 40,
});
const items = ["a", "b", "c", "d", "e", "f"];

describe("laws of reliability", () => {
  it("KR-20 is alpha, alpha is lambda 3, and the lambdas are ordered as Guttman proved", () => {
    fc.assert(
      fc.property(fc.oneof(binaryRows, gradedRows), (rows) => {
        const found = reliabilityAnalysis(responseData({ items, rows, maxScores: rows[0].map(() => 3) }));
        fc.pre(found.alpha !== null && found.lambda6 !== null);
        const { lambda1, lambda2, lambda3, lambda4, lambda5, lambda6 } = found as unknown as Record<
          string,
          number
        >;
        expect(found.alpha).toBeCloseTo(lambda3, 12);
        expect(lambda2).toBeGreaterThan(lambda3 - 1e-12);
        // With an even number of items alpha is the mean of all splits into halves.
        expect(lambda4).toBeGreaterThan(lambda3 - 1e-12);
        for (const bound of [lambda5, lambda6]) expect(bound).toBeGreaterThan(lambda1 - 1e-12);
        if (lambda1 > 0) expect(lambda3).toBeGreaterThan(lambda1);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same for KR-20 and alpha on right-or-wrong items, whatever the order of items and test takers", () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const ours = reliabilityAnalysis(responseData({ items, rows, maxScores: rows[0].map(() => 1) }));
        const turned = reliabilityAnalysis(
          responseData({
            items: [...items].reverse(),
            rows: [...rows].reverse().map((row) => [...row].reverse()),
            maxScores: rows[0].map(() => 1),
          }),
        );
        expect(ours.kr20).toEqual(ours.alpha);
        for (const name of ["alpha", "lambda2", "lambda4", "lambda5", "kr21"] as const) {
          if (ours[name] === null) expect(turned[name]).toBeNull();
          else expect(turned[name]).toBeCloseTo(ours[name], 10);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("finds by search what trying all splits finds", () => {
    const data = referenceData("sim_2pl");
    const size = 14;
    const part = responseData({
      items: data.items.slice(0, size),
      rows: Array.from({ length: 400 }, (_, p) => [...data.scores.subarray(p * 40, p * 40 + size)]),
    });
    const exact = reliabilityAnalysis(part);
    expect(exact.lambda4Method).toBe("all-splits");
    // Four items that do not vary carry the same test over the limit of trying all.
    const padded = responseData({
      items: [...part.items, "w", "x", "y", "z"],
      rows: Array.from({ length: 400 }, (_, p) => [
        ...part.scores.subarray(p * size, (p + 1) * size),
        1,
        1,
        1,
        1,
      ]),
    });
    const searched = reliabilityAnalysis(padded);
    expect(searched.lambda4Method).toBe("search");
    // Uneven splits are open to it now, so that it can only be better.
    expect(searched.lambda4).toBeGreaterThan((exact.lambda4 ?? 1) - 1e-12);
    expect(searched.notes.map(({ english }) => english).join(" ")).toContain(
      "All did the same on w, x, y, z",
    );
  });

  it("takes stratified alpha as alpha for one part, and larger where parts hang together", () => {
    const data = referenceData("lsat7");
    const one = reliabilityAnalysis(data, { parts: data.items.map(() => "u") });
    expect(one.stratifiedAlpha).toBeCloseTo(one.alpha ?? NaN, 12);
    // Two units whose items agree within and hardly between.
    const rows = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1].flatMap((a) => [
      [a, a, a, 1, 1, 1],
      [a, a, 1 - a, 0, 0, 0],
      [a, a, a, 0, 0, 1],
    ]);
    const parts = ["u", "u", "u", "v", "v", "v"];
    const units = reliabilityAnalysis(responseData({ items, rows }), { parts });
    expect(units.stratifiedAlpha).toBeGreaterThan((units.alpha ?? 1) + 0.05);
    expect(() => reliabilityAnalysis(data, { parts: ["u"] })).toThrow("1 part was given for 5 items");
    expect(() => reliabilityAnalysis(data, { level: 95 })).toThrow("lies between 0 and 1, not at 95");
  });

  it("takes stratified alpha over parts of unequal size, and single items together as one part", () => {
    const data = referenceData("sim_gpcm");
    const rows = Array.from({ length: 60 }, (_, p) => [...data.scores.subarray(p * 20, p * 20 + 6)]);
    const parts = ["u", "u", "v", "w", "u", "u"];
    // The definition, from alpha of each stratum alone and the variances of sum scores.
    const variance = (columns: number[]) => {
      const sums = rows.map((row) => columns.reduce((sum, c) => sum + row[c], 0));
      const centre = sums.reduce((sum, value) => sum + value, 0) / sums.length;
      return sums.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (sums.length - 1);
    };
    const alphaOf = (columns: number[]) =>
      reliabilityAnalysis(
        responseData({
          items: columns.map((c) => items[c]),
          rows: rows.map((row) => columns.map((c) => row[c])),
        }),
      ).alpha ?? NaN;
    const strata = [
      [0, 1, 4, 5],
      [2, 3],
    ];
    const unreliable = strata.reduce((sum, own) => sum + variance(own) * (1 - alphaOf(own)), 0);
    const all = reliabilityAnalysis(responseData({ items, rows }), { parts });
    expect(all.stratifiedAlpha).toBeCloseTo(1 - unreliable / variance([0, 1, 2, 3, 4, 5]), 10);
  });

  it("takes a weight of two as the test taker twice, but for the n - 1", () => {
    const data = referenceData("sim_gpcm");
    const rows = Array.from({ length: 60 }, (_, p) => [...data.scores.subarray(p * 20, p * 20 + 6)]);
    const weighted = reliabilityAnalysis(
      responseData({ items, rows, weights: rows.map((_, p) => 1 + (p % 2)) }),
    );
    const twice = reliabilityAnalysis(
      responseData({ items, rows: rows.flatMap((row, p) => (p % 2 ? [row, row] : [row])) }),
    );
    for (const name of ["alpha", "lambda2", "lambda4", "lambda5", "lambda6", "omega"] as const)
      expect(weighted[name]).toBeCloseTo(twice[name] ?? NaN, 6);
    // The interval knows 60 test takers, not 90.
    expect(weighted.alphaInterval?.lower).toBeLessThan(twice.alphaInterval?.lower ?? NaN);
  });
});

describe("the conditional standard error", () => {
  it("by Lord is the binomial's, by Keats agrees with the overall one on average", () => {
    const data = referenceData("lsat7");
    const rows = conditionalErrors(data);
    expect(rows.find(({ score }) => score === 2)?.lord).toBeCloseTo(Math.sqrt((2 * 3) / 4), 12);
    expect(rows[0].lord).toBe(0);
    const total = rows.reduce((sum, { n }) => sum + n, 0);
    const mean = rows.reduce((sum, { n, keats }) => sum + n * (keats ?? 0) ** 2, 0) / total;
    const { standardErrorOfMeasurement: overall } = reliabilityAnalysis(data);
    expect(Math.sqrt(mean)).toBeCloseTo(overall ?? NaN, 2);
  });

  it("by Thorndike is there for polytomous items, by Lord it is not", () => {
    const rows = conditionalErrors(referenceData("sim_gpcm"));
    const middle = rows.filter(({ score, n }) => score > 20 && score < 40 && n > 20);
    for (const { lord, thorndike } of middle) {
      expect(lord).toBeNull();
      expect(thorndike).toBeGreaterThan(2);
      expect(thorndike).toBeLessThan(6);
    }
  });

  it("counts a test taker of weight two as two, and leaves out who has a response missing", () => {
    const rows = [
      [1, 0, 1, null],
      [1, 0, 1, 0],
      [1, 1, 0, 0],
      [0, 1, 1, 0],
    ];
    const data = responseData({ items: ["a", "b", "c", "d"], rows, weights: [1, 2, 1, 1] });
    const [only] = conditionalErrors(data);
    expect(only).toMatchObject({ score: 2, n: 3 });
    // Differences 2, 0 and 0 with weights 2, 1 and 1.
    expect(only.thorndike).toBeCloseTo(Math.sqrt((1 * 3) / 2), 12);
  });
});

describe("an item that nobody answered", () => {
  const rows = Array.from({ length: 30 }, (_, p) => [
    p % 2,
    p % 3 === 0 ? 1 : 0,
    p % 5 < 2 ? 1 : 0,
    p < 12 ? 1 : 0,
  ]);
  const plain = responseData({ items: ["a", "b", "c", "d"], rows, maxScores: [1, 1, 1, 1] });
  const withEmpty = responseData({
    ...{ items: ["a", "b", "none", "c", "d"], maxScores: [1, 1, 1, 1, 1] },
    rows: rows.map(([a, b, c, d]) => [a, b, null, c, d]),
  });

  it("is no part of the test: everything else is as without it", () => {
    const { items, ...rest } = classicalAnalysis(withEmpty);
    const { items: known, ...knownRest } = classicalAnalysis(plain);
    expect(rest).toEqual(knownRest);
    expect(items.filter(({ item }) => item !== "none")).toEqual(known);
    expect(items[2]).toMatchObject({ item: "none", n: 0, mean: null, itemRest: null, alphaIfDeleted: null });
    expect(conditionalErrors(withEmpty)).toEqual(conditionalErrors(plain));
  });

  it("is every item where nobody answered any: nobody counts", () => {
    const none = responseData({
      items: ["a", "b"],
      rows: [
        [null, null],
        [null, null],
      ],
      maxScores: [1, 1],
    });
    expect(classicalAnalysis(none)).toMatchObject({ personCount: 0, alpha: null, total: null });
    expect(reliabilityAnalysis(none)).toMatchObject({ personCount: 0, alpha: null });
    expect(conditionalErrors(none)).toEqual([]);
  });

  it("is named in the notes on reliability, and has no part", () => {
    const parts = ["x", "x", "z", "y", "y"];
    const { notes, ...found } = reliabilityAnalysis(withEmpty, { parts });
    const { notes: known, ...expected } = reliabilityAnalysis(plain, { parts: ["x", "x", "y", "y"] });
    expect(found).toEqual(expected);
    expect(notes.map(({ code }) => code)).toEqual([
      "item-hardly-presented",
      ...known.map(({ code }) => code),
    ]);
  });
});

describe("hard data", () => {
  it.each([
    ["no test taker", [], "Fewer than two test takers"],
    ["one test taker", [[1, 0, 1]], "Fewer than two test takers"],
    [
      "booklets without a common pair",
      [
        [1, 0, null],
        [0, 1, null],
        [null, 1, 0],
        [null, 0, 1],
      ],
      "Items a and c were presented together to fewer than two test takers",
    ],
    [
      "an item that all got right",
      [
        [1, 0, 1],
        [1, 1, 1],
        [1, 0, 0],
      ],
      "All did the same on a",
    ],
  ] as [string, (number | null)[][], string][])("%s: null with the reason, never NaN", (_, rows, reason) => {
    const data = responseData({ items: ["a", "b", "c"], rows, maxScores: [1, 1, 1] });
    const found = reliabilityAnalysis(data);
    expect(JSON.stringify([found, conditionalErrors(data)])).not.toContain("NaN");
    expect(Object.values(found).filter((value) => typeof value === "number" && Number.isNaN(value))).toEqual(
      [],
    );
    expect(found.notes.map(({ english }) => english).join(" ")).toContain(reason);
  });

  it("items that mirror each other have halves, but no total to be reliable", () => {
    const found = reliabilityAnalysis(
      responseData({
        items: ["a", "b"],
        rows: [
          [1, 0],
          [0, 1],
          [1, 0],
        ],
      }),
    );
    expect(found.splitHalf).toBeNull();
  });

  it("booklets have an alpha, but no interval of it, whose formula is for the same items for all", () => {
    const data = referenceData("lsat7");
    const scores = data.scores.map((score, n) => (n % 5 === Math.floor(n / 5) % 5 ? -1 : score));
    const found = reliabilityAnalysis({ ...data, scores });
    expect(found).toMatchObject({ cases: "available", alphaInterval: null });
    expect(found.alpha).toBeGreaterThan(0);
    expect(found.notes.map(({ code }) => code)).toContain("no-error-of-one-sum");
  });

  it("weights of zero are nobody", () => {
    const data = referenceData("lsat7");
    const weights = data.weights.map((_, p) => p % 2);
    const half = responseData({
      items: data.items,
      rows: Array.from({ length: 500 }, (_, p) => [
        ...data.scores.subarray((2 * p + 1) * 5, (2 * p + 2) * 5),
      ]),
    });
    expect(reliabilityAnalysis({ ...data, weights }).lambda6).toBeCloseTo(
      reliabilityAnalysis(half).lambda6 ?? NaN,
      12,
    );
  });
});
