import { notPresented, type ResponseData } from "../data.js";

/** The test as it was answered. */
export interface AnsweredItems {
  /** The data with the items that somebody who counts has a response to; the data itself where that is all of them. */
  data: ResponseData;
  /** The places of these items in the data given. */
  columns: number[];
}

/**
 * Leave out the items to which nobody with a weight has a response: they are no part of the test, and with them nobody would have
 * answered all of it.
 */
export function answeredItems(data: ResponseData): AnsweredItems {
  const width = data.items.length;
  const isAnswered = data.items.map(() => false);
  for (let p = 0; p < data.personCount; p++) {
    if (data.weights[p] === 0) continue;
    for (let i = 0; i < width; i++) if (data.scores[p * width + i] !== notPresented) isAnswered[i] = true;
  }
  const columns = isAnswered.flatMap((answered, i) => (answered ? [i] : []));
  if (columns.length === width) return { data, columns };
  const scores = new Int8Array(data.personCount * columns.length);
  for (let p = 0; p < data.personCount; p++)
    columns.forEach((column, n) => (scores[p * columns.length + n] = data.scores[p * width + column]));
  return {
    data: {
      ...data,
      items: columns.map((column) => data.items[column]),
      scores,
      maxScores: columns.map((column) => data.maxScores[column]),
    },
    columns,
  };
}
