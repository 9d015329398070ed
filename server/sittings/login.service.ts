import { randomBytes } from "node:crypto";
import { issueTestTakerToken } from "../accounts/tokens.js";
import type { TestTakerLoginAnswer, TestTakerLoginBody } from "../contract/sitting.js";
import { namesOf } from "../identities/identities.service.js";
import { Problem } from "../problem.js";
import { beginLedger, ledgerOf } from "../responses/ledgers.service.js";
import { session } from "../sessions/sessions.service.js";
import { blocksOfSitting, type StudyPackage } from "../studies/package.js";
import { studyPackage } from "../studies/studies.service.js";
import { testTakerByCode, type TestTaker } from "../test-takers/test-takers.service.js";
import { drawOptionOrders } from "./option-orders.js";
import { blockOf } from "./package-index.js";
import { lastSeenAtMs, seen } from "./presence.js";
import { changeRecord, createRecord, findRecordOfTestTaker } from "./records.service.js";
import { stateOf } from "./sittings.service.js";
import type { SittingRecord } from "./sittings.model.js";
import { epochOf, login, newSitting } from "./state.js";

/**
 * A test taker logs in with the code on the card. The first login makes the sitting; one from another device takes it
 * over with the next epoch, and the former device is fenced off.
 *
 * @throws {Problem} `code-unknown`, `session-not-open` or `session-closed`; nothing is made then.
 */
export async function logInWithCode(body: TestTakerLoginBody): Promise<TestTakerLoginAnswer> {
  const testTaker = await testTakerByCode(body.code);
  const room = await session(testTaker.sessionId);
  if (room.status === "planned") throw new Problem("session-not-open");
  if (room.status === "closed") throw new Problem("session-closed");
  const pkg = await studyPackage(room.studyId);
  const record = await enter(testTaker, pkg, room.mustAuthorise, body);
  const epoch = epochOf(record.state);
  seen(record._id, Date.now());
  const [names, sitting] = await Promise.all([namesOf([testTaker.testTakerId]), stateOf(record, epoch)]);
  const person = names.get(testTaker.testTakerId);
  return {
    token: issueTestTakerToken({
      testTakerId: testTaker.testTakerId,
      sittingId: record._id,
      epoch,
      deviceId: body.deviceId,
    }),
    name: person?.name ?? "",
    group: person?.group ?? "",
    sessionTitle: room.title,
    place: room.place,
    studyTitle: pkg.title,
    languages: pkg.languages,
    sitting,
  };
}

async function enter(
  testTaker: TestTaker,
  pkg: StudyPackage,
  mustAuthorise: boolean,
  body: TestTakerLoginBody,
): Promise<SittingRecord> {
  const found = await findRecordOfTestTaker(testTaker.testTakerId);
  if (found) return enterAgain(found, body);
  const { record, isNew } = await create(testTaker, pkg, mustAuthorise, body);
  // Two logins at once: the sitting is the one of the first, and the second is a login like any other.
  return isNew ? record : enterAgain(record, body);
}

async function enterAgain(found: SittingRecord, body: TestTakerLoginBody): Promise<SittingRecord> {
  const lastSavedAtMs = (await ledgerOf(found._id)).lastSavedAtMs;
  const lastSignMs = Math.max(lastSeenAtMs(found._id) ?? 0, lastSavedAtMs ?? 0) || null;
  const nowMs = Date.now();
  const device = { deviceId: body.deviceId, sinceMs: nowMs, playerVersion: body.playerVersion };
  const changed = await changeRecord(found._id, nowMs, { by: "testTaker" }, (sitting) =>
    login(sitting, device, lastSignMs),
  );
  if (!changed) throw new Problem("sitting-not-found");
  return changed.record;
}

async function create(
  testTaker: TestTaker,
  pkg: StudyPackage,
  mustAuthorise: boolean,
  { deviceId, playerVersion }: TestTakerLoginBody,
): Promise<{ record: SittingRecord; isNew: boolean }> {
  const nowMs = Date.now();
  const { testTakerId, sessionId, bookletId } = testTaker;
  // Of the study's seed and the test taker: the same test taker would see the same orders again.
  const seed = `${pkg.seed}/${testTakerId}`;
  const blocks = blocksOfSitting(pkg, bookletId).map((blockId) => {
    const minutes = blockOf(pkg, blockId).timeLimitMinutes;
    return { blockId, timeLimitMs: minutes === null ? null : Math.round(minutes * 60_000) };
  });
  const id = randomBytes(12).toString("hex");
  beginLedger(id);
  return createRecord(
    {
      _id: id,
      testTakerId,
      sessionId,
      studyId: pkg.studyId,
      bookletId,
      packageHash: pkg.hash,
      seed,
      createdAtMs: nowMs,
      state: newSitting(blocks, mustAuthorise, { deviceId, sinceMs: nowMs, playerVersion }),
    },
    drawOptionOrders(pkg, bookletId, seed),
    { kind: "created", details: { deviceId, playerVersion, bookletId, seed, packageHash: pkg.hash } },
  );
}
