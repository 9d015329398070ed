import { notPresented, type ResponseData } from "../data.js";
import { roundingSpan } from "../numeric/rounding-span.js";
import { Refusal } from "../messages/refusal.js";

/** One group of test takers of similar ability and how they did on an item. */
export interface EmpiricalPoint {
  /** Weighted mean ability of the group, in logits. */
  theta: number;
  /** Test takers in it to whom the item was presented. */
  n: number;
  meanScore: number;
  /** Standard error of the mean score; null for a single test taker. */
  standardError: number | null;
  /** Share of each score from 0 to the item's maximum. */
  proportions: number[];
}

/**
 * The points to lay over an item's curve: test takers presented the item, cut by ability into groups of equal size.
 *
 * @param abilities of the test takers in the order of the data; those with null are left out.
 * @param groupCount how many groups; fewer where there are fewer different abilities.
 * @throws {RangeError} when the data have no such item.
 */
export function empiricalPoints(
  data: ResponseData,
  abilities: readonly (number | null)[],
  item: string,
  groupCount = 10,
): EmpiricalPoint[] {
  const column = data.items.indexOf(item);
  if (column < 0) throw new Refusal("data-without-item", { item });
  const persons: { theta: number; score: number; weight: number }[] = [];
  abilities.forEach((theta, p) => {
    const score = data.scores[p * data.items.length + column];
    if (theta === null || !Number.isFinite(theta) || score === notPresented || data.weights[p] === 0) return;
    persons.push({ theta, score, weight: data.weights[p] });
  });
  persons.sort((a, b) => a.theta - b.theta);
  const total = persons.reduce((sum, { weight }) => sum + weight, 0);
  const span = roundingSpan(persons.map(({ theta }) => theta));
  const groups: (typeof persons)[] = [];
  let before = 0;
  let lastGroup = -1;
  let tied = -Infinity;
  for (const person of persons) {
    // Test takers of one ability stay together: a boundary within a tie would be drawn by the order of the file.
    const isTie = person.theta - tied <= span;
    if (!isTie) tied = person.theta;
    const place = isTie
      ? lastGroup
      : Math.min(groupCount - 1, Math.floor((before / total) * groupCount + 1e-9));
    if (place !== lastGroup) groups.push([]);
    groups[groups.length - 1].push(person);
    lastGroup = place;
    before += person.weight;
  }
  return groups.map((group) => describeGroup(group, data.maxScores[column]));
}

function describeGroup(
  group: { theta: number; score: number; weight: number }[],
  maxScore: number,
): EmpiricalPoint {
  const proportions = new Array<number>(maxScore + 1).fill(0);
  let total = 0;
  let theta = 0;
  let meanScore = 0;
  for (const person of group) {
    total += person.weight;
    theta += person.weight * person.theta;
    meanScore += person.weight * person.score;
    proportions[person.score] += person.weight;
  }
  theta /= total;
  meanScore /= total;
  let variance = 0;
  for (const person of group) variance += (person.weight / total) * (person.score - meanScore) ** 2;
  return {
    theta,
    n: group.length,
    meanScore,
    standardError: group.length > 1 ? Math.sqrt(variance / (group.length - 1)) : null,
    proportions: proportions.map((weight) => weight / total),
  };
}
