/** So many vectors are gathered before they are multiplied: what they need stays in the cache. */
const batchLength = 64;

/**
 * The sum of s s' over many vectors s. Vectors are gathered and multiplied many at a time, two rows by two columns,
 * so that each number that is read serves twice; places at which a whole batch is zero cost nothing.
 */
export class OuterProducts {
  private readonly size: number;
  private readonly sum: Float64Array;
  /** Places x vectors of the batch. */
  private readonly batch: Float64Array;
  private readonly isTouched: Uint8Array;
  private count = 0;

  /** @param size the length of the vectors. */
  constructor(size: number) {
    this.size = size;
    this.sum = new Float64Array(size * size);
    this.batch = new Float64Array(size * batchLength);
    this.isTouched = new Uint8Array(size);
  }

  /** Add `weight` times s s', `weight` being at least 0. */
  add(vector: Float64Array, weight: number): void {
    const root = Math.sqrt(weight);
    for (let a = 0; a < this.size; a++) {
      if (vector[a] === 0) continue;
      this.batch[a * batchLength + this.count] = root * vector[a];
      this.isTouched[a] = 1;
    }
    if (++this.count === batchLength) this.multiply();
  }

  /** The sum so far, symmetric, row by row. */
  total(): Float64Array {
    this.multiply();
    const { size, sum } = this;
    for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) sum[b * size + a] = sum[a * size + b];
    return sum.slice();
  }

  private multiply(): void {
    const touched: number[] = [];
    this.isTouched.forEach((is, a) => is && touched.push(a));
    for (let m = 0; m < touched.length; m += 2) {
      // Where their number is odd, the last one is taken twice, and counted once.
      const a = touched[m];
      const b = touched[m + 1] ?? a;
      for (let n = 0; n <= m; n += 2) this.multiplyFour(a, b, touched[n], touched[n + 1] ?? touched[n]);
    }
    this.batch.fill(0);
    this.isTouched.fill(0);
    this.count = 0;
  }

  /** Add the batch's products of the places `a` and `b` with `c` and `d`, in the lower triangle. */
  private multiplyFour(a: number, b: number, c: number, d: number): void {
    const { size, batch, sum } = this;
    const [rowA, rowB, rowC, rowD] = [a * batchLength, b * batchLength, c * batchLength, d * batchLength];
    let ac = 0;
    let ad = 0;
    let bc = 0;
    let bd = 0;
    for (let n = 0; n < batchLength; n++) {
      const ofA = batch[rowA + n];
      const ofB = batch[rowB + n];
      const ofC = batch[rowC + n];
      const ofD = batch[rowD + n];
      ac += ofA * ofC;
      ad += ofA * ofD;
      bc += ofB * ofC;
      bd += ofB * ofD;
    }
    sum[a * size + c] += ac;
    if (d !== c) sum[a * size + d] += ad;
    if (b === a) return;
    sum[b * size + c] += bc;
    if (d !== c) sum[b * size + d] += bd;
  }
}
