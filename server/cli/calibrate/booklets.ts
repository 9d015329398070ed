import { notPresented, type Calibration, type ResponseData } from "../../../psychometrics/index.js";

/** A set of items that a test taker may meet together, with those who did. */
export interface Booklet {
  name: string;
  /** Its items, in the order of the data. */
  items: string[];
  /** Rows of the data of its test takers, those without a response left out. */
  persons: number[];
}

/** What the booklet of a study without booklets is called. */
const wholeTest = "all";

/**
 * The booklets of the data: the items of one are those that any of its test takers was presented.
 *
 * @param names each test taker's booklet; null where everybody has the same, which then is all items.
 * @returns by number, then by name; a booklet of which nobody has a response is left out.
 */
export function bookletsOf(data: ResponseData, names: readonly string[] | null): Booklet[] {
  const found = new Map<string, { persons: number[]; isPresented: Uint8Array }>();
  for (let p = 0; p < data.personCount; p++) {
    const own = data.scores.subarray(p * data.items.length, (p + 1) * data.items.length);
    if (own.every((score) => score === notPresented)) continue;
    const name = names?.[p] ?? wholeTest;
    const booklet = found.get(name) ?? { persons: [], isPresented: new Uint8Array(data.items.length) };
    found.set(name, booklet);
    booklet.persons.push(p);
    own.forEach((score, i) => {
      if (score !== notPresented || names === null) booklet.isPresented[i] = 1;
    });
  }
  return [...found]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([name, { persons, isPresented }]) => ({
      name,
      items: data.items.filter((_, i) => isPresented[i] === 1),
      persons,
    }));
}

/** The items of a booklet that have parameters in a group, as places in the data. */
export function calibratedColumns(
  booklet: Booklet,
  data: ResponseData,
  calibration: Calibration,
  group: number,
): number[] {
  const name = calibration.groups[group]?.name ?? "";
  const known = new Set(
    calibration.items.flatMap(({ item, groups }) => (groups === null || groups.includes(name) ? [item] : [])),
  );
  const own = new Set(booklet.items);
  return data.items.flatMap((item, i) => (own.has(item) && known.has(item) ? [i] : []));
}

/** The test takers of a booklet in one group, and the sum scores of those with a response to every one of the items. */
export interface BookletScores {
  persons: number[];
  complete: { person: number; score: number }[];
}

/** @param columns the items that count, as places in the data. */
export function bookletScores(
  booklet: Booklet,
  data: ResponseData,
  columns: readonly number[],
  group: number,
): BookletScores {
  const persons = booklet.persons.filter((p) => data.groups[p] === group);
  const complete = persons.flatMap((person) => {
    const scores = columns.map((i) => data.scores[person * data.items.length + i] ?? notPresented);
    return scores.includes(notPresented)
      ? []
      : [{ person, score: scores.reduce((sum, score) => sum + score, 0) }];
  });
  return { persons, complete };
}

/** The responses of some test takers to some items. */
export function partOf(
  data: ResponseData,
  persons: readonly number[],
  columns: readonly number[],
): ResponseData {
  return {
    ...data,
    items: columns.map((i) => data.items[i] ?? ""),
    maxScores: columns.map((i) => data.maxScores[i] ?? 0),
    personCount: persons.length,
    scores: Int8Array.from(
      persons.flatMap((p) => columns.map((i) => data.scores[p * data.items.length + i] ?? notPresented)),
    ),
    weights: Float64Array.from(persons, (p) => data.weights[p] ?? 0),
    groups: Int32Array.from(persons, (p) => data.groups[p] ?? 0),
  };
}
