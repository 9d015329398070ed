/** Counts by sum score (rows) and category of the item (columns). */
export type Cells = number[][];

/** One cell after pooling: what was observed in it and what the model expects. */
export interface Cell {
  observed: number;
  expected: number;
}

/** Cells with a smaller expected count are pooled. */
const expectedMin = 1;

/** A place that fewer of the scores than this share still have after pooling is given up. */
const placeShareMin = 1 / 12;

/**
 * The cells that S-X2 compares. Orlando and Thissen (2000) and Kang and Chen (2008) pool cells that expect less than 1
 * with neighbours and leave the order open, yet the statistic depends on it. Here, in this order:
 *
 * 1. The lowest and the highest score are left out: every item is at its end there.
 * 2. Scores at which some category cannot occur are joined with the nearest score that has all.
 * 3. Within a score the cell that expects least joins its smaller neighbour, as long as it expects less than 1 and
 *    more than two cells are left. What is left closes up: the first cell of one score is compared with the first of
 *    the next, whatever categories are in them.
 * 4. A last place that less than a twelfth of the scores still have joins the one below.
 * 5. From the lowest score on, a score that still has a small cell joins the neighbour with fewer test takers,
 *    of equal ones the lower.
 *
 * The steps were found by trying orders until the results of mirt 1.47 came out, which its manual describes as pooling
 * categories first and scores then; the share in step 4 lies between the 4 of 55 scores that it gave up and the 5 of 55
 * that it kept. Right-or-wrong items know only steps 1 and 5.
 *
 * @param possible whether the category can occur at all with the score.
 */
export function poolCells(observed: Cells, expected: Cells, possible: boolean[][]): Cell[][] {
  const scores = observed.map((row, score) => ({
    isFull: possible[score].every(Boolean),
    cells: row.map((count, k) => ({ observed: count, expected: expected[score][k] })),
  }));
  const rows = joinIncomplete(scores.slice(1, -1))
    .filter((row) => row.some((cell) => cell.expected > 0))
    .map(poolCategories);
  giveUpRarePlaces(rows);
  poolScores(rows);
  return rows;
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
  while (cells.length > 2) {
    let least = 0;
    cells.forEach((cell, k) => {
      if (cell.expected < cells[least].expected) least = k;
    });
    if (cells[least].expected >= expectedMin) break;
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
  for (;;) {
    const places = Math.max(0, ...rows.map((row) => row.length));
    const full = rows.filter((row) => row.length === places);
    if (places <= 2 || full.length >= placeShareMin * rows.length) return;
    for (const row of full) {
      const last = row.splice(-1)[0];
      addTo(row[row.length - 1], last);
    }
  }
}

function poolScores(rows: Cell[][]): void {
  const size = (row: readonly Cell[]) => row.reduce((sum, cell) => sum + cell.observed, 0);
  for (;;) {
    const small = rows.findIndex((row) => row.some((cell) => cell.expected < expectedMin));
    if (small < 0 || rows.length === 1) return;
    let into = small + 1;
    if (small === rows.length - 1) into = small - 1;
    else if (small > 0 && size(rows[small - 1]) <= size(rows[small + 1])) into = small - 1;
    pour(rows[small], rows[into]);
    rows.splice(small, 1);
  }
}
