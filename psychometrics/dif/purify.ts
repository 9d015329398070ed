/** Results with the matching items they rest on. */
export interface Purified<Row> {
  rows: Row[];
  isMatching: boolean[];
  /** Rounds of purification; 0 where none was asked for or needed. */
  rounds: number;
  /** False where the rounds ran out, going in circles, or no matching item would have been left. */
  converged: boolean;
}

const roundsMax = 20;

/**
 * Takes the items that differ out of the matching items and compares again, until the same ones differ as before
 * (Candell & Drasgow, 1988).
 *
 * @param compare all items, given which of them are matching items.
 * @param differs null where nothing is to be purified.
 */
export function purified<Row>(
  itemCount: number,
  compare: (isMatching: readonly boolean[]) => Row[],
  differs: ((row: Row) => boolean) | null,
): Purified<Row> {
  let isMatching = new Array<boolean>(itemCount).fill(true);
  let rows = compare(isMatching);
  for (let rounds = 0; ; rounds++) {
    const stays = differs ? rows.map((row) => !differs(row)) : isMatching;
    if (stays.every((value, i) => value === isMatching[i]))
      return { rows, isMatching, rounds, converged: true };
    if (rounds === roundsMax || !stays.some(Boolean)) return { rows, isMatching, rounds, converged: false };
    isMatching = stays;
    rows = compare(isMatching);
  }
}
