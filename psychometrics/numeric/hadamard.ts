import { Refusal } from "../messages/refusal.js";

/**
 * A Hadamard matrix of the smallest order that is at least `minimum` and that these two constructions reach: doubling
 * (Sylvester, 1867) from 1, 2, or from q + 1 for a prime q with q mod 4 = 3 (Paley, 1933). Among the orders are 4, 8, 12, 20,
 * 24, 32, 40, 44, 48, 60, 72, 80 and 128.
 *
 * @returns rows of +1 and -1; any two rows, and any two columns, are orthogonal. The first row and column are all +1.
 * @throws {RangeError} for a minimum that is no whole number from 1 to 4096.
 *
 * Paley, R. E. A. C. (1933). On orthogonal matrices. Journal of Mathematics and Physics, 12, 311-320.
 */
export function hadamardMatrix(minimum: number): Int8Array[] {
  if (!Number.isInteger(minimum) || minimum < 1 || minimum > 4096) {
    throw new Refusal("hadamard-order", { value: minimum });
  }
  for (let order = minimum; ; order++) {
    const matrix = ofOrder(order);
    if (matrix) return normalised(matrix);
  }
}

function ofOrder(order: number): Int8Array[] | null {
  if (order === 1) return [Int8Array.of(1)];
  if (order === 2) return [Int8Array.of(1, 1), Int8Array.of(1, -1)];
  if (order % 4 !== 0) return null;
  if (isPrime(order - 1)) return paley(order - 1);
  const half = ofOrder(order / 2);
  return half && doubled(half);
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return number > 1;
}

/** Order q + 1 from the squares modulo q: I + S, with S skew-symmetric because -1 is no square. */
function paley(q: number): Int8Array[] {
  const isSquare = new Set(Array.from({ length: q - 1 }, (_, n) => ((n + 1) * (n + 1)) % q));
  const character = (n: number) => (n === 0 ? 0 : isSquare.has(n) ? 1 : -1);
  return Array.from({ length: q + 1 }, (_, row) =>
    Int8Array.from({ length: q + 1 }, (_, column) => {
      if (row === column) return 1;
      if (row === 0) return 1;
      if (column === 0) return -1;
      return character((column - row + q) % q);
    }),
  );
}

function doubled(half: Int8Array[]): Int8Array[] {
  return [1, -1].flatMap((sign) =>
    half.map((row) => Int8Array.from([...row, ...row.map((entry) => sign * entry)])),
  );
}

/** Rows and columns with their signs turned so that the first of each is all +1. */
function normalised(matrix: Int8Array[]): Int8Array[] {
  const first = matrix[0].slice();
  return matrix.map((row) => {
    const turned = row.map((entry, column) => entry * first[column]);
    return turned[0] === 1 ? turned : turned.map((entry) => -entry);
  });
}
