import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { median } from "../../../psychometrics/numeric/order-statistics.js";
import type { AnalysisOutput } from "../../../server/calibrations/analysis-output.js";
import { finishedRun } from "../../../server/calibrations/runs.service.js";
import type { RunRow } from "../../../server/contract/research.js";
import { demoPassword } from "../../../server/demo/demo-accounts.js";
import { simulate } from "../../../server/simulate/simulate.js";
import type { Truth } from "../../../server/simulate/truth.js";
import { options } from "../../support/analysis-options.js";
import { jobDone } from "../../support/job-over.js";
import { mean } from "../../support/moments.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let truth: Truth;
let output: AnalysisOutput;

/**
 * What is shown here is that nothing on the way from the booklets to the estimates shifts them: orders of options, scoring,
 * codes, the matrix. That the estimates themselves are right is the library's recovery study, of 200 samples a model.
 */
const studentCount = 250;

/** Simulated students sit the demo's booklets through the real API, are coded, and are calibrated as a job. */
beforeAll(async () => {
  server = await startServer({ demo: true });
  const account = (login: string) => ({ login, password: demoPassword });
  const report = await simulate(
    {
      url: server.url,
      studyId: "demo",
      testTakers: studentCount,
      seed: "1",
      designer: account("designer"),
      coders: [account("coder"), account("coder2")],
      atOnce: 50,
      omitShare: 0,
    },
    { step: () => {} },
  );
  truth = report.truth;
  const researcher = await server.login("researcher", "a-researcher");
  const asked = await researcher.post<RunRow>("/api/research/demo/runs", {
    ...options,
    quadratureNodes: 61,
    tolerance: 1e-5,
  });
  await jobDone<RunRow>(researcher, "/api/research/demo/runs", asked.body.id);
  ({ output } = await finishedRun(asked.body.id));
}, 1_800_000);
afterAll(() => server.close());

/**
 * Estimates beside the truth: items whose every score occurred, so that categories are the same. The calibration's scale
 * has these very students' mean at 0 and their standard deviation at 1, whatever those drawn from N(0, 1) came to.
 */
function pairs() {
  const thetas = truth.persons.map(({ theta }) => theta);
  const centre = mean(thetas);
  const spread = Math.sqrt(mean(thetas.map((theta) => (theta - centre) ** 2)));
  return output.items.flatMap((item) => {
    const known = truth.items.find((each) => each.item === item.itemId);
    if (!known || known.difficulties.length !== item.steps.length) return [];
    const difficulties = known.difficulties.map((difficulty) => (difficulty - centre) / spread);
    return [{ item, known: { slope: known.slope * spread, difficulties } }];
  });
}

const covers = (estimate: number, error: number | null, value: number): boolean =>
  error !== null && Math.abs(estimate - value) <= 1.96 * error;

describe("calibrating simulated students of a balanced incomplete block design", () => {
  it("finds every item again", () => {
    expect(pairs().length).toBeGreaterThan(0.9 * truth.items.length);
    expect(output.result.summary).toMatchObject({ converged: true, personCount: studentCount });
  });

  it("has next to no bias in slopes and difficulties", () => {
    const slopes = pairs().map(({ item, known }) => item.slope / known.slope);
    const steps = pairs().flatMap(({ item, known }) =>
      item.steps.map((step, k) => (step ?? Number.NaN) - known.difficulties[k]),
    );
    // Medians: of items with a hundred responses one may come out all but flat, with a step many logits off. Over 150 samples
    // of such a design they had standard deviations of 0.05 and 0.055; the bounds are five of these. Which students get which
    // booklet is not the seed's, so each run is another sample.
    expect(Math.abs(median(steps))).toBeLessThan(0.25);
    expect(Math.abs(median(slopes) - 1)).toBeLessThan(0.28);
  });

  it("has intervals of 95 % that cover the truth about as often as they say", () => {
    const slopes = pairs().map(({ item, known }) => covers(item.slope, item.slopeSe, known.slope));
    const steps = pairs().flatMap(({ item, known }) =>
      item.steps.map((step, k) => covers(step ?? Number.NaN, item.stepSes[k], known.difficulties[k])),
    );
    const share = (list: boolean[]) => list.filter(Boolean).length / list.length;
    // Of 45 intervals the share has a standard deviation of 0.032, of 60 steps 0.028: the bound is five of these below.
    expect(share(slopes)).toBeGreaterThan(0.8);
    expect(share(steps)).toBeGreaterThan(0.8);
  });

  it("orders the students as their abilities do, with errors as large as it says", () => {
    const thetaOf = new Map(truth.persons.map(({ testTakerId, theta }) => [testTakerId, theta]));
    const persons = output.persons.flatMap(({ id, wle, wleSe, eap }) => {
      const theta = thetaOf.get(id);
      return theta === undefined || wle === null || wleSe === null || eap === null
        ? []
        : [{ theta, wle, wleSe, eap }];
    });
    expect(persons).toHaveLength(studentCount);
    const covered =
      persons.filter(({ theta, wle, wleSe }) => covers(wle, wleSe, theta)).length / studentCount;
    expect(covered).toBeGreaterThan(0.9);
    const eapMean = mean(persons.map(({ eap }) => eap));
    const thetaMean = mean(persons.map(({ theta }) => theta));
    const deviation = (key: "eap" | "theta", m: number) =>
      Math.sqrt(mean(persons.map((p) => (p[key] - m) ** 2)));
    const covariance = mean(persons.map(({ eap, theta }) => (eap - eapMean) * (theta - thetaMean)));
    expect(covariance / (deviation("eap", eapMean) * deviation("theta", thetaMean))).toBeGreaterThan(0.85);
  });
});
