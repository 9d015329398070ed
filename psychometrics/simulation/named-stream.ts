import { CounterStream, textWords } from "../numeric/counter-stream.js";

/**
 * Random numbers by the seed, the name of what they are for, and a purpose: those of one test taker and item are the same
 * whichever others there are, and in whatever order they are drawn.
 */
export class NamedStream {
  private readonly stream: CounterStream;
  private readonly purposes = new Map<string, number>();

  constructor(seed: number) {
    this.stream = new CounterStream(seed);
  }

  /** Go to the start of a stream. */
  start([first, second]: readonly [number, number], purpose: string): CounterStream {
    let word = this.purposes.get(purpose);
    if (word === undefined) {
      word = textWords(purpose)[0];
      this.purposes.set(purpose, word);
    }
    this.stream.start(first, second, word);
    return this.stream;
  }
}
