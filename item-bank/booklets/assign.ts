import { shuffled } from "../interactions/values.js";

/**
 * The booklets of the first `count` test takers of a session, spiralled: the booklets are put in a random order once and
 * dealt round and round, as booklets are packed for a classroom. Every run of n test takers has each of the n booklets
 * once, numbers of booklets differ by at most one, and neighbours have different booklets.
 *
 * The same seed gives the same list, and a longer list starts with the shorter one, so that someone who comes late is
 * dealt the next booklet without changing the others'. Record the seed with the session.
 *
 * @param random numbers from 0 to below 1, from the session's recorded seed.
 * @throws {RangeError} when there is no booklet or the count is no whole number from 0.
 */
export function assignBooklets(count: number, bookletIds: readonly string[], random: () => number): string[] {
  if (bookletIds.length === 0) throw new RangeError("there is no booklet to assign");
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`cannot assign booklets to ${count} test takers`);
  const spiral = shuffled(bookletIds, random);
  return Array.from({ length: count }, (_, index) => spiral[index % spiral.length] as string);
}
