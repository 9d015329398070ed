import { ignore } from "../problem.js";
import { changeSession, sessionsOfStudy, type Session } from "../sessions/sessions.service.js";
import { recordsOfSession } from "../sittings/records.service.js";
import { testTakersOfSession } from "../test-takers/test-takers.service.js";
import { friendlyCodes } from "./demo-people.js";

interface DemoRoom {
  studyId: string;
  id: string;
}

/** The rooms of the demo's two studies. */
export const demoRooms = {
  main: { studyId: "demo", id: "demo-room" },
  exam: { studyId: "mock-exam", id: "mock-exam-room" },
} satisfies Record<string, DemoRoom>;

/** The terminal tells so many codes to try. */
const codesMax = 3;

const hourMs = 3_600_000;

/** The next full hour that leaves three hours from now: time for a whole sitting, and a proctor sees the room count down. */
export const plannedEnd = (nowMs: number): string =>
  new Date(Math.ceil(nowMs / hourMs) * hourMs + 3 * hourMs).toISOString();

/**
 * Plan the end of the demo's rooms anew where it has passed and nobody has sat there: a demo that was made on an earlier
 * day does not greet its first proctor with an end long past. Where somebody has sat, the plan is what it was.
 */
export async function keepEndsAhead(nowMs: number): Promise<void> {
  for (const demoRoom of Object.values(demoRooms)) {
    const room = await findRoom(demoRoom);
    if (!room?.endsAt || Date.parse(room.endsAt) > nowMs) continue;
    if ((await recordsOfSession(room.id)).length > 0) continue;
    const { id, studyId, title, place, startsAt, mustAuthorise, proctorLogins } = room;
    const plan = { studyId, title, place, startsAt, mustAuthorise, proctorLogins, endsAt: plannedEnd(nowMs) };
    // Whoever changed the demo's proctors planned this room for themselves.
    await changeSession(id, plan).catch(ignore("proctors-unknown"));
  }
}

/**
 * Codes of the demo's room that let somebody in: first those that nobody has used, the ones that are easy to remember
 * before all, then those of sittings under way. None where the room is closed or everybody has handed in.
 */
export async function usableCodes(): Promise<string[]> {
  const room = await findRoom(demoRooms.main);
  if (room?.status !== "open") return [];
  const [testTakers, records] = await Promise.all([testTakersOfSession(room.id), recordsOfSession(room.id)]);
  const phases = new Map(records.map(({ testTakerId, phase }) => [testTakerId, phase]));
  const rank = ({ code, testTakerId }: (typeof testTakers)[number]): number =>
    (phases.has(testTakerId) ? 2 : 0) + (friendlyCodes.includes(code) ? 0 : 1);
  return testTakers
    .filter(({ testTakerId }) => !["submitted", "ended"].includes(phases.get(testTakerId) ?? ""))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, codesMax)
    .map(({ code }) => code);
}

/** A room of the demo; somebody's data folder may lack it. */
async function findRoom({ studyId, id }: DemoRoom): Promise<Session | undefined> {
  return (await sessionsOfStudy(studyId)).find((each) => each.id === id);
}
