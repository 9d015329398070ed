import { message, type Message } from "../messages/message.js";

/** A predictor of which less than this share of the variance is left beside others says nothing of its own. */
const shareLeft = 1e-10;

/**
 * Why a regression on these predictors has no coefficients: nobody has all of them, one is the same for everybody, or one
 * follows from others. Null where they are independent, and what is missing is variance in the values.
 *
 * @param predictors for each predictor its value for every person; a person who lacks one (NaN) is left out.
 * @param weights of all persons; those of weight 0 are left out.
 * @param rows the persons to use.
 */
export function whyNotIndependent(
  predictors: readonly ArrayLike<number>[],
  names: readonly string[],
  weights: ArrayLike<number>,
  rows: Int32Array,
): Message | null {
  const used = Array.from(rows).filter(
    (p) => weights[p] !== 0 && predictors.every((predictor) => !Number.isNaN(predictor[p])),
  );
  if (used.length === 0) return message("nobody-with-predictors");
  const columns = predictors.map((predictor) => centred(used.map((p) => predictor[p])));
  const squares = columns.map((column) => dot(column, column));
  const scales = predictors.map((predictor) => used.reduce((sum, p) => sum + predictor[p] ** 2, 0));
  const constant = squares.findIndex((square, j) => !(square > shareLeft * scales[j]));
  if (constant >= 0) return message("predictor-constant", { name: names[constant] });
  // What is left of each column beside those before it, and what it took of them.
  const rests: number[][] = [];
  for (let j = 0; j < columns.length; j++) {
    const rest = columns[j].slice();
    const takenFrom = rests.flatMap((before, h) => {
      const share = dot(before, rest) / dot(before, before);
      before.forEach((value, n) => (rest[n] -= share * value));
      return share ** 2 * dot(before, before) > shareLeft * squares[j] ? [names[h]] : [];
    });
    if (!(dot(rest, rest) > shareLeft * squares[j]))
      return message("predictor-follows", { name: names[j], names: takenFrom });
    rests.push(rest);
  }
  return null;
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, n) => sum + value * b[n], 0);
}
