import { describe, expect, it } from "vitest";
import {
  calibrate,
  modelFit,
  responseData,
  simulateAbilities,
  simulateResponses,
  type Calibration,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

/** Items by booklet; test taker p has booklet p modulo their number, but where `bookletOf` says otherwise. */
function inBooklets(
  whole: ResponseData,
  booklets: readonly (readonly number[])[],
  bookletOf = (p: number) => p % booklets.length,
): ResponseData {
  const count = whole.items.length;
  const rows = Array.from({ length: whole.personCount }, (_, p) =>
    whole.items.map((_name, i) => (booklets[bookletOf(p)].includes(i) ? whole.scores[p * count + i] : null)),
  );
  return responseData({ items: [...whole.items], rows });
}

const firstItems = (count: number) =>
  Array.from({ length: count }, (_, i) => `I${String(i + 1).padStart(2, "0")}`);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

/** Nine items: the first six in one booklet, the last six in the other, each with 1,000 test takers. */
const simulated = inBooklets(readScores(fixture("sim-2pl/data.csv"), { items: firstItems(9) }), [
  range(0, 6),
  range(3, 9),
]);

/** mirt 1.48 (R 4.2.2) on these data, 61 nodes from -6 to 6, TOL 1e-10: slopes and intercepts. */
const mirtParameters = [
  [1.02947441011, -0.553967894891],
  [1.0985242908, -0.882053316398],
  [0.72666660744, 1.85903643872],
  [1.22367673027, 0.459609339601],
  [0.954736876782, 1.12774717182],
  [1.61454147342, -0.617409585513],
  [1.19305199018, -0.744596347102],
  [0.753498579723, 0.682518684597],
  [1.44718021964, 0.527072637737],
];

describe("M2 of a design", () => {
  const calibration = calibrate(simulated, { model: "2pl", keepsCovariance: true });
  const asMirt: Calibration = {
    ...calibration,
    items: calibration.items.map((item, i) => ({ ...item, parameters: mirtParameters[i] })),
  };

  it("is that of all response patterns of each booklet, worked out in R", () => {
    const fit = modelFit(asMirt, simulated);
    // mirt gives no M2 here. In base R: probabilities of the 64 patterns of each booklet at mirt's parameters, their margins and
    // multinomial covariance, derivatives by central differences with steps of 1e-5, which are what the tolerance is for.
    expect(fit.m2).toBeCloseTo(15.55506847, 6);
    expect(fit.df).toBe(2 * 21 - 18);
    expect(fit.n).toBe(2000);
    expect(fit.booklets.map(({ places, n }) => [places, n])).toEqual([
      [range(0, 6), 1000],
      [range(3, 9), 1000],
    ]);
    expect(fit.notes).toMatchObject([{ code: "booklets-compared", values: { count: 2 } }]);
  });

  it("is that of groups, each with its booklet's items, that have all parameters in common", () => {
    const names = ["a", "b"];
    const of = (i: number) => names.filter((_, g) => i >= 3 * g && i < 3 * g + 6);
    let count = 0;
    const [group] = asMirt.groups;
    const grouped: Calibration = {
      ...asMirt,
      items: asMirt.items.map((item, i) => ({ ...item, groups: of(i).length < 2 ? of(i) : null })),
      groups: names.map((name) => ({ ...group, name })),
      covariance: {
        names: range(0, 18).map(String),
        places: asMirt.items.map(({ parameters }) => parameters.map(() => count++)),
        values: [],
      },
    };
    const data = { ...simulated, groupNames: names, groups: simulated.groups.map((_, p) => p % 2) };
    const { groups, booklets, notes, ...byGroups } = modelFit(grouped, data);
    expect(booklets).toEqual([]);
    expect(notes).toEqual([]);
    const design = modelFit(asMirt, simulated);
    for (const [name, value] of Object.entries(byGroups))
      if (typeof value === "number") expect(design[name as "m2"]).toBeCloseTo(value, 9);
    expect(design.groups).toEqual([{ group: "all", n: 2000, srmsr: design.srmsr }]);
    design.booklets.forEach(({ srmsr }, b) => expect(srmsr).toBeCloseTo(groups[b].srmsr ?? NaN, 12));
  });

  it("counts a test taker of weight two as two", () => {
    const rows = range(0, 400).map((p) => [...simulated.scores.subarray(p * 9, p * 9 + 9)]);
    const asRows = (all: number[][]) => all.map((row) => row.map((score) => (score < 0 ? null : score)));
    const items = [...simulated.items];
    const a = modelFit(
      asMirt,
      responseData({ items, rows: asRows(rows), weights: rows.map((_, p) => 1 + (p % 4 > 1 ? 1 : 0)) }),
    );
    const b = modelFit(
      asMirt,
      responseData({ items, rows: asRows(rows.flatMap((row, p) => (p % 4 > 1 ? [row, row] : [row]))) }),
    );
    for (const name of ["m2", "df", "rmsea", "srmsr", "cfi"] as const)
      expect(a[name]).toBeCloseTo(b[name] ?? NaN, 8);
  });
});

describe("what of a design is compared", () => {
  const whole = readScores(fixture("sim-2pl/data.csv"), { items: firstItems(9) });
  const [first, last] = [range(0, 6), range(3, 9)];
  const calibrated = (data: ResponseData) => calibrate(data, { model: "2pl", keepsCovariance: true });

  it("leaves out booklets of few test takers and those not finished, and says so", () => {
    // 99 with a booklet of their own, and 240 who did not reach the last item of the first.
    const data = inBooklets(whole, [first, last, range(2, 7), range(0, 5)], (p) =>
      p < 99 ? 2 : p < 339 ? 3 : p % 2,
    );
    const calibration = calibrated(data);
    const fit = modelFit(calibration, data);
    expect(fit.booklets.map(({ places }) => places).sort()).toEqual([first, last]);
    expect(fit.n).toBe(2000 - 339);
    expect(fit.notes[1]?.english).toBe(
      "Booklets left out: 2 (339 test takers), as fewer than 100 had each, or more than twice as many had another one with all its items; the largest: 5 items from I01 to I05 (240 test takers); 5 items from I03 to I07 (99 test takers)",
    );
    const kept = range(0, 2000).filter((p) => p >= 339);
    const rows = kept.map((p) =>
      [...data.scores.subarray(p * 9, p * 9 + 9)].map((score) => (score < 0 ? null : score)),
    );
    const without = modelFit(calibration, responseData({ items: [...data.items], rows }));
    expect(fit.m2).toBeCloseTo(without.m2 ?? NaN, 9);
  });

  it("takes a shorter booklet that many had for a booklet", () => {
    const data = inBooklets(whole, [first, last, range(0, 5)], (p) => (p < 500 ? 2 : p % 2));
    expect(
      modelFit(calibrated(data), data)
        .booklets.map(({ n }) => n)
        .sort(),
    ).toEqual([500, 750, 750]);
  });

  it("names the items that are in no booklet that is compared, whose parameters need no margins", () => {
    const data = inBooklets(whole, [range(0, 5), range(3, 8), range(4, 9)], (p) => (p < 90 ? 2 : p % 2));
    const fit = modelFit(calibrated(data), data);
    expect(fit.notes[2]).toMatchObject({ code: "items-not-compared", values: { names: ["I09"] } });
    expect(fit.df).toBe(2 * 15 - 16);
  });

  it("takes those with all items alone where they are half", () => {
    const data = inBooklets(whole, [range(0, 9), first, last], (p) =>
      p % 2 === 0 ? 0 : 1 + (p % 4 > 1 ? 1 : 0),
    );
    const fit = modelFit(calibrated(data), data);
    expect(fit.n).toBe(1000);
    expect([...fit.booklets, ...fit.notes]).toEqual([]);
  });

  it("says why there is none", () => {
    // Three margins of each pair of items, and four parameters.
    const pairs = inBooklets(whole, [range(0, 2), range(2, 4), range(4, 6)]);
    expect(modelFit(calibrated(pairs), pairs)).toMatchObject({
      ...{ m2: null, notes: [] },
      reason: { code: "margins-undetermined", values: { count: 12, most: 9 } },
    });
    const calibration = calibrated(simulated);
    expect(modelFit(calibration, simulated, "M2", 26)).toMatchObject({
      ...{ m2: null, n: 2000 },
      reason: { code: "many-margins-of-samples", values: { count: 42, number: 2, most: 26 } },
    });
    expect(modelFit(calibration, simulated, "M2", 27).m2).not.toBeNull();
    const small = inBooklets(whole, [first, last, range(1, 7)], (p) =>
      p < 90 ? p % 2 : p < 180 ? 2 : p % 2,
    );
    const few = { ...small, weights: small.weights.map((_, p) => (p < 180 ? 1 : 0)) };
    expect(modelFit(calibration, few).reason?.english).toBe(
      "fewer than half of the test takers responded to all items, or to those of a booklet that 100 or more had",
    );
  });
});

/** Nine items in three booklets of six, as a national sample has them, in small. */
const blocks = [0, 1, 2].map((b) => [
  ...range(3 * b, 3 * b + 3),
  ...range((3 * b + 3) % 9, ((3 * b + 3) % 9) + 3),
]);
const items = range(0, 9).map((n) => ({
  ...{ item: `i${n}`, model: "2pl" as const },
  slope: 0.8 + 0.1 * ((n * 4) % 9),
  difficulties: [-1.6 + 0.4 * ((n * 7) % 9)],
}));

describe("M2 of a design where the model holds, and where it does not", () => {
  it("has its degrees of freedom for a mean and rejects about as often as it should", () => {
    const runs = 200;
    const df = 3 * 21 - 18;
    let sum = 0;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const uniform = uniformFrom(`m2 of a design ${run}`);
      const data = inBooklets(simulateResponses(uniform, simulateAbilities(uniform, 600), items), blocks);
      const calibration = calibrate(data, { model: "2pl", standardErrors: "none", tolerance: 1e-4 });
      const fit = modelFit(calibration, data);
      expect(fit.df).toBe(df);
      sum += fit.m2 ?? NaN;
      if ((fit.p ?? 0) < 0.05) rejected++;
    }
    // The mean of 200 chi-squares of 45 has standard deviation 0.67; 10 rejections of 200 with standard deviation 3.1 are expected.
    expect(Math.abs(sum / runs - df)).toBeLessThan(3 * Math.sqrt((2 * df) / runs));
    expect(rejected).toBeGreaterThan(1);
    expect(rejected).toBeLessThan(20);
  });

  it("finds a second dimension", () => {
    const uniform = uniformFrom("m2 of a design in two dimensions");
    const theta = simulateAbilities(uniform, 2100);
    const own = simulateAbilities(uniform, 2100);
    const even = simulateResponses(uniform, theta, items);
    const odd = simulateResponses(
      uniform,
      theta.map((value, p) => 0.2 * value + Math.sqrt(0.96) * own[p]),
      items,
    );
    const scores = even.scores.map((score, at) => ((at % 9) % 2 === 0 ? score : odd.scores[at]));
    const data = inBooklets({ ...even, scores }, blocks);
    const fit = modelFit(calibrate(data, { model: "2pl", standardErrors: "none" }), data);
    expect(fit.p).toBeLessThan(1e-6);
    expect(fit.rmsea).toBeGreaterThan(0.03);
    expect(fit.srmsr).toBeGreaterThan(0.04);
    expect(fit.cfi).toBeLessThan(0.97);
  });
});
