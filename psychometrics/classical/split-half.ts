/** How well two halves of a test agree. */
export interface SplitHalf {
  /** Correlation of the two half scores. */
  correlation: number;
  /** For the whole test, if the halves are parallel: 2r / (1 + r) (Spearman, 1910; Brown, 1910). */
  spearmanBrown: number;
  /** 4 cov(A, B) / variance of the total, which wants no equal variances (Flanagan, 1937; Rulon, 1939). */
  flanaganRulon: number;
}

/** Items 1, 3, 5 ... against items 2, 4, 6 ... . */
export function oddEven(itemCount: number): boolean[] {
  return Array.from({ length: itemCount }, (_, i) => i % 2 === 0);
}

/**
 * The split-half reliability from the items' covariances. Null with fewer than two items, an empty half, a pair of
 * items without a covariance, or a half or a total that does not vary.
 *
 * @param covariances items x items, row by row.
 * @param isFirst which items make the first half; odd against even by default.
 */
export function splitHalf(
  covariances: Float64Array,
  itemCount: number,
  isFirst: readonly boolean[] = oddEven(itemCount),
): SplitHalf | null {
  let first = 0;
  let second = 0;
  let between = 0;
  for (let i = 0; i < itemCount; i++) {
    for (let j = 0; j < itemCount; j++) {
      const value = covariances[i * itemCount + j];
      if (isFirst[i] !== isFirst[j]) between += value / 2;
      else if (isFirst[i]) first += value;
      else second += value;
    }
  }
  if (!(first > 0 && second > 0 && first + second + 2 * between > 0)) return null;
  const correlation = between / Math.sqrt(first * second);
  return {
    correlation,
    spearmanBrown: (2 * correlation) / (1 + correlation),
    flanaganRulon: (4 * between) / (first + second + 2 * between),
  };
}
