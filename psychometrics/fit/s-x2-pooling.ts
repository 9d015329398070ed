/** Counts by sum score (rows) and category of the item (columns). */
export type Cells = number[][];

/** One cell after pooling: what was observed in it and what the model expects. */
export interface Cell {
  observed: number;
  expected: number;
}

/** Cells with a smaller expected count are pooled. */
const expectedMin = 1;

/** The share of scores that must still have a place for it to be kept. */
const placeShareMin = 0.05;

/** The share of scores by which a last place must expect one test taker each. */
const lastPlaceShareMin = 0.1;

/**
 * The cells that S-X2 compares. Orlando and Thissen (2000) and Kang and Chen (2008) pool cells that expect less than 1
 * with neighbours and leave the order open, yet the statistic depends on it. Here it is mirt's (1.47 and 1.48):
 *
 * 1. The lowest and the highest score are left out: every item is at its end there.
 * 2. Scores at which some category cannot occur are joined with the nearest score that has all; those that nobody has
 *    are left out.
 * 3. From the lowest on, a score with a single test taker (a weight of 1 at most) joins the next one; the last joins the one before.
 * 4. Within a score with a small cell the cell that expects least joins its smaller neighbour, until none is small or
 *    two are left. What is left closes up: the first cell of one score is compared with the first of the next,
 *    whatever categories are in them.
 * 5. A last place that expects less than one test taker for every tenth score joins the place below, and so does any
 *    that less than a twentieth of the scores still have.
 * 6. From the lowest score on, a score that still has a small cell joins the neighbour with fewer test takers,
 *    of equal ones the lower.
 *
 * Right-or-wrong items know only steps 1, 3 and 6.
 *
 * @param possible whether the category can occur at all with the score.
 */
export function poolCells(observed: Cells, expected: Cells, possible: boolean[][]): Cell[][] {
  const scores = observed.map((row, score) => ({
    isFull: possible[score].every(Boolean),
    cells: row.map((count, k) => ({ observed: count, expected: expected[score][k] })),
  }));
  const all = joinIncomplete(scores.slice(1, -1)).filter(
    (row) => sizeOf(row) > 0 && row.some((cell) => cell.expected > 0),
  );
  const rows = joinSingles(all).map(poolCategories);
  giveUpRarePlaces(rows);
  poolScores(rows);
  return rows;
}

const sizeOf = (row: readonly Cell[]): number => row.reduce((sum, cell) => sum + cell.observed, 0);

/** Whether there are more in one place than in another. Sums of weights that are equal differ in their last digits. */
const isMore = (one: number, other: number): boolean => one > other * (1 + 1e-9);

/** A cell that expects nobody is an empty place. */
const isSmall = ({ expected }: Cell): boolean => expected < expectedMin && expected !== 0;

const hasSmall = (row: readonly Cell[]): boolean => row.some(({ expected }) => expected < expectedMin);

function joinSingles(rows: readonly Cell[][]): Cell[][] {
  const kept: Cell[][] = [];
  rows.forEach((row, n) => {
    if (isMore(sizeOf(row), 1) || rows.length === 1) kept.push(row);
    else if (n + 1 < rows.length) pour(row, rows[n + 1]);
    else if (kept.length > 0) pour(row, kept[kept.length - 1]);
    else kept.push(row);
  });
  return kept;
}

function joinIncomplete(scores: { isFull: boolean; cells: Cell[] }[]): Cell[][] {
  const rows = scores.map(({ cells }) => cells);
  const first = scores.findIndex(({ isFull }) => isFull);
  if (first < 0) return rows;
  let last = first;
  while (last + 1 < rows.length && scores[last + 1].isFull) last++;
  rows.forEach((row, n) => {
    if (n < first) pour(row, rows[first]);
    if (n > last) pour(row, rows[last]);
  });
  return rows.slice(first, last + 1);
}

/** Add the cells of one score to those of another, place by place. */
function pour(from: readonly Cell[], into: Cell[]): void {
  from.forEach((cell, k) => {
    if (k === into.length) into.push({ observed: 0, expected: 0 });
    addTo(into[k], cell);
  });
}

function addTo(into: Cell, cell: Cell): void {
  into.observed += cell.observed;
  into.expected += cell.expected;
}

function poolCategories(row: Cell[]): Cell[] {
  const cells = row.slice();
  while (cells.length > 2 && hasSmall(cells)) {
    let least = 0;
    cells.forEach((cell, k) => {
      if (cell.expected <= cells[least].expected) least = k;
    });
    let into = least - 1;
    if (least === 0) into = 1;
    else if (least + 1 < cells.length && cells[least + 1].expected < cells[least - 1].expected)
      into = least + 1;
    addTo(cells[into], cells[least]);
    cells.splice(least, 1);
  }
  return cells;
}

function giveUpRarePlaces(rows: Cell[][]): void {
  const giveUp = (place: number) => {
    for (const row of rows) {
      if (row.length <= place) continue;
      addTo(row[place - 1], row[place]);
      row.splice(place, 1);
    }
  };
  let last = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const expectedAt = (place: number) => rows.reduce((sum, row) => sum + (row[place]?.expected ?? 0), 0);
  while (last > 1 && expectedAt(last) < expectedMin * Math.ceil(rows.length * lastPlaceShareMin))
    giveUp(last--);
  for (let place = last; place > 0; place--) {
    const having = rows.filter((row) => (row[place]?.expected ?? 0) > 0).length;
    if (having / rows.length < placeShareMin) giveUp(place);
  }
}

function poolScores(rows: Cell[][]): void {
  for (;;) {
    const small = rows.findIndex((row) => row.some(isSmall));
    if (small < 0 || rows.length === 1) return;
    let into = small + 1;
    if (small === rows.length - 1) into = small - 1;
    else if (small > 0 && !isMore(sizeOf(rows[small - 1]), sizeOf(rows[small + 1]))) into = small - 1;
    pour(rows[small], rows[into]);
    rows.splice(small, 1);
  }
}
