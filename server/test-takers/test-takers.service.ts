import { randomBytes } from "node:crypto";
import { assignBooklets } from "../../item-bank/booklets/assign.js";
import { seededRandom } from "../../item-bank/booklets/seeded.js";
import type { AddTestTakersBody, TestTakerCard } from "../contract/studies.js";
import { namesOf, saveIdentities } from "../identities/identities.service.js";
import { Problem } from "../problem.js";
import { reservePlaces, session } from "../sessions/sessions.service.js";
import { findStudy } from "../studies/studies.service.js";
import { inTransaction } from "../transaction.js";
import { normaliseCode, randomCode, showCode } from "./codes.js";
import { TestTakerModel, type TestTakerRecord } from "./test-takers.model.js";

/** A test taker as other features see it: no name. */
export interface TestTaker {
  testTakerId: string;
  sessionId: string;
  studyId: string;
  /** As on the card, "ABC-234". */
  code: string;
  bookletId: string;
}

/** One who is added; a fixed code is for the demo. */
export type NewTestTaker = AddTestTakersBody["testTakers"][number] & { code?: string };

/** The test taker of a code, however it was typed. @throws {Problem} `code-unknown`. */
export async function testTakerByCode(typed: string): Promise<TestTaker> {
  const code = normaliseCode(typed);
  const record = await TestTakerModel.findOne({ code }).lean();
  if (!record) throw new Problem("code-unknown", { code: typed.slice(0, 20) });
  return view(record);
}

/** One test taker. @throws {Problem} `test-taker-not-found`. */
export async function testTaker(testTakerId: string): Promise<TestTaker> {
  const record = await TestTakerModel.findById(testTakerId).lean();
  if (!record) throw new Problem("test-taker-not-found");
  return view(record);
}

/** The test takers of a session in the order they were added. */
export async function testTakersOfSession(sessionId: string): Promise<TestTaker[]> {
  return (await TestTakerModel.find({ sessionId }).sort({ place: 1 }).lean()).map(view);
}

/** The test takers of a study, by session and in the order they were added. */
export async function testTakersOfStudy(studyId: string): Promise<TestTaker[]> {
  return (await TestTakerModel.find({ studyId }).sort({ sessionId: 1, place: 1 }).lean()).map(view);
}

/** The login cards of a session, with names. */
export async function cardsOfSession(sessionId: string): Promise<TestTakerCard[]> {
  const found = await testTakersOfSession(sessionId);
  const names = await namesOf(found.map(({ testTakerId }) => testTakerId));
  return found.map(({ testTakerId, code, bookletId }) => {
    const { name, schoolNumber, group } = names.get(testTakerId) ?? { name: "", schoolNumber: "", group: "" };
    return { testTakerId, name, schoolNumber, group, code, bookletId };
  });
}

/**
 * Add people to a session: each gets a pseudonymous id, a code of their own, and the next booklet of the session's deal.
 *
 * @throws {Problem} `session-not-found`, `session-full`.
 */
export async function addTestTakers(
  sessionId: string,
  people: readonly NewTestTaker[],
): Promise<TestTakerCard[]> {
  const { studyId } = await session(sessionId);
  await inTransaction(async () => {
    const first = await reservePlaces(sessionId, people.length);
    const booklets = await deal(studyId, sessionId, first + people.length);
    const codes = await freshCodes(people);
    const createdAt = new Date();
    const records = people.map((_, index): TestTakerRecord => ({
      _id: `T${randomBytes(8).toString("hex")}`,
      sessionId,
      studyId,
      code: codes[index] ?? "",
      place: first + index,
      bookletId: booklets[first + index] ?? "",
      createdAt,
    }));
    await TestTakerModel.insertMany(records);
    await saveIdentities(
      people.map(({ name, schoolNumber, group }, index) => ({
        testTakerId: records[index]?._id ?? "",
        name,
        schoolNumber,
        group,
      })),
    );
  });
  return cardsOfSession(sessionId);
}

/** Deal the booklets again, because the design may have changed since people were added. Call it in a transaction. */
export async function assignAgain(studyId: string): Promise<void> {
  const records = await TestTakerModel.find({ studyId }).lean();
  if (records.length === 0) return;
  const deals = new Map<string, string[]>();
  for (const { sessionId, place } of records) {
    const known = deals.get(sessionId);
    if (!known || known.length <= place) {
      deals.set(sessionId, await deal(studyId, sessionId, place + 1));
    }
  }
  await TestTakerModel.bulkWrite(
    records.map(({ _id, sessionId, place }) => ({
      updateOne: {
        filter: { _id },
        update: { $set: { bookletId: deals.get(sessionId)?.[place] ?? "" } },
      },
    })),
  );
}

/** The booklets of a session by place: spiralled, from the study's recorded seed and the session's id. */
async function deal(studyId: string, sessionId: string, count: number): Promise<string[]> {
  const { design, seed } = await findStudy(studyId);
  const bookletIds = design.booklets.map(({ id }) => id);
  return assignBooklets(count, bookletIds, seededRandom(seed, sessionId));
}

/** A code for each that no one else has. */
async function freshCodes(people: readonly NewTestTaker[]): Promise<string[]> {
  const codes = people.map(({ code }) => (code === undefined ? randomCode() : normaliseCode(code)));
  for (;;) {
    const found = await TestTakerModel.find({ code: { $in: codes } }).lean();
    const taken = new Set(found.map(({ code }) => code));
    const clashes = codes.flatMap((code, index) =>
      taken.has(code) || codes.indexOf(code) !== index ? [index] : [],
    );
    if (clashes.length === 0) return codes;
    for (const index of clashes) {
      if (people[index]?.code !== undefined) throw new RangeError(`the code ${codes[index]} is taken`);
      codes[index] = randomCode();
    }
  }
}

function view({ _id, sessionId, studyId, code, bookletId }: TestTakerRecord): TestTaker {
  return { testTakerId: _id, sessionId, studyId, code: showCode(code), bookletId };
}
