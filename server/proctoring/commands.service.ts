import { randomUUID } from "node:crypto";
import { record as audit } from "../audit/audit.service.js";
import type { CommandAnswer, CommandBody } from "../contract/room.js";
import type { Language } from "../contract/common.js";
import { Problem } from "../problem.js";
import { changeRecord, recordsOfSession } from "../sittings/records.service.js";
import * as state from "../sittings/state.js";
import { testTakersOfSession } from "../test-takers/test-takers.service.js";
import { sessionClosed } from "./history-words.js";

/** So many sittings are changed side by side. */
const sideBySide = 25;

/**
 * Do what a proctor commands for each test taker of the list. Each is done by itself: one who cannot be paused does not
 * keep the others from it. Repeated under the same `commandId` nothing happens twice.
 *
 * @throws {Problem} `command-incomplete` where minutes, a reason or a text is missing; then nothing is done.
 */
export async function command(
  login: string,
  language: Language,
  sessionId: string,
  body: CommandBody,
): Promise<CommandAnswer> {
  requireComplete(body);
  const [testTakers, records] = await Promise.all([
    testTakersOfSession(sessionId),
    recordsOfSession(sessionId),
  ]);
  const known = new Set(testTakers.map(({ testTakerId }) => testTakerId));
  const sittingIds = new Map(records.map(({ testTakerId, _id }) => [testTakerId, _id]));
  const ids = [...new Set(body.testTakerIds)];
  await audit(login, `room-${body.act}`, sessionId, {
    commandId: body.commandId,
    testTakerIds: ids,
    ...(body.minutes === undefined ? {} : { minutes: body.minutes }),
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  });
  const results: CommandAnswer["results"] = [];
  for (let first = 0; first < ids.length; first += sideBySide) {
    const some = ids.slice(first, first + sideBySide);
    results.push(
      ...(await Promise.all(
        some.map(async (testTakerId) => {
          try {
            if (!known.has(testTakerId)) throw new Problem("not-in-session");
            await commandOne(login, sittingIds.get(testTakerId), body);
            return { testTakerId, done: true, message: "" };
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            return { testTakerId, done: false, message: error.say(language) };
          }
        }),
      )),
    );
  }
  return { results };
}

/** End every sitting of a session that is being closed; what was answered counts. */
export async function endSittingsOfSession(sessionId: string): Promise<void> {
  const open = (await recordsOfSession(sessionId)).filter((record) => !record.state.end);
  for (const { _id } of open) {
    const nowMs = Date.now();
    await changeRecord(_id, nowMs, { by: "server", reason: sessionClosed }, (sitting) =>
      state.end(sitting, nowMs),
    );
  }
}

async function commandOne(login: string, sittingId: string | undefined, body: CommandBody): Promise<void> {
  if (sittingId === undefined) throw new Problem("not-logged-in-yet");
  const nowMs = Date.now();
  const actor = { by: login, reason: body.reason ?? "", commandId: body.commandId };
  const changed = await changeRecord(sittingId, nowMs, actor, (sitting) => stepOf(sitting, body, nowMs));
  if (!changed) throw new Problem("sitting-not-found");
}

function stepOf(sitting: state.Sitting, body: CommandBody, nowMs: number): state.Step {
  switch (body.act) {
    case "authorise":
      return state.authorise(sitting);
    case "pause":
      return state.pause(sitting, nowMs);
    case "resume":
      return state.resume(sitting, nowMs);
    case "addMinutes":
      return state.addMinutes(sitting, body.minutes ?? 0, nowMs);
    case "end":
      return state.end(sitting, nowMs);
    case "reopen":
      return state.reopen(sitting, body.minutes ?? 0, nowMs);
    case "message":
      return state.sendMessage(sitting, randomUUID(), body.text ?? "");
  }
}

const needsReason: readonly CommandBody["act"][] = ["addMinutes", "end", "reopen"];

function requireComplete({ act, minutes, reason = "", text = "" }: CommandBody): void {
  const missing: string[] = [];
  if (act === "addMinutes" && !minutes) missing.push("minutes");
  if (needsReason.includes(act) && reason.trim() === "") missing.push("reason");
  if (act === "message" && text.trim() === "") missing.push("text");
  if (missing.length > 0) throw new Problem("command-incomplete", { act, missing: missing.join(", ") });
}
