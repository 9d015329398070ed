/**
 * The one of `names` that a mistyped `name` was most likely to be: at most two letters away (added, left out, changed, or
 * two neighbours exchanged; Damerau, 1964), and fewer than half of its letters. Null where none is that near.
 */
export function nearestName(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.min(3, Math.ceil(name.length / 2));
  for (const each of names) {
    const away = distance(name.toLowerCase(), each.toLowerCase());
    if (away >= least) continue;
    best = each;
    least = away;
  }
  return best;
}

/** The restricted edit distance, by rows; row `i` has the distances of the first `i` letters of `a` to each beginning of `b`. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
