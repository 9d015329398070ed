import { fixedBooklet, rotateSevenBlocks } from "../../item-bank/booklets/rotation.js";
import type { Library } from "../../item-bank/library.js";
import type { StudyBody } from "../contract/studies.js";
import { ignore } from "../problem.js";
import { addSession, session, sessionsOfStudy, setSessionStatus } from "../sessions/sessions.service.js";
import { openStudy } from "../studies/opening.service.js";
import { addStudy, findStudy, studiesById } from "../studies/studies.service.js";
import { addTestTakers, type NewTestTaker } from "../test-takers/test-takers.service.js";
import { addDemoAccounts, demoAccounts, demoPassword } from "./demo-accounts.js";
import { demoPeople, examPeople } from "./demo-people.js";
import { demoRooms, keepEndsAhead, plannedEnd, usableCodes } from "./demo-rooms.service.js";
import { importLibrary } from "./import-library.js";

/** What the terminal tells about the demo. */
export interface Demo {
  logins: string[];
  password: string;
  /** Codes of test takers that let somebody in now; none where all are used. */
  codes: string[];
}

/** The blocks of the main demo study: three of mathematics, two of reading, two of science. */
export const demoBlockIds = ["KMB1", "KMB2", "KMB3", "KRB1", "KRB2", "KSB1", "KSB2"];
const examBlockId = "TMB1";

/** The demo's accounts and codes at a start of the server, its rooms made ready; null where this data folder has no demo study. */
export async function demoInUse(): Promise<Demo | null> {
  const isThere = (await studiesById([demoRooms.main.studyId])).has(demoRooms.main.studyId);
  if (!isThere) return null;
  await keepEndsAhead(Date.now());
  return {
    logins: demoAccounts.map(({ login }) => login),
    password: demoPassword,
    codes: await usableCodes(),
  };
}

/** Make the demo: the library in the bank, an account for each role, two studies with a session each. */
export async function makeDemo(): Promise<void> {
  const [library] = await Promise.all([importLibrary(), addDemoAccounts()]);
  if (demoBlockIds.every((id) => hasBlock(library, id))) {
    await makeStudy(mainStudy(library), {
      id: demoRooms.main.id,
      title: "Lớp 9A và 9B",
      place: "Phòng máy 2, Trường THCS Trình Diễn",
      people: demoPeople(),
    });
  }
  if (hasBlock(library, examBlockId)) {
    await makeStudy(examStudy(library), {
      id: demoRooms.exam.id,
      title: "Lớp 12A1, thi thử Toán",
      place: "Phòng máy 1, Trường THPT Trình Diễn",
      people: examPeople(),
    });
  }
}

const hasBlock = (library: Library, blockId: string): boolean =>
  library.blocks.some(({ id }) => id === blockId);

const ifThere = (library: Library, blockId: string): string | null =>
  hasBlock(library, blockId) ? blockId : null;

function mainStudy(library: Library): StudyBody {
  return {
    id: demoRooms.main.studyId,
    title: {
      vi: "Khảo sát năng lực lớp 9 (trình diễn)",
      en: "Grade 9 survey of competencies (demo)",
    },
    languages: ["vi", "en"],
    design: rotateSevenBlocks(demoBlockIds),
    practiceBlockId: ifThere(library, "PRB1"),
    questionnaireBlockId: ifThere(library, "QSB1"),
    seed: "khao-demo-1",
  };
}

function examStudy(library: Library): StudyBody {
  return {
    id: demoRooms.exam.studyId,
    title: {
      vi: "Thi thử tốt nghiệp THPT môn Toán (trình diễn)",
      en: "Mock graduation exam, mathematics (demo)",
    },
    languages: ["vi", "en"],
    design: fixedBooklet([examBlockId]),
    practiceBlockId: ifThere(library, "PRB1"),
    questionnaireBlockId: null,
    seed: "khao-exam-1",
  };
}

/** Each step looks whether it was done before, so that a first start that was cut short is finished by the next one. */
async function makeStudy(
  body: StudyBody,
  room: { id: string; title: string; place: string; people: NewTestTaker[] },
): Promise<void> {
  const { id, title, place, people } = room;
  await addStudy(body, true).catch(ignore("study-id-taken"));
  if ((await findStudy(body.id)).status === "preparing") await openStudy(body.id, "library");
  const plan = {
    studyId: body.id,
    title,
    place,
    startsAt: null,
    endsAt: plannedEnd(Date.now()),
    mustAuthorise: false,
    proctorLogins: ["proctor"],
  };
  const isPlanned = (await sessionsOfStudy(body.id)).length > 0;
  const { testTakerCount } = isPlanned ? await session(id) : await addSession(plan, id);
  if (testTakerCount === 0) await addTestTakers(id, people);
  await setSessionStatus(id, "open");
}
