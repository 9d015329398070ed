import type { Crew } from "./crew.js";

/** Arrays on memory that all threads of a crew see; ordinary ones without a crew. */
export class SharedMemory {
  private readonly crew: Crew | null;

  constructor(crew: Crew | null) {
    this.crew = crew;
  }

  allocate(byteLength: number): ArrayBufferLike {
    return this.crew ? this.crew.allocate(byteLength) : new ArrayBuffer(byteLength);
  }

  /** Numbers to be written, all 0. */
  numbers(length: number): Float64Array {
    return new Float64Array(this.allocate(8 * length));
  }

  /** Numbers that are only read: shared once rather than copied for each thread; themselves without a crew. */
  sharedNumbers(values: Float64Array): Float64Array {
    if (!this.crew) return values;
    const copy = this.numbers(values.length);
    copy.set(values);
    return copy;
  }

  /** The same of integers. */
  sharedIntegers(values: Int32Array): Int32Array {
    if (!this.crew) return values;
    const copy = new Int32Array(this.allocate(values.byteLength));
    copy.set(values);
    return copy;
  }
}
