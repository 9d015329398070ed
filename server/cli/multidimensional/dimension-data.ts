import type { ResponseData } from "../../../psychometrics/index.js";

/** The responses to some of the items, of all test takers. */
export function dataOfItems(data: ResponseData, items: readonly string[]): ResponseData {
  const columns = items.map((item) => data.items.indexOf(item));
  const scores = new Int8Array(data.personCount * items.length);
  for (let p = 0; p < data.personCount; p++)
    columns.forEach((column, i) => {
      scores[p * items.length + i] = data.scores[p * data.items.length + column] ?? -1;
    });
  return {
    ...data,
    items: [...items],
    scores,
    maxScores: columns.map((column) => data.maxScores[column] ?? 0),
  };
}
