import { describe, expect, it } from "vitest";
import {
  calibrate,
  itemFit,
  itemGroupDeviations,
  partialInvariance,
  scorePersons,
  simulateAbilities,
  simulateResponses,
  type InvarianceRound,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { hasShared, largestDifference, needsShared } from "../../support/psychometric-fixtures.js";
import { sharedReference, sharedScores } from "../../support/reference-parameters.js";
import { uniformFrom } from "../../support/uniform.js";

const groupNames = ["A", "B", "C", "D", "E"];
const trueMeans = [0, 0.3, -0.2, 0.5, 0.1];
const personsPerGroup = 800;

/** Twelve items; some are harder or easier in some groups, by logits. */
const shifts: Record<string, Partial<Record<string, number>>> = {
  i03: { B: 1 },
  i06: { B: 1.2, C: 1.2 },
  i09: { D: -1.1, B: 1 },
};

function itemsIn(group: string): SimulatedItem[] {
  return Array.from({ length: 12 }, (_, n): SimulatedItem => {
    const item = `i${String(n + 1).padStart(2, "0")}`;
    const difficulty = -1.4 + 0.25 * n + (shifts[item]?.[group] ?? 0);
    return { item, model: "2pl", slope: 0.9 + 0.1 * (n % 5), difficulties: [difficulty] };
  });
}

function simulated(seed: string): ResponseData {
  const uniform = uniformFrom(seed);
  const parts = groupNames.map((group, g) =>
    simulateResponses(uniform, simulateAbilities(uniform, personsPerGroup, trueMeans[g]), itemsIn(group)),
  );
  const scores = new Int8Array(parts.reduce((sum, part) => sum + part.scores.length, 0));
  parts.forEach((part, g) => scores.set(part.scores, g * part.scores.length));
  const personCount = parts.length * personsPerGroup;
  return {
    ...parts[0],
    personCount,
    scores,
    weights: new Float64Array(personCount).fill(1),
    groups: Int32Array.from({ length: personCount }, (_, p) => Math.floor(p / personsPerGroup)),
    groupNames,
  };
}

/** Sets of groups in an order that does not depend on when they were made. */
const sorted = (sets: string[][] = []) => sets.map((set) => set.slice().sort()).sort();

const data = simulated("invariance");
const options = { model: "2pl", quadrature: 41 } as const;

describe("partial invariance", () => {
  const seen: InvarianceRound[] = [];
  const fits = new Set<string>();
  const found = partialInvariance(
    data,
    { ...options, onCycle: ({ fit }) => fits.add(fit?.english ?? "") },
    { threshold: 0.1, onRound: (round) => seen.push(round) },
  );
  const uniqueOf = (item: string) => found.partitions.find((partition) => partition.item === item)?.unique;

  it("finds the items that differ between groups, and no others", () => {
    expect(found.ended).toBe("none above the threshold");
    const freed = found.partitions.filter(({ unique }) => unique.length > 0).map(({ item }) => item);
    expect(freed).toEqual(["i03", "i06", "i09"]);
    expect(uniqueOf("i03")).toEqual([["B"]]);
  });

  it("gives groups that deviate the same way one set of parameters together, and the others each their own", () => {
    expect(sorted(uniqueOf("i06"))).toEqual([["B", "C"]]);
    expect(sorted(uniqueOf("i09"))).toEqual([["B"], ["D"]]);
    expect(
      found.counts.map(({ common, uniqueShared, uniqueAlone }) => [common, uniqueShared, uniqueAlone]),
    ).toEqual([
      [12, 0, 0],
      [9, 1, 2],
      [11, 1, 0],
      [11, 0, 1],
      [12, 0, 0],
    ]);
  });

  it("takes the bias out of the means of the groups", () => {
    const invariant = found.rounds[0].groups;
    // B looks 0.2 too low where its three harder items count as everybody's.
    expect(trueMeans[1] - invariant[1].mean).toBeGreaterThan(0.12);
    found.calibration.groups.forEach(({ mean }, g) => {
      // Four standard errors of the mean of 800.
      expect(Math.abs(mean - trueMeans[g])).toBeLessThan(4 * Math.sqrt(2 / personsPerGroup));
    });
    const [b] = found.calibration.items.filter(({ item, groups }) => item === "i03" && groups?.includes("B"));
    const truth = itemsIn("B")[2].difficulties[0];
    expect(Math.abs((b.difficulties[0] ?? NaN) - truth)).toBeLessThan(
      4 * (b.standardErrors.difficulties[0] ?? 0),
    );
  });

  it("reports every round and every step, and each step was above the threshold", () => {
    expect(seen).toEqual(found.rounds);
    expect(found.rounds.map(({ round }) => round)).toEqual(found.rounds.map((_, n) => n + 1));
    expect(found.rounds.at(-1)?.aboveCount).toBe(0);
    found.rounds
      .slice(1)
      .forEach(({ logLikelihood }, n) =>
        expect(logLikelihood).toBeGreaterThan(found.rounds[n].logLikelihood),
      );
    expect(found.steps.length).toBeGreaterThanOrEqual(4);
    for (const { rmsd, set, group } of found.steps) {
      expect(rmsd).toBeGreaterThan(0.1);
      expect(set).toContain(group);
    }
    // From the present values a refit takes fewer cycles than the first calibration to the same tolerance.
    const [first, ...others] = found.rounds.slice(0, -1).map(({ cycles }) => cycles);
    expect(Math.max(...others)).toBeLessThanOrEqual(first);
  });

  it("says in each cycle which calibration it is of", () => {
    const named = [...fits];
    const count = found.rounds.length;
    expect(named).toHaveLength(count + 1);
    expect(named[0]).toBe("round 1, items with parameters of their own: 0");
    expect(named.at(-1)).toBe(`round ${count} to its end, items with parameters of their own: 3`);
    named.slice(0, -1).forEach((name, n) => expect(name).toMatch(new RegExp(`^round ${n + 1},`, "u")));
  });

  it("ends with the calibration that its partition describes, which scores and fits each group by its own", () => {
    const again = calibrate(data, {
      ...options,
      unique: found.partitions.flatMap(({ item, unique }) => unique.map((groups) => ({ item, groups }))),
    });
    expect(again.logLikelihood).toBeCloseTo(found.calibration.logLikelihood, 5);
    expect(scorePersons(found.calibration, data, ["eap"])[personsPerGroup].max).toBe(12);
    expect(itemFit(found.calibration, data).filter(({ item }) => item === "i09")).toHaveLength(3);
  });

  it("frees several items a round where that is asked for, to the same end", () => {
    const quick = partialInvariance(data, options, { threshold: 0.1, freePerRound: 3 });
    expect(quick.rounds.length).toBeLessThan(found.rounds.length);
    expect(quick.partitions.map(({ unique }) => sorted(unique))).toEqual(
      found.partitions.map(({ unique }) => sorted(unique)),
    );
  });

  it("stops at its limit of rounds, and says so", () => {
    const stopped = partialInvariance(data, options, { threshold: 0.1, roundsMax: 2 });
    expect(stopped.ended).toBe("limit of rounds");
    expect(stopped.rounds).toHaveLength(2);
    expect(stopped.counts.some(({ above }) => above > 0)).toBe(true);
  });

  it("unties no group from the others", () => {
    const tied = partialInvariance(data, options, { threshold: 0.02, tiedItemsMin: 10, roundsMax: 60 });
    expect(tied.ended).toBe("too few items in common");
    expect(tied.steps.some(({ action }) => action === "kept")).toBe(true);
    for (const { common, uniqueShared } of tied.counts)
      expect(common + uniqueShared).toBeGreaterThanOrEqual(10);
    // The bound itself is allowed: items are freed until just ten tie a group.
    expect(Math.min(...tied.counts.map(({ common, uniqueShared }) => common + uniqueShared))).toBe(10);
  });

  it("leaves out an item in a group where no parameters fit it", () => {
    // In D the ablest do no better on i12 than the least able, who do better than the middle.
    const scores = data.scores.slice();
    for (let p = 3 * personsPerGroup; p < 4 * personsPerGroup; p++) {
      const row = scores.subarray(p * 12, p * 12 + 11);
      const sum = row.reduce((total, score) => total + score, 0);
      scores[p * 12 + 11] = Math.abs(sum - 6.5) > 2.5 ? 1 : 0;
    }
    const result = partialInvariance({ ...data, scores }, options);
    expect(result.partitions[11].dropped).toEqual(["D"]);
    const actions = result.steps.filter(({ item }) => item === "i12").map(({ action }) => action);
    expect(actions).toEqual(["unique", "dropped"]);
    expect(result.counts[3].dropped).toBe(1);
    const persons = scorePersons(result.calibration, { ...data, scores }, ["eap"]);
    expect(persons[0].max).toBe(12);
    expect(persons[3 * personsPerGroup].max).toBe(11);
  });

  it("leaves alone what is invariant", () => {
    const uniform = uniformFrom("invariant");
    const all = simulateResponses(uniform, simulateAbilities(uniform, 2000), itemsIn("A"));
    const groups = Int32Array.from({ length: 2000 }, (_, p) => p % 2);
    const result = partialInvariance({ ...all, groups, groupNames: ["odd", "even"] }, options);
    expect(result.rounds).toHaveLength(1);
    expect(result.steps).toEqual([]);
  });

  it("starts where it is told to, and holds a parameter in all groups or in none", () => {
    const start = [{ item: "i03", parameter: "slope", value: 1.5 }];
    const begun = partialInvariance(data, { ...options, start }, { threshold: 0.1, freePerRound: 3 });
    expect(begun.calibration.logLikelihood).toBeCloseTo(found.calibration.logLikelihood, 4);
    const held = { item: "i03", parameter: "slope", value: 1, groups: ["B"] };
    let cycles = 0;
    const count = { onCycle: () => cycles++, unique: [{ item: "i03", groups: ["B"] }] };
    expect(() => partialInvariance(data, { ...options, ...count, fixed: [held] })).toThrow(
      "item i03: its slope is held in B alone",
    );
    expect(cycles).toBe(0);
  });

  it("refuses what makes no sense", () => {
    expect(() =>
      partialInvariance({ ...data, groups: new Int32Array(data.personCount), groupNames: ["A"] }, options),
    ).toThrow("needs two groups or more");
    expect(() => partialInvariance(data, options, { threshold: 0 })).toThrow("0 is no threshold");
    expect(() => partialInvariance(data, options, { freePerRound: 0.5 })).toThrow("freePerRound is 0.5");
    const unique = [{ item: "i01", groups: ["B"], parameters: ["slope"] }];
    expect(() => partialInvariance(data, { ...options, unique })).toThrow(
      "item i01: invariance is given up for whole items",
    );
  });
});

describe("deviations by group", () => {
  it.skipIf(!hasShared)(`sim_booklet in two groups by the PCM has TAM's RMSD by group ${needsShared}`, () => {
    const expected = sharedReference("sim_booklet", "mg_tam_pcm");
    const responses = sharedScores("sim_booklet", { group: "group" });
    const calibration = calibrate(responses, {
      model: "pcm",
      quadrature: 101,
      range: 10,
      standardErrors: "none",
    });
    const ours = itemGroupDeviations(calibration, responses);
    const theirs = expected.RMSD.RMSD.flatMap((item: { Group1: number; Group2: number }) => [
      item.Group1,
      item.Group2,
    ]);
    // The same definition at the same parameters to five digits.
    expect(
      largestDifference(
        ours.map(({ rmsd }) => rmsd),
        theirs,
      ),
    ).toBeLessThan(0.00005);
  });

  it("with one group are the item fit's", () => {
    const calibration = calibrate(
      { ...data, groupNames: ["A"], groups: new Int32Array(data.personCount) },
      options,
    );
    const one = { ...data, groupNames: ["A"], groups: new Int32Array(data.personCount) };
    const fit = itemFit(calibration, one);
    const deviations = itemGroupDeviations(calibration, one);
    const of = (rows: { rmsd: number | null; md: number | null }[]) =>
      rows.flatMap(({ rmsd, md }) => [rmsd, md]);
    expect(largestDifference(of(fit), of(deviations))).toBeLessThan(1e-10);
    expect(deviations[0].fromCommon).toMatchObject({ rmsd: deviations[0].rmsd });
  });
});
