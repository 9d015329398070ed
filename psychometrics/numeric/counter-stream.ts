import { Refusal } from "../messages/refusal.js";

// The multipliers and the steps of the key of Philox 4x32 (Salmon et al., 2011, table 2).
const multiplierA = 0xd2511f53;
const multiplierB = 0xcd9e8d57;
const keyStepA = 0x9e3779b9;
const keyStepB = 0xbb67ae85;
const rounds = 10;

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) >>> 0;
}

/**
 * Philox 4x32 with ten rounds (Salmon, Moraes, Dror & Shaw, 2011): four random 32-bit words as a function of a counter
 * of four words and a key of two. Every call stands alone, so that any number of streams can be read in any order.
 *
 * @param counter four words; overwritten by the random ones.
 *
 * Salmon, J. K., Moraes, M. A., Dror, R. O., & Shaw, D. E. (2011). Parallel random numbers: As easy as 1, 2, 3.
 * Proceedings of the International Conference for High Performance Computing (SC11), article 16.
 */
export function philox(counter: Uint32Array, keyA: number, keyB: number): void {
  let a = keyA >>> 0;
  let b = keyB >>> 0;
  let x0 = counter[0];
  let x1 = counter[1];
  let x2 = counter[2];
  let x3 = counter[3];
  for (let round = 0; round < rounds; round++) {
    const highA = highProduct(multiplierA, x0);
    const lowA = Math.imul(multiplierA, x0);
    const highB = highProduct(multiplierB, x2);
    const lowB = Math.imul(multiplierB, x2);
    x0 = (highB ^ x1 ^ a) >>> 0;
    x1 = lowB >>> 0;
    x2 = (highA ^ x3 ^ b) >>> 0;
    x3 = lowA >>> 0;
    a = (a + keyStepA) >>> 0;
    b = (b + keyStepB) >>> 0;
  }
  counter[0] = x0;
  counter[1] = x1;
  counter[2] = x2;
  counter[3] = x3;
}

/**
 * Random numbers that depend on nothing but the run's seed and the name of the stream: the same whichever worker
 * draws them, whenever, and whatever was drawn before.
 */
export class CounterStream {
  private readonly keyA: number;
  private readonly keyB: number;
  private readonly words = new Uint32Array(4);
  private readonly name = new Uint32Array(3);
  private block = 0;
  private used = 4;
  private spare: number | null = null;

  /** @param seed a whole number from 0 to 2^53 - 1. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) throw new Refusal("no-seed", { value: seed });
    this.keyA = seed >>> 0;
    this.keyB = Math.floor(seed / 2 ** 32) >>> 0;
  }

  /** Go to the start of the stream with this name of three 32-bit words. */
  start(first: number, second: number, third: number): void {
    this.name[0] = first;
    this.name[1] = second;
    this.name[2] = third;
    this.block = 0;
    this.used = 4;
    this.spare = null;
  }

  /** The next uniform number in [0, 1), with 53 random bits. */
  uniform(): number {
    if (this.used >= 4) {
      this.words[0] = this.block++;
      this.words[1] = this.name[0];
      this.words[2] = this.name[1];
      this.words[3] = this.name[2];
      philox(this.words, this.keyA, this.keyB);
      this.used = 0;
    }
    const high = this.words[this.used] >>> 5;
    const low = this.words[this.used + 1] >>> 6;
    this.used += 2;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** The next standard normal number (Box & Muller, 1958). */
  normal(): number {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    // 1 - u is never zero, so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

/**
 * Two 32-bit words that stand for a text, by FNV-1a over its UTF-16 units with two different starts and a last mixing
 * (MurmurHash3's finaliser). Two among a million texts share both words with a chance of 3 in a hundred million.
 */
export function textWords(text: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let n = 0; n < text.length; n++) {
    const unit = text.charCodeAt(n);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b = (b << 13) | (b >>> 19);
  }
  return [mixed(a), mixed(b ^ text.length)];
}

function mixed(word: number): number {
  let x = word >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
