/** A source of uniform numbers in [0, 1). The caller makes it from a seed; nothing here has one of its own. */
export type Uniform = () => number;

/**
 * A source of standard normal numbers (Box & Muller, 1958). It uses two uniform numbers for every two it gives,
 * in a fixed order, so that a seed always gives the same sequence.
 */
export function normalSource(uniform: Uniform): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    // 1 - u is never zero, so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** A category drawn with the given probabilities, which sum to one. */
export function drawCategory(uniform: Uniform, probabilities: ArrayLike<number>): number {
  let left = uniform();
  const last = probabilities.length - 1;
  for (let k = 0; k < last; k++) {
    left -= probabilities[k];
    if (left < 0) return k;
  }
  return last;
}
