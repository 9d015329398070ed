import type { Rubric } from "../types.js";

/** Two coders' codes for one response. */
export interface CodePair {
  first: string;
  second: string;
}

/** How well two coders agree on an item. */
export interface Agreement {
  /** Responses coded twice. */
  count: number;
  /** Of these, given the same code by both. */
  agreedCount: number;
  /** Share agreed, 0 to 1; null where nothing was coded twice. */
  proportionAgreed: number | null;
  /**
   * Cohen's kappa, −1 to 1: agreement beyond what the coders' own frequencies of codes would give by chance. Null where
   * nothing was coded twice and where both coders always gave one and the same code, because 0 / 0 says nothing.
   */
  kappa: number | null;
  /** How often the first coder gave `first` and the second `second`; pairs that never occur are left out. */
  table: { first: string; second: string; count: number }[];
}

/**
 * Agreement of two coders on the same responses: the exact agreement that PISA reports and Cohen's kappa,
 *
 *     kappa = (p_o − p_e) / (1 − p_e),
 *
 * with p_o the share agreed and p_e the sum over codes of the product of both coders' shares of that code.
 *
 * @example
 * agreement([{ first: "1", second: "1" }, { first: "0", second: "1" }]).proportionAgreed; // 0.5
 *
 * Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement, 20(1), 37-46.
 */
export function agreement(pairs: readonly CodePair[]): Agreement {
  const count = pairs.length;
  const agreedCount = pairs.filter(({ first, second }) => first === second).length;
  const table = tableOf(pairs);
  if (count === 0) return { count, agreedCount, proportionAgreed: null, kappa: null, table };

  const codes = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))];
  const share = (side: keyof CodePair, code: string) =>
    pairs.filter((pair) => pair[side] === code).length / count;
  const byChance = codes.reduce((sum, code) => sum + share("first", code) * share("second", code), 0);
  const proportionAgreed = agreedCount / count;
  // With one code only, both shares are exactly 1.
  const kappa = codes.length === 1 ? null : (proportionAgreed - byChance) / (1 - byChance);
  return { count, agreedCount, proportionAgreed, kappa, table };
}

function tableOf(pairs: readonly CodePair[]): Agreement["table"] {
  const cells = new Map<string, { first: string; second: string; count: number }>();
  for (const { first, second } of pairs) {
    const name = `${first}\u0000${second}`;
    const cell = cells.get(name) ?? { first, second, count: 0 };
    cells.set(name, { ...cell, count: cell.count + 1 });
  }
  return [...cells.values()].sort(
    (a, b) => a.first.localeCompare(b.first) || a.second.localeCompare(b.second),
  );
}

/** The same pairs as scores, since two codes may stand for one score; codes that the rubric lacks are left out. */
export function asScorePairs(rubric: Rubric, pairs: readonly CodePair[]): CodePair[] {
  const scoreOf = (code: string) => rubric.codes.find((each) => each.code === code)?.score;
  return pairs.flatMap(({ first, second }) => {
    const scores = [scoreOf(first), scoreOf(second)];
    return scores.includes(undefined) ? [] : [{ first: String(scores[0]), second: String(scores[1]) }];
  });
}
