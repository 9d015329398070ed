import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calibrate,
  curveMethods,
  formItem,
  link,
  linkMethods,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  transformCalibration,
  transformPersons,
  type CalibratedForm,
  type FormItem,
  type ModelName,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { namedModel } from "../../../psychometrics/models/index.js";
import { transformFormItem } from "../../../psychometrics/linking/transform.js";
import { uniformFrom } from "../../support/uniform.js";

const items: { name: ModelName; item: FormItem }[] = [
  { name: "2pl", item: formItem({ item: "right", model: "2pl", slope: 1.3, difficulties: [-0.4] }) },
  {
    name: "gpcm",
    item: formItem({ item: "partial", model: "gpcm", slope: 0.8, difficulties: [-1, 0.2, 0.9] }),
  },
  { name: "grm", item: formItem({ item: "graded", model: "grm", slope: 1.6, difficulties: [-0.7, 0.5] }) },
  {
    name: "3pl",
    item: formItem({ item: "guessed", model: "3pl", slope: 1.1, difficulties: [0.6], lowerAsymptote: 0.2 }),
  },
  { name: "rasch", item: formItem({ item: "easy", model: "rasch", slope: 1, difficulties: [-1.5] }) },
  { name: "pcm", item: formItem({ item: "steps", model: "pcm", slope: 1, difficulties: [0.3, -0.2] }) },
  { name: "rsm", item: formItem({ item: "scale", model: "rsm", slope: 1, difficulties: [-0.9, 0.1, 0.4] }) },
  {
    name: "nominal",
    item: formItem({
      item: "options",
      model: "nominal",
      slope: 0.8,
      difficulties: [-0.5, 0.7],
      categorySlopes: [0.3, 1.6],
    }),
  },
];

const constants = fc.record({
  slope: fc.double({ min: 0.5, max: 2, noNaN: true }),
  intercept: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
});

function probabilitiesAt(item: FormItem, theta: number): Float64Array {
  const out = new Float64Array(item.scoreValues.length);
  namedModel(item.model).itemModel.probabilities(theta, Float64Array.from(item.parameters), out);
  return out;
}

/** The same form on the scale from which the constants lead back: theta_other = (theta - B) / A. */
function onOtherScale(form: CalibratedForm, { slope, intercept }: { slope: number; intercept: number }) {
  const back = { slope: 1 / slope, intercept: -intercept / slope };
  return { items: form.items.map((item) => transformFormItem(item, back)) };
}

const base: CalibratedForm = { items: items.map(({ item }) => item) };

describe("a transformed item", () => {
  it.each(items)("of the $name has the same curve over the transformed scale", ({ item }) => {
    fc.assert(
      fc.property(constants, fc.double({ min: -4, max: 4, noNaN: true }), (moved, theta) => {
        const before = probabilitiesAt(item, theta);
        const after = probabilitiesAt(transformFormItem(item, moved), moved.slope * theta + moved.intercept);
        before.forEach((probability, k) => expect(after[k]).toBeCloseTo(probability, 12));
      }),
    );
  });
});

describe.each(linkMethods)("%s linking", (method) => {
  it("finds the constants of a form that was only put on another scale, whatever its models", () => {
    fc.assert(
      fc.property(constants, fc.boolean(), (moved, isSymmetric) => {
        const linked = link(base, onOtherScale(base, moved), { method, isSymmetric });
        expect(linked.converged).toBe(true);
        expect(linked.slope).toBeCloseTo(moved.slope, 5);
        expect(linked.intercept).toBeCloseTo(moved.intercept, 5);
        for (const row of linked.items) {
          expect(row.difference).toBeCloseTo(0, 4);
          expect(row.curveDifference).toBeLessThan(1e-5);
          expect(row.otherSlope).toBeCloseTo(row.baseSlope, 4);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("of a form to itself is no change", () => {
    const linked = link(base, base, { method });
    expect(linked.slope).toBeCloseTo(1, 8);
    expect(linked.intercept).toBeCloseTo(0, 8);
    expect(linked.items.every(({ isUnstable }) => !isUnstable)).toBe(true);
  });

  it("there and back is no change, where the method treats both scales alike", () => {
    const other: CalibratedForm = {
      items: base.items.map((item, i) => ({
        ...item,
        parameters: item.parameters.map((value, j) => value + (j < 2 ? 0.1 * Math.cos(i + 3 * j) : 0)),
      })),
    };
    const there = link(base, other, { method, slope: "free" });
    const back = link(other, base, { method, slope: "free" });
    // A curve method that compares on one scale only is not symmetric, which is what makes this test able to fail.
    const isSymmetric = method !== "haebara" && method !== "stocking-lord";
    const gap = Math.abs(there.slope * back.slope - 1);
    if (isSymmetric) expect(gap).toBeLessThan(1e-12);
    else expect(gap).toBeGreaterThan(1e-5);
  });

  it("holds the slope at 1 where both forms are Rasch, unless it is told to free it", () => {
    const rasch = (shift: number): CalibratedForm => ({
      items: [-1, 0, 0.4, 1.5].map((b, i) =>
        formItem({ item: `r${i}`, model: "rasch", slope: 1, difficulties: [1.2 * b + shift] }),
      ),
    });
    const held = link(rasch(0.5), rasch(0), { method });
    expect(held.hasSlope).toBe(false);
    expect(held.slope).toBe(1);
    expect(held.intercept).toBeCloseTo(0.5, 8);
    expect(link(rasch(0.5), rasch(0), { method, slope: "free" }).hasSlope).toBe(true);
  });
});

describe("robust linking", () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({
    item: `i${i}`,
    model: "2pl" as const,
    slope: 1 + 0.3 * Math.sin(i),
    difficulties: [-1.5 + 0.15 * i],
  }));
  const noise = (i: number) => 0.05 * Math.sin(7 * i);
  const other: CalibratedForm = {
    items: rows.map((row, i) =>
      formItem({ ...row, difficulties: [row.difficulties[0] + noise(i) + (i === 4 || i === 11 ? 0.9 : 0)] }),
    ),
  };
  const form: CalibratedForm = { items: rows.map(formItem) };

  it("drops the items that moved by themselves, and comes near the link without them", () => {
    const plain = link(form, other);
    const robust = link(form, other, { robust: {} });
    const without = link(form, other, {
      items: rows.flatMap(({ item }, i) => (i === 4 || i === 11 ? [] : [item])),
    });
    expect(robust.dropped.slice(0, 2).sort()).toEqual(["i11", "i4"]);
    expect(robust.items[4]).toMatchObject({ isUsed: false, isUnstable: true });
    expect(Math.abs(robust.intercept - without.intercept)).toBeLessThan(0.02);
    expect(Math.abs(plain.intercept - without.intercept)).toBeGreaterThan(0.05);
    expect(plain.dropped).toEqual([]);
    expect(plain.items[4].isUnstable).toBe(true);
  });

  it("drops no more than its largest share, and says why it dropped no more", () => {
    const few = link(form, other, { robust: { shareMax: 0.05 } });
    expect(few.dropped).toHaveLength(1);
    expect(few.robust).toMatchObject({ cutoff: 1.645, droppedMax: 1, end: "share-reached" });
    // The other of the two is left, and stands out beside whatever else does.
    const unstable = few.items.flatMap(({ item, isUsed, isUnstable }) =>
      isUsed && isUnstable ? [item] : [],
    );
    expect(few.robust?.standingOut).toEqual(unstable);
    expect([...few.dropped, ...unstable]).toEqual(expect.arrayContaining(["i4", "i11"]));
    const none = link(form, other, { robust: { cutoff: 1e9 } });
    expect(none.dropped).toEqual([]);
    expect(none.robust).toMatchObject({
      droppedMax: 4,
      dropped: [],
      end: "none-stands-out",
      standingOut: [],
    });
    // The noise of these data is below 3, and the two are far beyond.
    expect(link(form, other, { robust: { cutoff: 3 } }).robust).toMatchObject({ end: "none-stands-out" });
    expect(link(form, form, { robust: {} }).robust).toMatchObject({ end: "no-spread", standingOut: [] });
    expect(link(form, other).robust).toBeNull();
    for (const cutoff of [NaN, -1])
      expect(() => link(form, other, { robust: { cutoff } })).toThrow("no bound of a robust z");
    for (const shareMax of [NaN, -0.1, 1.5])
      expect(() => link(form, other, { robust: { shareMax } })).toThrow("no share of the common items");
  });

  it("flags nothing that estimation cannot tell, and still what moved where all else stayed the same", () => {
    const moved = (by: (i: number) => number): CalibratedForm => ({
      items: rows.map((row, i) => formItem({ ...row, difficulties: [row.difficulties[0] + by(i)] })),
    });
    // Two calibrations of the same data: where EM stopped, and three items by tens of times more than the rest.
    const stopped = moved((i) => (i % 7 === 3 ? 9e-7 : 2e-8 * Math.sin(5 * i)));
    const same = link(form, stopped, { robust: {} });
    expect(same.robust).toMatchObject({ dropped: [], end: "none-stands-out", standingOut: [] });
    expect(same.items.filter(({ isUnstable }) => isUnstable)).toEqual([]);
    expect(same.items.every(({ robustZ }) => Math.abs(robustZ ?? NaN) < 0.01)).toBe(true);
    // 1.645 times the floor of 1e-4 is where an item begins to stand out; the constants take up a little of it.
    const least = (by: number) =>
      link(
        form,
        moved((i) => (i === 9 ? by : 0)),
        { robust: {}, method: "mean-sigma" },
      ).dropped;
    expect(least(1.5e-4)).toEqual([]);
    expect(least(2e-4)).toEqual(["i9"]);
    expect(least(0.5)).toEqual(["i9"]);
  });

  it("takes no difference for instability that is a small share of its standard error", () => {
    const places = rows.map((_, i) => [2 * i, 2 * i + 1]);
    const size = 2 * rows.length;
    const withErrors = (of: CalibratedForm, error: number): CalibratedForm => ({
      ...of,
      covariance: {
        names: Array.from({ length: size }, (_, j) => `p${j}`),
        places,
        values: Array.from({ length: size * size }, (_, n) => (n % (size + 1) === 0 ? error ** 2 : 0)),
      },
    });
    const slow: CalibratedForm = {
      items: rows.map((row, i) =>
        formItem({ ...row, difficulties: [row.difficulties[0] + (i === 9 ? 0.001 : 0)] }),
      ),
    };
    const flagged = (error: number) =>
      link(withErrors(form, error), withErrors(slow, error)).items.flatMap(({ item, isUnstable }) =>
        isUnstable ? [item] : [],
      );
    // The median error of a difference is about 1.4 times the parameters', so the floor about 0.0028 and 0.00014 logits.
    expect(flagged(0.2)).toEqual([]);
    expect(flagged(0.01)).toEqual(["i9"]);
  });

  it("gives each item the z for which it was dropped: that among the items then used", () => {
    const { robust } = link(form, other, { robust: { cutoff: 3 } });
    expect(robust?.dropped).toHaveLength(2);
    const [first, second] = robust?.dropped ?? [];
    const zOf = (items: string[], item?: string) =>
      link(form, other, { items }).items.find((row) => row.item === item)?.robustZ;
    const all = rows.map(({ item }) => item);
    expect(first?.robustZ).toBeCloseTo(zOf(all, first?.item) ?? NaN, 10);
    const rest = all.filter((item) => item !== first?.item);
    expect(second?.robustZ).toBeCloseTo(zOf(rest, second?.item) ?? NaN, 10);
  });
});

describe("a transformed calibration", () => {
  const known: SimulatedItem[] = [
    { item: "a", model: "gpcm", slope: 1.2, difficulties: [-0.6, 0.4] },
    { item: "b", model: "2pl", slope: 0.8, difficulties: [0.2] },
    { item: "c", model: "grm", slope: 1.5, difficulties: [-0.3, 0.6] },
    { item: "d", model: "2pl", slope: 1, difficulties: [0.5] },
  ];
  const uniform = uniformFrom("transformed");
  const data = simulateResponses(uniform, simulateAbilities(uniform, 400), known);
  const calibration = calibrate(data, {
    model: "gpcm",
    models: { c: "grm" },
    keepsCovariance: true,
  });
  const moved = { slope: 1.5, intercept: 0.7 };
  const transformed = transformCalibration(calibration, moved);

  it("scores the same test takers to A theta + B", () => {
    const before = scorePersons(calibration, data, ["eap", "wle"]);
    const after = scorePersons(transformed, data, ["eap", "wle"]);
    const expected = transformPersons(before, moved);
    after.forEach(({ estimates }, p) => {
      expect(estimates.wle?.theta).toBeCloseTo(expected[p].estimates.wle?.theta ?? NaN, 6);
      expect(estimates.wle?.standardError).toBeCloseTo(expected[p].estimates.wle?.standardError ?? NaN, 6);
      expect(estimates.eap?.theta).toBeCloseTo(expected[p].estimates.eap?.theta ?? NaN, 4);
      expect(estimates.eap?.standardError).toBeCloseTo(expected[p].estimates.eap?.standardError ?? NaN, 4);
    });
  });

  it("moves difficulties, slopes, groups and their standard errors", () => {
    transformed.items.forEach((item, i) => {
      const old = calibration.items[i];
      expect(item.slope).toBeCloseTo(old.slope / 1.5, 12);
      item.difficulties.forEach((difficulty, k) => {
        expect(difficulty).toBeCloseTo(1.5 * (old.difficulties[k] ?? NaN) + 0.7, 10);
        expect(item.standardErrors.difficulties[k]).toBeCloseTo(
          1.5 * (old.standardErrors.difficulties[k] ?? NaN),
          10,
        );
      });
      // The joint covariance moves as each item's own does.
      const places = transformed.covariance?.places[i] ?? [];
      const size = transformed.covariance?.names.length ?? 0;
      const own = places.flatMap((a) => places.map((b) => transformed.covariance?.values[a * size + b]));
      own.forEach((value, n) => expect(value).toBeCloseTo(item.covariance?.[n] ?? NaN, 12));
    });
    expect(transformed.groups[0]).toMatchObject({ mean: 0.7, variance: 2.25 });
  });

  it("links back to the calibration it came from, and its constants have the standard errors of either", () => {
    const linked = link(transformed, calibration);
    expect(linked.slope).toBeCloseTo(1.5, 6);
    expect(linked.intercept).toBeCloseTo(0.7, 6);
    expect(linked.standardErrors?.slope).toBeGreaterThan(0.01);
  });

  it("is refused for constants that are none", () => {
    expect(() => transformCalibration(calibration, { slope: 0, intercept: 0 })).toThrow("positive slope");
    expect(() => transformPersons([], { slope: NaN, intercept: 0 })).toThrow("positive slope");
  });
});

describe("one item that is all but flat, and so has a difficulty far out,", () => {
  const difficulties = [-1.8, -1.1, -0.9, -0.5, -0.2, 0, 0.3, 0.6, 0.9, 1.2];
  const sound = difficulties.map((difficulty, n) =>
    formItem({ item: `Q${n}`, model: "2pl", slope: 1, difficulties: [difficulty] }),
  );
  const odd = (slope: number, difficulty: number) =>
    formItem({ item: "odd", model: "2pl", slope, difficulties: [difficulty] });

  it.each(curveMethods)("does not send %s off from the others, which agree", (method) => {
    for (const [slope, difficulty] of [
      [-0.05, 29],
      [0.02, 200],
      [0.01, -900],
    ] as const) {
      const linked = link(
        { items: [...sound, odd(slope, difficulty)] },
        { items: [...sound, odd(1, -1.9)] },
        { method },
      );
      // Ten of the eleven curves are the same, so A and B are near 1 and 0; the odd one draws (0.44 in B, in the middle case).
      expect(Math.abs(Math.log(linked.slope)), `${slope}`).toBeLessThan(0.3);
      expect(Math.abs(linked.intercept), `${slope}`).toBeLessThan(0.5);
      expect(linked.converged).toBe(true);
    }
  });
});

describe("linking refuses, in words that name the item,", () => {
  const two = formItem({ item: "right", model: "2pl", slope: 1, difficulties: [0] });
  it("forms with nothing in common", () => {
    expect(() => link(base, { items: [{ ...two, item: "other" }] })).toThrow("no item in common");
  });
  it("an item that is missing, or there twice", () => {
    expect(() => link(base, base, { items: ["nowhere"] })).toThrow("item nowhere is not in the base");
    expect(() => link({ items: [two, two] }, base)).toThrow("two items named right");
  });
  it("an item of two models or with two sets of scores", () => {
    const graded = formItem({ item: "right", model: "grm", slope: 1, difficulties: [0] });
    expect(() => link(base, { items: [graded] })).toThrow("item right was calibrated by the");
    expect(() => link(base, { items: [{ ...two, scoreValues: [0, 2] }] })).toThrow(
      "item right has the scores",
    );
  });
  it("moments that do not exist", () => {
    const flat = { items: [formItem({ item: "right", model: "2pl", slope: 0, difficulties: [0] })] };
    expect(() => link(flat, flat, { method: "mean-mean" })).toThrow("item right has a slope of zero");
    expect(() => link({ items: [two] }, { items: [two] }, { method: "mean-sigma" })).toThrow(
      "at least two difficulties, and there is one",
    );
    const same = { items: [two, { ...two, item: "other" }] };
    expect(() => link(same, same, { method: "mean-sigma" })).toThrow("too few or too alike");
    const falling = { items: [formItem({ item: "right", model: "2pl", slope: -1, difficulties: [0] })] };
    expect(() => link(falling, falling, { method: "mean-geometric-mean" })).toThrow("positive slopes");
  });
  it("curves that come closest at a slope without end: no test taker is on such a scale", () => {
    const flat = { items: [formItem({ item: "right", model: "2pl", slope: 1e-3, difficulties: [0] })] };
    for (const method of curveMethods) {
      expect(() => link(flat, { items: [two] }, { method })).toThrow("finds no closest curves");
      expect(() => link({ items: [two] }, flat, { method })).toThrow("finds no closest curves");
    }
  });
  it("weights that are none", () => {
    const weights = { kind: "normal", standardDeviation: 0 } as const;
    expect(() => link(base, base, { weights })).toThrow("positive standard deviation");
  });
  it("parameters that are no numbers", () => {
    expect(() => formItem({ item: "x", model: "2pl", slope: NaN, difficulties: [0] })).toThrow("item x");
  });
});
