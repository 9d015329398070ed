import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunResult, RunRow, StudyOverview } from "../../../server/contract/research.js";
import { demoPassword } from "../../../server/demo/demo-accounts.js";
import { sittingsOfStudy } from "../../../server/sittings/sittings.service.js";
import {
  simulate,
  type SimulationOptions,
  type SimulationReport,
} from "../../../server/simulate/simulate.js";
import type { Truth } from "../../../server/simulate/truth.js";
import type { Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

const testTakers = 300;

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
  atOnce: 40,
  omitShare: 0,
  ...more,
});

beforeAll(async () => {
  server = await startServer({ demo: true });
  report = await simulate(options(), { step: (name, done) => steps.push([name, done]) });
  researcher = await server.login("researcher", "a-researcher");
}, 900_000);
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

describe("calibrating simulated responses", () => {
  it("gives slopes and steps back: no bias, and intervals that cover as often as they say", async () => {
    const result = await calibrate();
    expect(result.summary.converged).toBe(true);
    expect(result.summary.personCount).toBe(testTakers);
    const { slopes, difficulties } = compared(report.truth, result);
    expect(difficulties.length).toBeGreaterThan(40);
    for (const parameters of [slopes, difficulties]) {
      const errors = parameters.map(({ estimate, truth }) => estimate - truth);
      const bias = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      const covered = parameters.filter(
        ({ estimate, truth, standardError }) => Math.abs(estimate - truth) <= 1.96 * standardError,
      );
      // About 50 parameters: a mean error has a standard error of about 0.04, and 95 % coverage one of 3 %.
      expect(Math.abs(bias)).toBeLessThan(0.12);
      expect(covered.length / parameters.length).toBeGreaterThan(0.86);
    }
  }, 600_000);
});

async function calibrate(): Promise<RunResult> {
  const body = {
    title: "Recovery",
    model: "2pl",
    subjects: [],
    withoutItems: [],
    omitted: "wrong",
    notReached: "wrong",
    quadratureNodes: 41,
    quadratureRange: 6,
    tolerance: 1e-5,
  };
  const { status, body: run } = await researcher.post<RunRow>("/api/research/demo/runs", body);
  expect(status).toBe(201);
  const state = async (): Promise<string | undefined> => {
    const { body: runs } = await researcher.get<RunRow[]>("/api/research/demo/runs");
    return runs.find(({ id }) => id === run.id)?.state;
  };
  await expect.poll(state, { timeout: 500_000, interval: 500 }).toBe("done");
  return (await researcher.get<RunResult>(`/api/research/runs/${run.id}`)).body;
}

interface Compared {
  estimate: number;
  truth: number;
  standardError: number;
}

/**
 * Estimates beside the truth. The calibration's scale has mean 0 and variance 1 in these very test takers, so the truth is
 * brought to that scale by the mean and the standard deviation of their drawn abilities.
 */
function compared(truth: Truth, result: RunResult): { slopes: Compared[]; difficulties: Compared[] } {
  const thetas = truth.persons.map(({ theta }) => theta);
  const mean = thetas.reduce((sum, theta) => sum + theta, 0) / thetas.length;
  const sd = Math.sqrt(thetas.reduce((sum, theta) => sum + (theta - mean) ** 2, 0) / thetas.length);
  const estimates = new Map(result.items.map((item) => [item.itemId, item]));
  const slopes: Compared[] = [];
  const difficulties: Compared[] = [];
  for (const { item, slope, difficulties: steps_, scores } of truth.items) {
    const estimate = estimates.get(item);
    // An item whose rule skips a score has other categories than its scores.
    const isWhole = scores.every((score, index) => score === index);
    if (!estimate || !isWhole || estimate.steps.length !== steps_.length) continue;
    if (estimate.slopeSe !== null) {
      slopes.push({ estimate: estimate.slope, truth: slope * sd, standardError: estimate.slopeSe });
    }
    estimate.steps.forEach((step, k) => {
      const standardError = estimate.stepSes[k];
      if (standardError !== null)
        difficulties.push({ estimate: step, truth: (steps_[k] - mean) / sd, standardError });
    });
  }
  return { slopes, difficulties };
}
