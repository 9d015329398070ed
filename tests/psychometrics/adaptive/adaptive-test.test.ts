import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adaptiveTest,
  calibrate,
  formItem,
  nextItem,
  responseData,
  scorePersons,
  scoreProbabilities,
  simulateAdaptiveTest,
  type AdaptiveOptions,
  type GivenResponse,
} from "../../../psychometrics/index.js";
import { areasByNeed } from "../../../psychometrics/adaptive/content.js";
import { stopReason } from "../../../psychometrics/adaptive/stop.js";
import { fixture, readScores } from "../../support/psychometric-fixtures.js";
import { simulatedPool } from "../../support/simulated-pool.js";
import { uniformFrom } from "../../support/uniform.js";

const { known, pool } = simulatedPool(60, "adaptive pool");
const stop = { itemsMax: 20 };
const never = () => {
  throw new Error("no random number should be asked for");
};

/** Information of a 2PL item in closed form: a^2 P (1 - P). */
function closedInformation(item: string, theta: number): number {
  const one = known.find((candidate) => candidate.item === item);
  if (!one) throw new Error(`no item ${item}`);
  const [wrong, right] = scoreProbabilities(one, theta);
  return one.slope ** 2 * wrong * right;
}

/** Any responses to some items of the pool. */
const someResponses = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 1 })), {
    maxLength: 19,
    selector: ([place]) => place,
  })
  .map((pairs): GivenResponse[] => pairs.map(([place, score]) => ({ item: pool[place].item, score })));

describe("the choice of the next item", () => {
  it("is the item of highest information among those not given, by the closed form of the 2PL", () => {
    const test = adaptiveTest(pool, { stop });
    fc.assert(
      fc.property(someResponses, (responses) => {
        const { ability, selection } = nextItem(test, { responses }, never);
        const left = pool.filter(({ item }) => !responses.some((given) => given.item === item));
        const best = Math.max(...left.map(({ item }) => closedInformation(item, ability.theta)));
        expect(left.map(({ item }) => item)).toContain(selection?.item);
        expect(closedInformation(selection?.item ?? "", ability.theta)).toBeCloseTo(best, 12);
        expect(selection).toMatchObject({ rank: 1, allowedCount: left.length, isForced: false });
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [0, 1],
    [0, 9],
    [-4, 4],
    [7, 1],
  ])("begins with the prior's own mean %d and variance %d, however far off they are", (mean, variance) => {
    const { ability } = nextItem(
      adaptiveTest(pool, { stop, prior: { mean, variance } }),
      { responses: [] },
      never,
    );
    // Beyond five standard deviations there are less than 1e-5 of the variance.
    expect(ability.theta).toBeCloseTo(mean, 4);
    expect(ability.standardError).toBeCloseTo(Math.sqrt(variance), 4);
  });

  it("keeps to the content area most behind its target, and gives way where it has no item left", () => {
    const small = [
      { ...pool[0], area: "number" },
      { ...pool[1], area: "shape" },
      { ...pool[2], area: "shape" },
    ];
    const test = adaptiveTest(small, { stop, content: { number: 0.6, shape: 0.4 } });
    const first = nextItem(test, { responses: [] }, never).selection;
    expect(first).toMatchObject({ item: small[0].item, area: "number", allowedCount: 1 });
    const responses = [{ item: small[0].item, score: 1 }];
    expect(nextItem(test, { responses }, never).selection?.area).toBe("shape");
    responses.push({ item: small[1].item, score: 1 });
    // Now "number" is behind again (half in place of 0.6), but has no item left.
    expect(nextItem(test, { responses }, never).selection).toMatchObject({
      item: small[2].item,
      area: "shape",
    });
  });

  it("never gives two enemies, whichever of the two names the other", () => {
    const [a, b, c] = pool;
    const test = adaptiveTest([{ ...a, enemies: [b.item] }, b, c], { stop });
    for (const [given, other] of [
      [a, b],
      [b, a],
    ]) {
      const responses = [{ item: given.item, score: 0 }];
      expect(nextItem(test, { responses }, never).selection?.item).toBe(c.item);
      responses.push({ item: c.item, score: 0 });
      const end = nextItem(test, { responses }, never);
      expect(end).toMatchObject({ stop: "no-item-left", selection: null });
      expect(end.selection?.item).not.toBe(other.item);
    }
  });

  it("takes each of the most informative items alike under randomesque control", () => {
    const test = adaptiveTest(pool, { stop, exposure: { method: "randomesque", count: 4 } });
    const uniform = uniformFrom("randomesque");
    const ranks = [0, 0, 0, 0];
    for (let n = 0; n < 800; n++) {
      const { selection } = nextItem(test, { responses: [] }, uniform);
      if (selection) ranks[selection.rank - 1]++;
    }
    // 200 each; four standard errors are 49.
    for (const count of ranks) expect(Math.abs(count - 200)).toBeLessThan(49);
  });

  it("sets items aside with their exposure parameters, for the whole test", () => {
    const best = nextItem(adaptiveTest(pool, { stop }), { responses: [] }, never).selection?.item ?? "";
    const options: AdaptiveOptions = {
      stop,
      exposure: { method: "sympson-hetter", parameters: { [best]: 0.25 } },
    };
    const test = adaptiveTest(pool, options);
    expect(nextItem(test, { responses: [] }, () => 0.24).selection).toMatchObject({
      item: best,
      setAside: [],
    });
    const passed = nextItem(test, { responses: [] }, () => 0.25).selection;
    expect(passed).toMatchObject({ rank: 2, setAside: [best], isForced: false });
    // A number that would give it now is not asked for: it has been set aside.
    const later = nextItem(test, { responses: [], setAside: [best] }, () => 0.24).selection;
    expect(later?.item).toBe(passed?.item);
  });

  it("goes through the items again where every one has been set aside, until one is given, and says so", () => {
    const three = pool.slice(0, 3);
    const parameters = Object.fromEntries(three.map(({ item }, i) => [item, [0.1, 0.3, 0.2][i]]));
    const test = adaptiveTest(three, { stop, exposure: { method: "sympson-hetter", parameters } });
    const { selection } = nextItem(test, { responses: [] }, () => 0.5);
    expect(selection?.isForced).toBe(true);
    expect(selection?.setAside).toHaveLength(3);
    // A number from every part of [0, 1): each item has its share of the multinomial distribution, to the parts' width.
    const setAside = selection?.setAside ?? [];
    const given = Array.from(
      { length: 1000 },
      (_, n) => nextItem(test, { responses: [], setAside }, () => (n + 0.5) / 1000).selection?.rank,
    );
    const [first, second, third] = setAside.map((item) => parameters[item]);
    const weights = [first, (1 - first) * second, (1 - first) * (1 - second) * third];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, n) => {
      const share = given.filter((rank) => rank === n + 1).length / 1000;
      expect(Math.abs(share - weight / total)).toBeLessThan(0.0011);
    });
  });
});

describe("content areas", () => {
  it("never come to more than one item above their target, with any shares and length", () => {
    const shares = fc
      .array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.map((part) => part / parts.reduce((sum, value) => sum + value, 0)));
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 60 }), (parts, length) => {
        const targets = Object.fromEntries(parts.map((part, n) => [`area ${n}`, part]));
        const given: string[] = [];
        while (given.length < length) given.push(areasByNeed(targets, given)[0]);
        for (const [area, share] of Object.entries(targets)) {
          const count = given.filter((one) => one === area).length;
          // The area chosen is at or below its target before, so that it is less than one item above it after.
          expect(count).toBeLessThanOrEqual(share * length + 1 - share + 1e-6);
        }
      }),
    );
  });

  it("have their shares at the end of a test of 20 items: 10, 6 and 4", () => {
    const test = adaptiveTest(pool, { stop, content: { number: 0.5, shape: 0.3, data: 0.2 } });
    for (const theta of [-2, 0, 2]) {
      const { responses } = simulateAdaptiveTest(test, theta, uniformFrom(`content ${theta}`));
      const count = (area: string) =>
        responses.filter(({ item }) => pool.find((one) => one.item === item)?.area === area).length;
      expect([count("number"), count("shape"), count("data")]).toEqual([10, 6, 4]);
      expect(new Set(responses.map(({ item }) => item)).size).toBe(20);
    }
  });
});

describe("the ability during the test", () => {
  it("is that of scorePersons, by all three estimators", () => {
    const data = readScores(fixture("lsat7/data.csv"));
    const calibration = calibrate(data, { model: "2pl", standardErrors: "none" });
    const names = calibration.items.map(({ item }) => item);
    for (const row of [
      [1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0],
      [1, 0, null, 1, null],
    ]) {
      const [expected] = scorePersons(calibration, responseData({ items: names, rows: [row] }), [
        "eap",
        "map",
        "wle",
      ]);
      const responses = names.flatMap((item, i): GivenResponse[] => {
        const score = row[i];
        return score === null ? [] : [{ item, score }];
      });
      for (const estimator of ["eap", "map", "wle"] as const) {
        const test = adaptiveTest(calibration.items, { stop, estimator });
        const { ability } = nextItem(test, { responses }, never);
        expect(ability.estimator).toBe(estimator);
        // The same formulas; roots are found to 1e-10, and the calibration's grid from -6 to 6 with nodes 0.2 apart ends a little further out: 1e-7.
        expect(ability.theta).toBeCloseTo(expected.estimates[estimator]?.theta ?? NaN, 6);
        expect(ability.standardError).toBeCloseTo(expected.estimates[estimator]?.standardError ?? NaN, 6);
      }
    }
  });

  it("begins at the prior, whatever the estimator", () => {
    const prior = { mean: 0.5, variance: 1.44 };
    const { ability } = nextItem(
      adaptiveTest(pool, { stop, estimator: "wle", prior }),
      { responses: [] },
      never,
    );
    expect(ability.estimator).toBe("eap");
    expect(ability.theta).toBeCloseTo(0.5, 4);
    expect(ability.standardError).toBeCloseTo(1.2, 3);
  });
});

describe("the end of the test", () => {
  const progress = { itemCount: 10, standardError: 0.3, bestInformation: 0.2 };
  const rules = { itemsMin: 5, itemsMax: 20, standardErrorMax: 0.25, informationMin: 0.1 };

  it("comes by the count, the standard error, the information left, or an exhausted pool", () => {
    expect(stopReason(progress, rules)).toBeNull();
    expect(stopReason({ ...progress, itemCount: 20 }, rules)).toBe("items-max");
    expect(stopReason({ ...progress, standardError: 0.25 }, rules)).toBe("standard-error");
    expect(stopReason({ ...progress, bestInformation: 0.09 }, rules)).toBe("little-information");
    expect(stopReason({ ...progress, bestInformation: null }, rules)).toBe("no-item-left");
  });

  it("does not come before the fewest items, but for an exhausted pool", () => {
    const early = { itemCount: 4, standardError: 0.1, bestInformation: 0.01 };
    expect(stopReason(early, rules)).toBeNull();
    expect(stopReason({ ...early, bestInformation: null }, rules)).toBe("no-item-left");
  });
});

describe("what an adaptive test refuses, by name", () => {
  const made =
    (options: Partial<AdaptiveOptions>, items = pool) =>
    () =>
      adaptiveTest(items, { stop, ...options });

  it("in its pool and options", () => {
    expect(made({}, [])).toThrow("the pool has no items");
    expect(made({}, [pool[0], pool[0]])).toThrow("two items named I1");
    expect(made({}, [{ ...pool[0], enemies: ["Z"] }])).toThrow("item I1: its enemy Z is not in the pool");
    expect(made({}, [{ ...pool[0], parameters: [NaN, 0] }])).toThrow(
      "item I1: its parameters are not all numbers",
    );
    expect(made({ content: { number: 0.5, shape: 0.5 } })).toThrow(
      "item I3: its content area data has no share",
    );
    expect(made({ content: { number: 0.5, shape: 0.4 } })).toThrow("add up to 0.9");
    expect(made({ content: { algebra: 1 } })).toThrow("content area algebra has no item");
    expect(made({ exposure: { method: "randomesque", count: 0 } })).toThrow("above 0, not 0");
    expect(made({ exposure: { method: "sympson-hetter", parameters: { I1: 0 } } })).toThrow(
      "item I1: its exposure",
    );
    expect(made({ stop: { itemsMax: 5, itemsMin: 6 } })).toThrow(
      "the fewest items must be a whole number from 0 to 5",
    );
    expect(made({ stop: { itemsMax: 0 } })).toThrow("the most items");
    expect(made({ stop: { itemsMax: 5, standardErrorMax: NaN } })).toThrow("the standard error to stop at");
    expect(made({ prior: { mean: 0, variance: 0 } })).toThrow("the prior needs");
  });

  it("in the responses", () => {
    const test = adaptiveTest(pool, { stop });
    const given =
      (...responses: GivenResponse[]) =>
      () =>
        nextItem(test, { responses }, never);
    expect(given({ item: "Z", score: 1 })).toThrow("item Z is not in the pool");
    expect(given({ item: "I1", score: 2 })).toThrow("item I1: a score of 2 is none of its scores 0, 1");
    expect(given({ item: "I1", score: 1 }, { item: "I1", score: 1 })).toThrow("item I1 has two responses");
    expect(() => nextItem(test, { responses: [], setAside: ["Z"] }, never)).toThrow(
      "item Z is not in the pool",
    );
  });

  it("and takes partial credit with its scores", () => {
    const graded = formItem({ item: "G", model: "gpcm", slope: 1.2, difficulties: [-1, 0, 1] });
    const { ability, selection } = nextItem(
      adaptiveTest([...pool, graded], { stop }),
      { responses: [{ item: "G", score: 3 }] },
      never,
    );
    expect(ability.theta).toBeGreaterThan(0.8);
    expect(selection?.item).not.toBe("G");
  });
});

describe("the posterior on the pool's grid", () => {
  it.each([
    { name: "many steep items", count: 80, slope: 2.5, deviation: 1 },
    { name: "a narrow prior", count: 10, slope: 1, deviation: 0.04 },
    { name: "a wide prior", count: 20, slope: 1.2, deviation: 2.5 },
  ])("has the mean and standard deviation of the integral under $name", ({ count, slope, deviation }) => {
    const items = Array.from({ length: count }, (_, i) => ({
      ...{ item: `i${i}`, model: "2pl" as const, scoreValues: [0, 1] },
      parameters: [slope, -slope * (0.6 * (i / count) - 0.3)],
    }));
    const test = adaptiveTest(items, {
      stop: { itemsMax: count },
      prior: { mean: 0, variance: deviation ** 2 },
    });
    for (let k = 0; k < 5; k++) {
      const scores = items.map((_, i) => Number((7 * i + k) % 12 < 5 + (k % 3)));
      const responses = items.map(({ item }, i) => ({ item, score: scores[i] }));
      const { ability } = nextItem(test, { responses }, never);
      // A sum over nodes so close that it is the integral.
      const [spacing, sums] = [deviation / 200, [0, 0, 0]];
      for (let theta = -8 * deviation; theta <= 8 * deviation; theta += spacing) {
        let log = -(theta ** 2) / (2 * deviation ** 2);
        items.forEach(({ parameters: [a, d] }, i) => {
          log -= Math.log1p(Math.exp((scores[i] ? -1 : 1) * (a * theta + d)));
        });
        [1, theta, theta ** 2].forEach((power, n) => (sums[n] += Math.exp(log) * power));
      }
      const mean = sums[1] / sums[0];
      const standardError = Math.sqrt(sums[2] / sums[0] - mean ** 2);
      expect(Math.abs(ability.theta - mean) / standardError).toBeLessThan(1e-5);
      expect(ability.standardError / standardError).toBeCloseTo(1, 5);
    }
  });
});
