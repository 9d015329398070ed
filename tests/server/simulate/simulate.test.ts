import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StudyOverview } from "../../../server/contract/research.js";
import { demoPassword } from "../../../server/demo/demo-accounts.js";
import { sittingsOfStudy } from "../../../server/sittings/sittings.service.js";
import {
  simulate,
  type SimulationOptions,
  type SimulationReport,
} from "../../../server/simulate/simulate.js";
import type { Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

// Enough to sit every booklet; that 250 of them give their parameters back is `calibrations/recovery.test.ts`.
const testTakers = 30;

let server: TestServer;
let report: SimulationReport;
let researcher: Api;
const steps: [string, number][] = [];

const account = (login: string) => ({ login, password: demoPassword });
const options = (more: Partial<SimulationOptions> = {}): SimulationOptions => ({
  url: server.url,
  studyId: "demo",
  testTakers,
  seed: "1",
  designer: account("designer"),
  coders: [account("coder"), account("coder2")],
  atOnce: 15,
  omitShare: 0,
  ...more,
});

beforeAll(async () => {
  server = await startServer({ demo: true });
  report = await simulate(options(), { step: (name, done) => steps.push([name, done]) });
  researcher = await server.login("researcher", "a-researcher");
}, 300_000);
afterAll(() => server.close());

describe("simulated test takers", () => {
  it("all hand in, in a session of their own that is closed afterwards, with progress on the way", async () => {
    expect(report.submitted).toBe(testTakers);
    expect(steps.filter(([name]) => name === "sitting")).toHaveLength(testTakers);
    expect(report.codes).toBeGreaterThan(0);
    const sittings = (await sittingsOfStudy("demo")).filter(({ sessionId }) =>
      report.sessionIds.includes(sessionId),
    );
    expect(sittings.map(({ phase }) => phase)).toEqual(Array(testTakers).fill("submitted"));
    const { body: overview } = await researcher.get<StudyOverview>("/api/research/demo/overview");
    expect(overview.testTakers.submitted).toBe(testTakers);
    expect(overview.cells).toMatchObject({ omitted: 0, notReached: 0, waitingForCoding: 0 });
  });

  it("have known abilities by pseudonymous id, and known parameters for every scored item", () => {
    expect(report.truth.persons).toHaveLength(testTakers);
    expect(report.truth.items.length).toBeGreaterThan(30);
    expect(JSON.stringify(report.truth)).not.toContain("Mô phỏng");
  });

  it("are refused in a sentence where the study, the login or the server is wrong", async () => {
    const still = { step: () => {} };
    await expect(simulate(options({ studyId: "no-such-study" }), still)).rejects.toThrow(
      /no-such-study|no such study/i,
    );
    await expect(
      simulate(options({ designer: { login: "designer", password: "wrong" } }), still),
    ).rejects.toThrow();
    await expect(simulate(options({ url: "http://127.0.0.1:9" }), still)).rejects.toThrow(/no answer from/);
  });
});
