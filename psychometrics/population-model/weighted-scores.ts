import type { ParameterisedItem } from "../likelihood/tables.js";

/** Responses whose likelihood is `exp(score * theta + constant)` times what all share to whom the same was presented. */
export interface WeightedScores {
  /** For each test taker the sum of the a_k of the responses, in units per logit. */
  scores: Float64Array;
  /** For each test taker the sum of their d_k. */
  constants: Float64Array;
  /** Test takers x items: the responses that are left to tell apart; 0 for any response that the score takes care of. */
  responses: Int8Array;
}

/**
 * What a test taker's responses come to in models whose log-odds are linear in ability. There
 *
 *     log P(k) = a_k theta + d_k + log P(0),
 *
 * so that the responses matter through two sums alone: the score is a sufficient statistic (Birnbaum, 1968; Andersen, 1977).
 * Items of other models, such as the 3PL and the GRM, add nothing to the sums and keep their responses.
 *
 * Andersen, E. B. (1977). Sufficient statistics and latent trait models. Psychometrika, 42(1), 69-81.
 * Birnbaum, A. (1968). Some latent trait models and their use in inferring an examinee's ability. In F. M. Lord &
 * M. R. Novick, Statistical theories of mental test scores (pp. 397-479). Addison-Wesley.
 *
 * @param responses test takers x items: categories from 0, or -1 where not presented.
 */
export function weightedScores(
  items: readonly ParameterisedItem[],
  responses: Int8Array,
  personCount: number,
): WeightedScores {
  const scores = new Float64Array(personCount);
  const constants = new Float64Array(personCount);
  const left = responses.slice();
  items.forEach(({ model, categories, parameters }, i) => {
    if (!model.hasLinearLogOdds) return;
    // Category 0 has slope and intercept 0.
    const slopes = new Float64Array(categories);
    const intercepts = new Float64Array(categories);
    model.toCategoryForm(parameters, slopes.subarray(1), intercepts.subarray(1));
    for (let p = 0, at = i; p < personCount; p++, at += items.length) {
      const category = responses[at];
      if (category <= 0) continue;
      scores[p] += slopes[category];
      constants[p] += intercepts[category];
      left[at] = 0;
    }
  });
  return { scores, constants, responses: left };
}
