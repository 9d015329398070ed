import { randomUUID } from "node:crypto";
import type { SessionRow, TestTakerCard } from "../contract/studies.js";
import { codeResponses } from "./code-responses.js";
import { httpClient, type HttpClient } from "./http-client.js";
import { sitToTheEnd, type Script } from "./sit.js";
import { openSitting } from "./sitting-client.js";
import { logInStaff, type StaffClient } from "./staff-client.js";
import { readStudy, type SimulatedStudy } from "./study-items.js";
import { drawItem, drawPerson, type Truth } from "./truth.js";

/** A login of a member of staff. */
export interface Credentials {
  login: string;
  password: string;
}

export interface SimulationOptions {
  url: string;
  studyId: string;
  testTakers: number;
  seed: string;
  /** A designer or administrator. */
  designer: Credentials;
  /** Coders for the open responses; none to leave them uncoded. */
  coders: Credentials[];
  /** So many sit at the same time. */
  atOnce: number;
  omitShare: number;
}

/** Told while the simulation goes on. */
export interface SimulationProgress {
  step: (name: "sitting" | "coding", done: number, total: number | null) => void;
}

export interface SimulationReport {
  truth: Truth;
  sessionIds: string[];
  submitted: number;
  entries: number;
  codes: number;
  seconds: number;
}

/** A session can have a thousand; rooms of this size are easier to look at. */
const sessionSize = 500;

/**
 * Sit simulated test takers through a study that a running server serves: by the API and sockets that browsers use, from
 * abilities and item parameters that the seed decides. Real time is not waited for.
 *
 * @throws {Refused} or {Error} with a sentence on what stood in the way.
 */
export async function simulate(
  options: SimulationOptions,
  progress: SimulationProgress,
): Promise<SimulationReport> {
  const beganAt = performance.now();
  const { seed, studyId, testTakers: count } = options;
  const http = httpClient(options.url);
  // A server that is not there should be said at once.
  await httpClient(options.url, 0).get("/api/health");
  const designer = await logInStaff(http, options.designer.login, options.designer.password);
  const coders = await Promise.all(
    options.coders.map((coder) => logInStaff(http, coder.login, coder.password)),
  );
  const study = await readStudy(designer, studyId);
  const trueItems = [...study.items.values()].flatMap((item) => drawItem(item, seed) ?? []);
  const script: Script = {
    study,
    truth: new Map(trueItems.map((item) => [item.item, item])),
    codes: new Map(),
    omitShare: options.omitShare,
  };
  const rooms = await makeRooms(designer, study, count, seed);
  const people = rooms.flatMap(({ cards }) => cards);
  const persons = people.map((card, index) => ({ card, person: drawPerson(index, seed) }));
  let entries = 0;
  let submitted = 0;
  await eachAtOnce(persons, options.atOnce, async ({ card, person }) => {
    const saved = await sitOne(http, card.code, person, script);
    entries += saved;
    submitted += 1;
    progress.step("sitting", submitted, count);
  });
  for (const { id } of rooms) await designer.post(`/api/sessions/${id}/status`, { to: "closed" });
  let coded = 0;
  const codes = await codeResponses(studyId, coders, script.codes, seed, () => {
    progress.step("coding", ++coded, null);
  });
  const sessionIds = rooms.map(({ id }) => id);
  return {
    truth: {
      seed,
      studyId,
      sessionIds,
      items: trueItems,
      persons: persons.map(({ card, person }) => ({ testTakerId: card.testTakerId, theta: person.theta })),
    },
    sessionIds,
    submitted,
    entries,
    codes,
    seconds: (performance.now() - beganAt) / 1000,
  };
}

async function makeRooms(
  designer: StaffClient,
  study: SimulatedStudy,
  count: number,
  seed: string,
): Promise<{ id: string; cards: TestTakerCard[] }[]> {
  const rooms: { id: string; cards: TestTakerCard[] }[] = [];
  for (let first = 0; first < count; first += sessionSize) {
    const size = Math.min(sessionSize, count - first);
    const { id } = await designer.post<SessionRow>("/api/sessions", {
      studyId: study.id,
      title: `Mô phỏng, hạt giống ${seed}`,
      place: `${size} × khao simulate`,
      startsAt: null,
      mustAuthorise: false,
      // Whoever tries the demo can watch the simulation as its proctor.
      proctorLogins: study.isDemo ? ["proctor"] : [],
    });
    const testTakers = Array.from({ length: size }, (_, k) => ({
      name: `Mô phỏng ${first + k + 1}`,
      schoolNumber: `SIM${String(first + k + 1).padStart(4, "0")}`,
      group: "SIM",
    }));
    const cards = await designer.post<TestTakerCard[]>(`/api/sessions/${id}/test-takers`, { testTakers });
    await designer.post(`/api/sessions/${id}/status`, { to: "open" });
    rooms.push({ id, cards });
  }
  return rooms;
}

/** @returns how many entries were saved. */
async function sitOne(
  http: HttpClient,
  code: string,
  person: ReturnType<typeof drawPerson>,
  script: Script,
): Promise<number> {
  const client = await openSitting(http, { code, deviceId: randomUUID() });
  try {
    await sitToTheEnd(client, person, script);
    return client.acknowledgedThrough() + 1;
  } finally {
    client.close();
  }
}

/** Do it for each of the list, at most so many at the same time; the first failure ends it. */
async function eachAtOnce<T>(
  list: readonly T[],
  atOnce: number,
  act: (each: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let each = list[next++]; each !== undefined; each = list[next++]) {
      try {
        await act(each);
      } catch (error) {
        next = list.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, work));
}
