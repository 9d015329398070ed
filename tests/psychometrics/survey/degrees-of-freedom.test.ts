import { describe, expect, it } from "vitest";
import {
  bootstrapReplication,
  differenceWithin,
  estimate,
  fayReplication,
  jk1Replication,
  jk2Replication,
  meanAndSd,
  replicatedGroups,
  replication,
  type Replication,
} from "../../../psychometrics/index.js";
import { normalSource } from "../../../psychometrics/numeric/random.js";
import { uniformFrom } from "../../support/uniform.js";

/** 20 zones of two schools with four pupils each; "centre" is zones 0 to 5, "north" the others, in which every second pupil is a girl. */
const zoneCount = 20;
const size = 8 * zoneCount;
const zoneOf = (p: number) => p >> 3;
const zones = Array.from({ length: size }, (_, p) => `z${zoneOf(p)}`);
const halves = Array.from({ length: size }, (_, p) => (p >> 2) & 1);
const schools = Array.from({ length: size }, (_, p) => `s${p >> 2}`);
const strata = Array.from({ length: size }, (_, p) => (zoneOf(p) % 2 === 0 ? "city" : "land"));
const weights = Float64Array.from({ length: size }, (_, p) => 1 + (p % 3));
const uniform = uniformFrom("degrees of freedom of groups");
const normal = normalSource(uniform);
const schoolValues = Array.from({ length: 2 * zoneCount }, () => normal());
const values = Float64Array.from({ length: size }, (_, p) => schoolValues[p >> 2] + normal());
const centre = Int32Array.from({ length: 48 }, (_, p) => p);

/** A method on the whole sample and on a file of the first six zones alone. */
type Make = (count: number) => Replication;
const first = <T>(list: readonly T[], count: number) => list.slice(0, count);
const jk2: Make = (n) => jk2Replication(weights.slice(0, n), first(zones, n), first(halves, n));
const both: Make = (n) => jk2Replication(weights.slice(0, n), first(zones, n), first(halves, n), "both");
const jk1: Make = (n) => jk1Replication(weights.slice(0, n), first(schools, n));
const fay = (k: number): Make => {
  return (n) => fayReplication(weights.slice(0, n), first(zones, n), first(halves, n), k);
};
const bootstrap = (count: number): Make => {
  return (n) => {
    const draws = uniformFrom("bootstrap of schools");
    return bootstrapReplication(weights.slice(0, n), first(strata, n), first(schools, n), count, draws);
  };
};

const freedom = (made: Replication, rows?: Int32Array) =>
  estimate({ values: [values.slice(0, made.full.length)], replication: made }, meanAndSd, { rows })[0]
    .degreesOfFreedom ?? NaN;

describe("degrees of freedom of a group in some of the zones", () => {
  it.each([
    ["JK2", jk2],
    ["JK2 both", both],
    ["JK1", jk1],
  ] as const)("%s: as of a file of the group alone, whatever other zones there are", (_, make) => {
    // A jackknife's replicates of other zones and units leave the group as it is: its deviations are the same in both files.
    const alone = freedom(make(48));
    expect(freedom(make(size), centre)).toBeCloseTo(alone, 8);
    expect(alone).toBeLessThan(make === jk1 ? 12 : 6.001);
    expect(freedom(make(size))).toBeGreaterThan(1.5 * alone);
  });

  it("JK2: Johnson and Rust's correction and limit are of the group's own zones", () => {
    const made = jk2(size);
    const deviations = Array.from({ length: 6 }, (_, z) => {
      const mean = (w: Float64Array) => {
        const total = centre.reduce((sum, p) => sum + w[p], 0);
        return centre.reduce((sum, p) => sum + w[p] * values[p], 0) / total;
      };
      return (mean(made.replicates[z]) - mean(made.full)) ** 2;
    });
    const sum = deviations.reduce((all, one) => all + one, 0);
    const ofSquares = sum ** 2 / deviations.reduce((all, one) => all + one ** 2, 0);
    expect(freedom(made, centre)).toBeCloseTo(Math.min(6, (3.16 - 2.77 / Math.sqrt(6)) * ofSquares), 8);
  });

  it("JK2: of a single zone 1", () => {
    expect(freedom(jk2(size), centre.slice(0, 8))).toBe(1);
  });

  it.each([
    ["BRR", 0],
    ["Fay", 0.5],
  ] as const)("%s: its zones, made here or read from a file with five digits", (_, k) => {
    const made = fay(k)(size);
    expect(made.replicates.length).toBeGreaterThan(zoneCount);
    expect([freedom(made), freedom(made, centre)]).toEqual([zoneCount, 6]);
    const rounded = made.replicates.map((one) => one.map((weight) => Number((weight / 3).toPrecision(5))));
    const full = made.full.map((weight) => Number((weight / 3).toPrecision(5)));
    expect(freedom(replication(made.method, full, rounded, k), centre)).toBe(6);
  });

  it("bootstrap: the schools less the strata, however many samples are drawn, and no more than samples less one", () => {
    // 40 and 12 schools in two strata each.
    for (const count of [100, 300]) {
      const made = bootstrap(count)(size);
      expect([freedom(made), freedom(made, centre)]).toEqual([38, 10]);
    }
    expect(freedom(bootstrap(8)(size))).toBe(7);
    // Ready weights do not tell their strata.
    const { method, full, replicates } = bootstrap(100)(size);
    expect(freedom(replication(method, full, replicates), centre)).toBe(11);
  });

  it("a difference has those of the zones of both groups together", () => {
    const made = fay(0.5)(size);
    const between = (groups: string[]) => {
      const [one, other] = replicatedGroups({ values: [values], replication: made }, groups);
      return differenceWithin(one.mean, other.mean, made).degreesOfFreedom;
    };
    const sexes = (p: number) => (p % 2 === 0 ? "boys" : "girls");
    expect(between(zones.map((_, p) => (p < 48 ? sexes(p) : "")))).toBe(6);
    expect(between(zones.map((_, p) => (p < 48 ? "centre" : p < 80 ? "next" : "")))).toBe(10);
  });
});
