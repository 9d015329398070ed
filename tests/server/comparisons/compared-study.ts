import { afterAll, beforeAll } from "vitest";
import type { ComparisonRow, DifBody } from "../../../server/contract/comparisons.js";
import type { RunRow } from "../../../server/contract/research.js";
import { studyData } from "../../../server/research/study-data.service.js";
import { options } from "../../support/analysis-options.js";
import type { Api } from "../../support/api.js";
import { jobDone } from "../../support/job-over.js";
import { makePackage, makeSession, storeStudy } from "../../support/make-study.js";
import { answersAt, knownItems, sit } from "../../support/sit.js";
import { startServer, type TestServer } from "../../support/start-server.js";
import { uniformFrom } from "../../support/uniform.js";

export const pkg = makePackage({ kinds: ["choice", "choice", "trueFalseCluster"] });
export const sessionSize = 31;

/** A server whose small study three sessions have sat: two of 31 test takers, and one that is too small to be compared. */
export interface ComparedStudy {
  server: TestServer;
  researcher: Api;
  /** A finished run of everybody, by the Rasch model. */
  runId: string;
  sessions: string[];
  /** The test takers' names and login codes, which no researcher may meet. */
  names: string[];
}

/** The study, which is there as soon as the first test begins and until the last is over. */
export function comparedStudy(): ComparedStudy {
  const study = {} as ComparedStudy;
  beforeAll(async () => {
    study.server = await startServer();
    await storeStudy(pkg);
    const made = [
      await makeSession("small", sessionSize),
      await makeSession("small", sessionSize, { className: "9B" }),
      await makeSession("small", 3, { className: "Nguyễn Văn A", place: "Room 13" }),
    ];
    study.sessions = made.map(({ sessionId }) => sessionId);
    const cards = made.flatMap((session) => session.cards);
    study.names = cards.flatMap(({ name, code }) => [name, code]).filter((word) => word !== "");
    await sitAll(
      study.server.url,
      cards.map(({ code }) => code),
    );
    study.researcher = await study.server.login("researcher");
    const runs = "/api/research/small/runs";
    study.runId = (await study.researcher.post<RunRow>(runs, { ...options, model: "rasch" })).body.id;
    await jobDone<RunRow>(study.researcher, runs, study.runId);
  }, 300_000);
  afterAll(() => study.server.close());
  return study;
}

/** The first session sits in Vietnamese, the second in English, the last a block in each. All practise in English. */
async function sitAll(url: string, codes: readonly string[]): Promise<void> {
  const random = uniformFrom("comparisons");
  const known = knownItems(pkg, "2pl");
  for (const [k, code] of codes.entries()) {
    const answers = answersAt(-2 + (4 * ((k * 7) % 31)) / 31, known, random);
    await sit(url, pkg, code, answers, (blockId) =>
      blockId === "BL1" ? (k < 31 || k >= 62 ? "vi" : "en") : blockId === "BL2" && k < 31 ? "vi" : "en",
    );
  }
}

/** Asks for differential functioning between the two large sessions, or what else is said. */
export const askDif = ({ researcher, runId, sessions }: ComparedStudy, more: Partial<DifBody> = {}) =>
  researcher.post<ComparisonRow & { code?: string }>(`/api/research/runs/${runId}/dif`, {
    grouping: "session",
    reference: sessions[0],
    focal: sessions[1],
    match: "auto",
    purify: false,
    likelihoodRatio: false,
    ...more,
  });

/** The session that each of some test takers sat in. */
export async function sessionOf(ids: readonly string[]): Promise<Map<string, string>> {
  const { sittings } = await studyData("small");
  return new Map(
    sittings
      .filter(({ testTakerId }) => ids.includes(testTakerId))
      .map(({ testTakerId, sessionId }) => [testTakerId, sessionId]),
  );
}
