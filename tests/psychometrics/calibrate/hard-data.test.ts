import { describe, expect, it } from "vitest";
import {
  calibrate,
  CalibrationCancelled,
  classicalAnalysis,
  itemFit,
  modelNames,
  responseData,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  wrightMap,
  type ResponseData,
} from "../../../psychometrics/index.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";
import { uniformFrom } from "../../support/uniform.js";

/** Every number anywhere in a result, with the way to it. */
function numbersIn(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}

function expectNoNaN(value: unknown): void {
  expect(numbersIn(value).filter(([, number]) => Number.isNaN(number))).toEqual([]);
}

function everything(data: ResponseData, model: (typeof modelNames)[number]) {
  const calibration = calibrate(data, { model, cyclesMax: 300 });
  const persons = scorePersons(calibration, data, ["eap", "map", "ml", "wle"]);
  const all = { calibration, persons, fit: itemFit(calibration, data), classical: classicalAnalysis(data) };
  expectNoNaN(all);
  expectNoNaN(
    wrightMap(
      calibration,
      persons.map(({ estimates }) => estimates.wle?.theta ?? null),
    ),
  );
  return all;
}

function simulated(count: number, steps: number[][], seed: string): ResponseData {
  const uniform = uniformFrom(seed);
  const items = steps.map((difficulties, i) => ({
    item: `i${i + 1}`,
    model: "gpcm" as const,
    slope: 1,
    difficulties,
  }));
  return simulateResponses(uniform, simulateAbilities(uniform, count), items);
}

function changed(
  data: ResponseData,
  change: (score: number, person: number, item: number) => number | null,
): ResponseData {
  const count = data.items.length;
  return responseData({
    items: data.items,
    rows: Array.from({ length: data.personCount }, (_, p) =>
      data.items.map((__, i) => change(data.scores[p * count + i], p, i)),
    ),
  });
}

const binary = simulated(300, [[-1], [-0.5], [0], [0.5], [1]], "hard");
const graded = simulated(
  300,
  [
    [-1, 0, 1],
    [-0.5, 0.5, 1],
    [0, 0.4, 0.8],
    [-1, -0.5, 0],
  ],
  "graded",
);

describe("hard data", () => {
  it("items that everybody got right or wrong are left out, with the reason", () => {
    const data = changed(binary, (score, _, i) => (i === 0 ? 1 : i === 1 ? 0 : score));
    const { calibration, classical, persons } = everything(data, "2pl");
    expect(calibration.excluded).toMatchObject([
      { item: "i1", groups: null, reason: { english: "everybody who was presented it scored 1" } },
      { item: "i2", groups: null, reason: { english: "everybody who was presented it scored 0" } },
    ]);
    expect(calibration.notes[0].english).toContain("Item i1 was left out");
    expect(classical.items[0].itemRest).toBeNull();
    expect(persons[0].max).toBe(3);
  });

  it.each(["pcm", "gpcm", "grm", "nominal"] as const)(
    "a score that nobody got makes no category (%s)",
    (model) => {
      const data = changed(graded, (score, _, i) => (i === 0 && score === 2 ? 3 : score));
      const { calibration } = everything(data, model);
      expect(calibration.items[0].scoreValues).toEqual([0, 1, 3]);
      expect(calibration.items[0].intercepts).toHaveLength(2);
      expect(calibration.notes.map(({ english }) => english)).toContain(
        "Item i1: only the scores 0, 1, 3 occur; they were calibrated as categories 0 to 2.",
      );
    },
  );

  it("a score that nobody got on one item of a rating scale is told of by the others", () => {
    const data = changed(graded, (score, _, i) => (i === 0 && score === 2 ? 3 : score));
    const { calibration } = everything(data, "rsm");
    expect(calibration.items[0].scoreValues).toEqual([0, 1, 2, 3]);
    expect(calibration.items[0].difficulties).toHaveLength(3);
    expect(calibration.notes.map(({ english }) => english)).toContain(
      "Item i1: nobody scored 2, which others of its rating scale, or the item in other groups, have; their responses tell of that step.",
    );
    const nobody = changed(graded, (score) => (score === 2 ? 3 : score));
    expect(everything(nobody, "rsm").calibration.items[0].scoreValues).toEqual([0, 1, 3]);
  });

  it("right-or-wrong items have no steps of the rating scale beside them", () => {
    const mixed = changed(graded, (score, _, i) => (i < 2 ? Math.min(1, score) : score));
    const { items, notes } = calibrate(mixed, { model: "rsm", standardErrors: "none" });
    expect(items.map(({ scoreValues }) => scoreValues.length)).toEqual([
      2,
      2,
      ...items.slice(2).map(() => 4),
    ]);
    expect(notes).toEqual([]);
    // A scale that is named is the caller's word.
    const { items: together } = calibrate(mixed, {
      model: "rsm",
      ratingScales: Object.fromEntries(mixed.items.map((item) => [item, "one"])),
      standardErrors: "none",
    });
    expect(together.map(({ scoreValues }) => scoreValues.length)).toEqual(together.map(() => 4));
  });

  it("test takers without responses get the prior, or nothing with the reason", () => {
    const data = changed(binary, (score, p) => (p < 3 ? null : score));
    const { persons, calibration } = everything(data, "rasch");
    expect(calibration.personCount).toBe(297);
    const penalty = calibration.bic + 2 * calibration.logLikelihood;
    expect(penalty / calibration.parameterCount).toBeCloseTo(Math.log(297), 10);
    expect(persons[0]).toMatchObject({ raw: 0, max: 0, infit: null });
    expect(persons[0].estimates.eap?.theta).toBeCloseTo(0, 10);
    expect(persons[0].estimates.wle).toMatchObject({
      theta: null,
      standardError: null,
      reason: { english: "there are no responses" },
    });
  });

  it("a lower asymptote without a prior that falls to 0 is said by the item's name, and the rest is the 2PL with its standard errors", () => {
    const data = readScores(fixture("lsat6/data.csv"));
    const calibration = calibrate(data, { model: "3pl", lowerAsymptotePrior: null });
    const without = calibrate(data, { model: "2pl" });
    expect(calibration.notes.map(({ english }) => english)).toEqual([
      expect.stringContaining("Items Item1, Item2, Item3, Item4, Item5: their lower"),
    ]);
    calibration.items.forEach(({ standardErrors }, i) => {
      expect(standardErrors.lowerAsymptote).toBeNull();
      expect(standardErrors.slope).toBeCloseTo(without.items[i].standardErrors.slope ?? NaN, 3);
    });
  });

  it("a lower asymptote falls to 0 under a prior that is highest there, and the other parameters keep their standard errors", () => {
    const data = readScores(fixture("lsat6/data.csv"));
    const prior = { kind: "beta", alpha: 1, beta: 5 } as const;
    const calibration = calibrate(data, { model: "3pl", lowerAsymptotePrior: prior });
    const without = calibrate(data, { model: "2pl" });
    expect(calibration.notes.map(({ english }) => english)).toEqual([
      expect.stringContaining("Items Item1, Item2, Item3, Item4, Item5: their lower"),
    ]);
    calibration.items.forEach(({ standardErrors, slope }, i) => {
      expect(standardErrors.lowerAsymptote).toBeNull();
      expect(slope).toBeCloseTo(without.items[i].slope, 3);
      expect(standardErrors.slope).toBeCloseTo(without.items[i].standardErrors.slope ?? NaN, 3);
    });
  });

  it("steep items without guessing have standard errors, though their chance is below any digit", () => {
    const items = Array.from({ length: 6 }, (_, i) => ({
      ...{ item: `i${i}`, model: "2pl" as const, slope: 6, difficulties: [0.5 + i / 5] },
    }));
    const uniform = uniformFrom("steep without guessing");
    const data = simulateResponses(uniform, simulateAbilities(uniform, 400), items);
    const calibration = calibrate(data, { model: "3pl", lowerAsymptotePrior: null });
    for (const { standardErrors } of calibration.items) expect(standardErrors.slope).toBeGreaterThan(0);
  });

  it.each(["constructor", "toString", "__proto__", 'a, "b".1'])("an item may be called %s", (name) => {
    const data = { ...binary, items: [name, ...binary.items.slice(1)] };
    const options = { model: "2pl", models: { i2: "rasch" }, standardErrors: "none", cyclesMax: 2 } as const;
    const [first, second] = calibrate(data, options).items;
    expect([first.item, first.model, second.model]).toEqual([name, "2pl", "rasch"]);
  });

  it("the highest score is that of the items, though nobody of those who are scored has it", () => {
    const calibration = calibrate(graded, { model: "gpcm", standardErrors: "none", cyclesMax: 5 });
    const highest = calibration.items.reduce((sum, { scoreValues }) => sum + scoreValues.length - 1, 0);
    const nothing = responseData({ items: graded.items, rows: [graded.items.map(() => 0)] });
    expect(scorePersons(calibration, nothing, ["eap"])[0]).toMatchObject({ raw: 0, max: highest });
  });

  it("one test taker is no data to calibrate on", () => {
    const data = responseData({ items: ["a", "b"], rows: [[1, 0]] });
    expect(() => calibrate(data, { model: "2pl" })).toThrow("no item can be calibrated");
  });

  it("two test takers give a result that says that it is not to be trusted", () => {
    const { calibration } = everything(
      responseData({
        items: ["a", "b"],
        rows: [
          [1, 0],
          [0, 1],
        ],
      }),
      "2pl",
    );
    expect(calibration.notes.length).toBeGreaterThan(0);
  });

  it("an item keyed the wrong way round has a negative slope and a note", () => {
    const data = changed(
      simulated(800, [[-1], [-0.5], [0], [0.5], [1], [0], [0]], "negative"),
      (score, _, i) => (i === 2 ? 1 - score : score),
    );
    const { calibration } = everything(data, "2pl");
    expect(calibration.items[2].slope).toBeLessThan(0);
    expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
      "Item i3: its slope is negative",
    );
  });

  it.each([1, 0])(
    "a group whose every response is %i ends at the end of the grid, by name, and spoils nothing else",
    (value) => {
      const rows = Array.from({ length: 330 }, (_, p) =>
        p < 300 ? [...binary.scores.subarray(p * 5, p * 5 + 5)] : Array<number>(5).fill(value),
      );
      const groups = rows.map((_, p) => (p < 300 ? "rest" : "alike"));
      const data = responseData({ items: binary.items, rows, groups, groupNames: ["rest", "alike"] });
      const { calibration } = everything(data, "2pl");
      const alone = calibrate(binary, { model: "2pl" });
      expect(calibration.converged).toBe(false);
      expect(calibration.cycles).toBeLessThan(300);
      expect(calibration.groups[1]).toMatchObject({ mean: value ? 6 : -6, meanStandardError: null });
      expect(calibration.notes.map(({ english }) => english)).toEqual([
        expect.stringContaining("Group alike: its mean went to"),
      ]);
      // Items hardly hear of test takers so far away: at 6 and -6 they are all but certain.
      calibration.items.forEach(({ slope, standardErrors }, i) => {
        expect(slope).toBeCloseTo(alone.items[i].slope, 0);
        expect(standardErrors.slope).toBeCloseTo(alone.items[i].standardErrors.slope ?? NaN, 1);
      });
    },
  );

  it("test takers whose responses are all alike leave the variance of the Rasch model without a bound, and it says so", () => {
    const rows = Array.from({ length: 100 }, (_, p) => binary.items.map(() => p % 2));
    for (const model of ["rasch", "pcm", "rsm"] as const) {
      const { calibration } = everything(responseData({ items: binary.items, rows }), model);
      expect(calibration.converged).toBe(false);
      expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
        "Group all: its variance went to 144",
      );
    }
  });

  it("a group of one is a group at the floor of variance, and says so", () => {
    const data = responseData({
      items: binary.items,
      rows: Array.from({ length: 300 }, (_, p) => [...binary.scores.subarray(p * 5, p * 5 + 5)]),
      groups: Array.from({ length: 300 }, (_, p) => (p === 0 ? "one" : "rest")),
      groupNames: ["rest", "one"],
    });
    const { calibration } = everything(data, "2pl");
    expect(calibration.groups[1].personCount).toBe(1);
    expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
      "Group one: its variance is at the floor",
    );
  });

  it("five percent presented is enough where many test takers are", () => {
    const uniform = uniformFrom("sparse");
    const items = Array.from({ length: 40 }, (_, n) => ({
      item: `i${n}`,
      model: "rasch" as const,
      slope: 1,
      difficulties: [-2 + n / 10],
    }));
    const data = simulateResponses(uniform, simulateAbilities(uniform, 3000), items, () => uniform() < 0.05);
    const { calibration } = everything(data, "rasch");
    expect(calibration.converged).toBe(true);
    expect(calibration.items[20].difficulties[0]).toBeCloseTo(0, 0);
  });

  it.each(["pcm", "rsm", "nominal"] as const)("thirty categories are calibrated (%s)", (model) => {
    const steps = Array.from({ length: 29 }, (_, k) => -2 + k / 7);
    const { calibration } = everything(simulated(1500, [steps, steps, steps], "thirty"), model);
    expect(calibration.converged).toBe(true);
  });

  it("a nominal item with a category that says nothing of ability has a slope near zero, and no step where slopes are equal", () => {
    const uniform = uniformFrom("guess");
    const data = changed(simulated(800, [[-1], [-0.5], [0], [0.5], [1, 1.5]], "options"), (score, _, i) =>
      i === 4 ? Math.floor(3 * uniform()) : score,
    );
    const { calibration } = everything(data, "nominal");
    expect(calibration.converged).toBe(true);
    expect(Math.abs(calibration.items[4].slope)).toBeLessThan(0.2);
  });

  it.each(["rsm", "nominal"] as const)("groups of one and weights of zero are borne by the %s", (model) => {
    const rows = Array.from({ length: 300 }, (_, p) => [...graded.scores.subarray(p * 4, p * 4 + 4)]);
    const data = responseData({
      items: graded.items,
      rows,
      weights: rows.map((_, p) => (p % 3 === 0 ? 0 : 1)),
      groups: rows.map((_, p) => (p === 1 ? "one" : "rest")),
      groupNames: ["rest", "one"],
    });
    const { calibration } = everything(data, model);
    expect(calibration.groups.map(({ personCount }) => personCount)).toEqual([199, 1]);
  });

  it.each(["rsm", "nominal"] as const)("one test taker is no data to calibrate the %s on", (model) => {
    const data = responseData({ items: ["a", "b"], rows: [[2, 0]] });
    expect(() => calibrate(data, { model })).toThrow("no item can be calibrated");
  });

  it.each(["rsm", "nominal"] as const)("an item keyed the wrong way round is borne by the %s", (model) => {
    const data = changed(graded, (score, _, i) => (i === 2 ? 3 - score : score));
    const { calibration } = everything(data, model);
    if (model === "nominal") {
      expect(calibration.items[2].slope).toBeLessThan(0);
      expect(calibration.notes.map(({ english }) => english).join(" ")).toContain(
        "Item i3: its slope is negative",
      );
    }
  });

  it("a histogram is borne by few test takers, a group of one and no responses", () => {
    const rows = Array.from({ length: 40 }, (_, p) => [...binary.scores.subarray(p * 5, p * 5 + 5)]);
    const data = responseData({
      items: binary.items,
      rows: [...rows, [null, null, null, null, null]],
      groups: [...rows.map((_, p) => (p === 0 ? "one" : "rest")), "rest"],
      groupNames: ["rest", "one"],
    });
    const calibration = calibrate(data, {
      model: "rasch",
      groups: { rest: { shape: "histogram" }, one: { shape: "histogram" } },
      cyclesMax: 300,
    });
    expectNoNaN([calibration, scorePersons(calibration, data, ["eap", "map", "ml", "wle"])]);
    expect(calibration.groups[0].mean).toBeCloseTo(0, 6);
  });

  it.each(modelNames)("the %s goes through a small messy set without a NaN", (model) => {
    const data = changed(binary, (score, p, i) => (p % 7 === i ? null : p < 20 ? 1 : score));
    everything(data, model);
  });

  it("a polytomous item under a model for right or wrong is refused by name", () => {
    expect(() => calibrate(graded, { model: "2pl" })).toThrow(
      "item i1 has scores up to 3, but 2pl is for right or wrong",
    );
  });

  it("an anchor with fewer scores than the data is refused", () => {
    const anchors = [{ item: "i1", model: "gpcm" as const, slope: 1, intercepts: [0] }];
    expect(() => calibrate(graded, { model: "gpcm", anchors })).toThrow("its anchor has scores 0 to 1");
  });

  it.each([
    ["more intercepts than its model", { model: "3pl", intercepts: [1, 0] }, "3pl is for right or wrong"],
    ["intercepts that do not fall", { model: "grm", intercepts: [0, 1, -1] }, "intercept_1 is 0"],
    ["an asymptote beyond 1", { model: "3pl", intercepts: [0], lowerAsymptote: 20 }, "asymptote of 20"],
    [
      "an asymptote that its model has not",
      { model: "2pl", intercepts: [0], lowerAsymptote: 0.2 },
      "take 3pl",
    ],
    ["too few scores", { model: "gpcm", intercepts: [0, 1], scoreValues: [0, 1] }, "one score more"],
    ["too few category slopes", { model: "nominal", intercepts: [0, 1], categorySlopes: [1] }, "1 category"],
  ] as const)("an anchor with %s is refused by name", (_, anchor, words) => {
    const anchors = [{ item: "i1", slope: 1, ...anchor }];
    const data = changed(graded, (score, __, item) => (item === 0 ? Math.min(score, 1) : score));
    expect(() => calibrate(data, { model: "gpcm", anchors })).toThrow(`item i1:`);
    expect(() => calibrate(data, { model: "gpcm", anchors })).toThrow(words);
  });

  it("an anchor of the scores 0 and 2 is that of responses with these scores", () => {
    const data = changed(graded, (score, _, item) => (item === 0 ? (score > 1 ? 2 : 0) : score));
    const halved = changed(data, (score, _, item) => (item === 0 ? score / 2 : score));
    const anchor = { item: "i1", model: "2pl" as const, slope: 1, intercepts: [0.3] };
    const withAnchor = (responses: ResponseData, scoreValues?: number[]) =>
      calibrate(responses, {
        ...{ model: "gpcm", standardErrors: "none", cyclesMax: 5 },
        anchors: [{ ...anchor, ...(scoreValues && { scoreValues }) }],
      });
    const calibration = withAnchor(data, [0, 2]);
    expect(calibration.items[0].scoreValues).toEqual([0, 2]);
    expect(calibration.logLikelihood).toBe(withAnchor(halved).logLikelihood);
    expect(() => withAnchor(halved, [0, 2])).toThrow(
      "item i1: a score of 1 occurs, but its anchor has scores 0, 2",
    );
  });

  it("graded items that are to start from intercepts that do not fall start from others; held ones are refused", () => {
    const free = calibrate(graded, { model: "grm", standardErrors: "none" });
    const start = [{ item: "i1", parameter: "intercept_1", value: -20 }];
    const calibration = calibrate(graded, { model: "grm", start, standardErrors: "none" });
    expect(calibration.converged).toBe(true);
    expect(calibration.logLikelihood).toBeCloseTo(free.logLikelihood, 4);
    const both = ["intercept_1", "intercept_2"].map((parameter) => ({ item: "i1", parameter, value: 0 }));
    expect(() => calibrate(graded, { model: "grm", fixed: both })).toThrow("item i1: the intercepts");
  });

  it("data that make no sense are refused with the place", () => {
    expect(() => responseData({ items: ["a"], rows: [[0.5]] })).toThrow(
      "row 1, item a: 0.5 is not a whole number",
    );
    expect(() => responseData({ items: ["a", "b"], rows: [[1]] })).toThrow("row 1 has 1 scores");
    expect(() => responseData({ items: ["a", "a"], rows: [] })).toThrow("two items named a");
    expect(() => responseData({ items: ["a"], rows: [[1]], weights: [-1] })).toThrow("the weight -1");
    expect(() => responseData({ items: ["a"], rows: [[3]], maxScores: [2] })).toThrow(
      "above its maximum of 2",
    );
  });

  it("an iteration that may not go on says that it did not converge", () => {
    const calibration = calibrate(binary, { model: "2pl", cyclesMax: 3 });
    expect(calibration.converged).toBe(false);
    expect(calibration.notes[0].english).toContain("stopped at its limit of 3 cycles");
  });

  it("tells of every cycle and stops when it is told to", () => {
    const cycles: number[] = [];
    const run = () =>
      calibrate(binary, {
        model: "2pl",
        onCycle: ({ cycle }) => cycles.push(cycle),
        isCancelled: () => cycles.length >= 2,
      });
    expect(run).toThrow(CalibrationCancelled);
    expect(cycles).toEqual([1, 2]);
  });

  it("survives a booklet so long that the likelihood underflows", () => {
    const data = simulated(
      40,
      Array.from({ length: 700 }, (_, n) => [(n % 40) / 10 - 2]),
      "long",
    );
    const calibration = calibrate(data, { model: "rasch", standardErrors: "none" });
    expectNoNaN([calibration, scorePersons(calibration, data)]);
    expect(calibration.logLikelihood).toBeLessThan(-10_000);
  });

  it("stores as JSON and scores the same when read again", () => {
    const data = readScores(fixture("lsat6/data.csv"));
    const calibration = calibrate(data, { model: "2pl" });
    const read = JSON.parse(JSON.stringify(calibration)) as typeof calibration;
    expect(scorePersons(read, data)).toEqual(scorePersons(calibration, data));
  });
});

describe("a score above the maximum of the data", () => {
  it("is refused with the item and the row", () => {
    const data = simulated(20, [[0], [0.5]], "above");
    data.scores[7] = 2;
    expect(() => calibrate(data, { model: "pcm" })).toThrow(
      "item i2: row 4 has a score of 2, above the item's maximum",
    );
  });
});
