import { message, type Message } from "../messages/message.js";

/** A contrast that takes no part, with the reason. */
export interface DroppedContrast {
  name: string;
  variable: string;
  reason: Message;
}

/**
 * The columns that vary and are not copies (or mirror images) of one before them. Columns are first sorted into bins by
 * a checksum, so that thousands of them need not be compared with each other.
 *
 * @param weights of the test takers: those with weight 0 do not make a column vary.
 */
export function keepDistinct<T extends { name: string; variable: string; values: Float64Array }>(
  columns: readonly T[],
  weights: ArrayLike<number>,
): { kept: T[]; dropped: DroppedContrast[] } {
  const kept: T[] = [];
  const dropped: DroppedContrast[] = [];
  const bins = new Map<number, T[]>();
  for (const column of columns) {
    const { name, variable, values } = column;
    const first = values.findIndex((_, p) => weights[p] > 0);
    if (values.every((value, p) => !(weights[p] > 0) || value === values[first])) {
      dropped.push({ name, variable, reason: message("column-constant") });
      continue;
    }
    const bin = bins.get(checksum(values)) ?? [];
    const twin = bin.find((other) => isSameOrMirrored(other.values, values));
    if (twin) {
      dropped.push({ name, variable, reason: message("column-repeats", { name: twin.name }) });
      continue;
    }
    bins.set(checksum(values), [...bin, column]);
    kept.push(column);
  }
  return { kept, dropped };
}

/** The same for a column and for its mirror image. */
function checksum(values: Float64Array): number {
  let sum = 0;
  let weighted = 0;
  for (let p = 0; p < values.length; p++) {
    sum += values[p];
    weighted += values[p] * ((p * 40_503) % 65_521);
  }
  return Math.abs(sum) + Math.abs(weighted);
}

function isSameOrMirrored(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, p) => value === b[p]) || a.every((value, p) => value === -b[p]);
}
