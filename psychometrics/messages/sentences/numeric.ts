/** What numeric/ refuses, in English. */
export const numericSentences = {
  "quantile-probability": "a quantile needs a probability between 0 and 1, not {value}",
  "no-seed": "a seed is a whole number from 0 to 2^53 - 1, not {value}",
  "gauss-hermite-nodes": "Gauss-Hermite quadrature has 1 to 64 nodes, not {count}",
  "hadamard-order": "the order of a Hadamard matrix is a whole number from 1 to 4096, not {value}",
  "quantile-of-nothing": "there is no quantile of no values",
  "few-nodes": "a grid needs at least 3 nodes, not {count}",
  "grid-range": "a grid needs a positive range, not {value}",
  "eigenvalues-of-no-numbers": "the eigenvalues cannot be found: the matrix is not all numbers",
} as const;
