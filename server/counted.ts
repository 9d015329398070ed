/** A number with the English word for what it counts: "1 entry", "2 entries". Vietnamese has one word for both. */
export const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;
