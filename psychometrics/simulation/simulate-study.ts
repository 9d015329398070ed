import { notPresented, responseDataOf, type ResponseData } from "../data.js";
import { choleskyInPlace } from "../numeric/cholesky.js";
import { textWords } from "../numeric/counter-stream.js";
import { drawCategory } from "../numeric/random.js";
import { NamedStream } from "./named-stream.js";
import { requirePlan } from "./require-plan.js";
import { sampleSchools, type SampledSchool } from "./sample-schools.js";
import { itemAnswerer } from "./simulate-responses.js";
import {
  dimensionsOf,
  type StudyBooklet,
  type StudyGroup,
  type StudyItem,
  type StudyPlan,
} from "./study-plan.js";
import { Refusal } from "../messages/refusal.js";

/** One simulated test taker. */
export interface SimulatedTestTaker {
  id: string;
  group: string;
  /** Null without booklets. */
  booklet: string | null;
  /** The design weight: how many of the population stand behind the test taker; 1 in a simple random sample. */
  weight: number;
  /** In the order of the plan's regressors and dimensions. */
  regressors: number[];
  abilities: number[];
  /** Where the test taker was sampled by schools, with zones and halves for a jackknife of pairs. */
  school: { id: string; stratum: string; zone: number; half: 0 | 1 } | null;
}

/** A study as it would have been collected, and what is true in it. */
export interface SimulatedStudy {
  data: ResponseData;
  testTakers: SimulatedTestTaker[];
}

/**
 * Simulates a study: test takers of one or several groups, sampled simply or by schools, with abilities in one or several
 * correlated dimensions that depend on regressors, and their responses to known items of any model, in booklets, with items
 * that differ between groups.
 *
 * A test taker's ability is the group's mean + the stratum's shift + coefficients x regressors + a part of the school with
 * covariance ICC x Sigma + an own part with covariance (1 - ICC) x Sigma. Random numbers are named by the seed, the test taker
 * and the item, so that nobody's responses depend on how many others there are, or in which order items or groups stand.
 *
 * @throws {RangeError} for a plan that cannot be simulated, as `requirePlan` says, a covariance that is not positive definite, or
 * names of groups and strata that run together to one id for two schools or test takers, as "a" "b-c" and "a-b" "c" do.
 */
export function simulateStudy(plan: StudyPlan): SimulatedStudy {
  requirePlan(plan);
  const random = new NamedStream(plan.seed);
  const testTakers = plan.groups.flatMap((group) => groupOf(plan, group, random));
  requireApart(testTakers);
  const items = plan.items.map(({ item }) => item);
  const scores = new Int8Array(testTakers.length * items.length).fill(notPresented);
  const answerers = new Map(
    plan.groups.map(({ name }) => [name, plan.items.map((item) => answererIn(item, name))]),
  );
  const places = plan.items.map(({ dimension }) => (dimension ? dimensionsOf(plan).indexOf(dimension) : 0));
  const presented = new Map(
    (plan.booklets ?? []).map((booklet) => [booklet.name, columnsOf(booklet, items)]),
  );
  const everything = items.map((_, i) => i);
  testTakers.forEach((person, p) => {
    const words = textWords(person.id);
    const own = answerers.get(person.group) ?? [];
    for (const i of person.booklet === null ? everything : (presented.get(person.booklet) ?? [])) {
      const uniform = random.start(words, `item ${items[i]}`);
      scores[p * items.length + i] = drawCategory(
        () => uniform.uniform(),
        own[i](person.abilities[places[i]]),
      );
    }
  });
  return {
    testTakers,
    data: responseDataOf({
      ...{ items, personCount: testTakers.length, scores },
      maxScores: plan.items.map(({ difficulties }) => difficulties.length),
      weights: Float64Array.from(testTakers, ({ weight }) => weight),
      groups: testTakers.map(({ group }) => group),
      groupNames: plan.groups.map(({ name }) => name),
    }),
  };
}

/** An item's probabilities at an ability, in one group. */
function answererIn(item: StudyItem, group: string): (theta: number) => Float64Array {
  const { shift = 0, slopeFactor = 1 } = item.differs?.find(({ groups }) => groups.includes(group)) ?? {};
  return itemAnswerer({
    ...item,
    slope: item.slope * slopeFactor,
    difficulties: item.difficulties.map((b) => b + shift),
    categorySlopes: item.categorySlopes?.map((slope) => slope * slopeFactor),
  });
}

function columnsOf({ items }: StudyBooklet, all: readonly string[]): number[] {
  return items.map((item) => all.indexOf(item));
}

/** The test takers of one group, school by school where it has schools. */
function groupOf(plan: StudyPlan, group: StudyGroup, random: NamedStream): SimulatedTestTaker[] {
  const size = dimensionsOf(plan).length;
  const factor = factorOf(group, size);
  const prefix = plan.groups.length > 1 ? `${group.name}-` : "";
  const booklets = (plan.booklets ?? []).filter(({ groups }) => groups?.includes(group.name) ?? true);
  // Booklets go round from a random one on, in each school and each group anew.
  const bookletFrom = (place: string, purpose: string) => {
    const first = Math.floor(random.start(textWords(place), purpose).uniform() * booklets.length);
    return (n: number) => (booklets.length > 0 ? booklets[(first + n) % booklets.length].name : null);
  };
  const person = (id: string, booklet: string | null, base: readonly number[], share: number) => {
    const words = textWords(id);
    const regressors = (plan.regressors ?? []).map(({ name, kind, share: ones = 0.5 }) => {
      const stream = random.start(words, `regressor ${name}`);
      return kind === "normal" ? stream.normal() : Number(stream.uniform() < ones);
    });
    const own = normals(random, words, "ability", factor, size, Math.sqrt(share));
    const abilities = own.map((value, d) =>
      (plan.regressors ?? []).reduce(
        (sum, { coefficients }, j) => sum + coefficients[d] * regressors[j],
        base[d] + value,
      ),
    );
    return { id, group: group.name, booklet, regressors, abilities };
  };
  const mean = group.mean ?? new Array<number>(size).fill(0);
  if (!group.sample) {
    const booklet = bookletFrom(group.name, "booklet");
    return Array.from({ length: group.testTakers ?? 0 }, (_, n) => ({
      ...person(`${prefix}${n + 1}`, booklet(n), mean, 1),
      ...{ weight: 1, school: null },
    }));
  }
  const between = group.sample.intraclassCorrelation;
  return sampleSchools(prefix, group.sample, random).flatMap((school) => {
    const effect = normals(random, textWords(school.id), "school ability", factor, size, Math.sqrt(between));
    const base = mean.map((value, d) => value + (school.stratum.shift?.[d] ?? 0) + effect[d]);
    const booklet = bookletFrom(school.id, "school booklet");
    return Array.from({ length: school.taken }, (_, n) => ({
      ...person(`${school.id}-${n + 1}`, booklet(n), base, 1 - between),
      ...{ weight: school.weight, school: placeOf(school, n) },
    }));
  });
}

/** Random numbers are named by ids, so that two of one id would be the same person, or the same school. */
function requireApart(testTakers: readonly SimulatedTestTaker[]): void {
  const people = new Set<string>();
  const schools = new Map<string, string>();
  for (const { id, group, school } of testTakers) {
    const stratum = school && JSON.stringify([group, school.stratum]);
    if (people.has(id) || (school && (schools.get(school.id) ?? stratum) !== stratum))
      throw people.has(id)
        ? new Refusal("test-taker-in-two-groups", { group, name: id })
        : new Refusal("school-in-two-groups", { group, name: school?.id ?? "" });
    people.add(id);
    if (school && stratum) schools.set(school.id, stratum);
  }
}

function placeOf({ id, stratum, zone, half }: SampledSchool, n: number): SimulatedTestTaker["school"] {
  return { id, stratum: stratum.name, zone, half: half ?? (n % 2 === 0 ? 0 : 1) };
}

/** Normal numbers with a share of the covariance whose lower factor is given. */
function normals(
  random: NamedStream,
  words: [number, number],
  purpose: string,
  factor: Float64Array,
  size: number,
  scale: number,
): number[] {
  const stream = random.start(words, purpose);
  const z = Array.from({ length: size }, () => stream.normal());
  return z.map((_, d) => {
    let sum = 0;
    for (let e = 0; e <= d; e++) sum += factor[d * size + e] * z[e];
    return scale * sum;
  });
}

function factorOf({ name, covariance }: StudyGroup, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let d = 0; d < size; d++)
    for (let e = 0; e < size; e++) factor[d * size + e] = covariance ? covariance[d][e] : Number(d === e);
  if (choleskyInPlace(factor, size) >= 0) throw new Refusal("group-covariance-singular", { group: name });
  return factor;
}
