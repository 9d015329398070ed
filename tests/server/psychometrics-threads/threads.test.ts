import seedrandom from "seedrandom";
import { afterEach, describe, expect, it } from "vitest";
import {
  calibrate,
  calibrateMultidimensional,
  simulateAbilities,
  simulateResponses,
  type Calibration,
  type Crew,
  type MultidimensionalOptions,
  type ResponseData,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import { findPatterns } from "../../../psychometrics/likelihood/patterns.js";
import { ScoreExpectation } from "../../../psychometrics/likelihood/score-expectation.js";
import { equallySpacedNodes } from "../../../psychometrics/numeric/quadrature.js";
import { Threads } from "../../../server/psychometrics-threads/threads.js";

const begun: Threads[] = [];
afterEach(async () => {
  await Promise.all(begun.splice(0).map((threads) => threads.close()));
});

/** Large enough for three parts: nearly every test taker has a pattern of their own. */
function simulated(personCount: number): ResponseData {
  const uniform = seedrandom("threads") as () => number;
  const items = Array.from({ length: 40 }, (_, i): SimulatedItem => {
    return { item: `i${i}`, model: "2pl", slope: 0.7 + (i % 4) * 0.2, difficulties: [(i % 9) / 4 - 1] };
  });
  const isPresented = (p: number, i: number) => (Math.floor(i / 10) + p) % 4 > 0;
  return simulateResponses(uniform, simulateAbilities(uniform, personCount), items, isPresented);
}

/** Threads that are all up before the work begins, and a record of how many pieces they took from the calling one. */
function allUp(count: number): { crew: Crew; helpersPieces: () => number } {
  const threads = new Threads(count);
  begun.push(threads);
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  let helpersPieces = 0;
  const crew: Crew = {
    allocate: (byteLength) => threads.allocate(byteLength),
    engage(data) {
      const engagement = threads.engage(data);
      for (let tries = 0; threads.helperCount < count - 1; tries++) {
        if (tries > 2000) throw new Error("the helping threads did not come up");
        Atomics.wait(sleeper, 0, 0, 20);
      }
      return {
        run(step, pieceCount, work) {
          helpersPieces += pieceCount;
          engagement.run(step, pieceCount, (piece) => {
            helpersPieces--;
            work(piece);
          });
        },
      };
    },
  };
  return { crew, helpersPieces: () => helpersPieces };
}

/** By the graded response model, whose E-step is by nodes and is shared among threads. */
function calibrated(data: ResponseData, crew?: Crew): Calibration {
  return calibrate(data, { model: "grm", quadrature: 11, cyclesMax: 4, standardErrors: "none", crew });
}

describe("threads of a calibration", () => {
  it("give the result that one thread gives, bit for bit, be they 1, 2 or 8", () => {
    const data = simulated(26_000);
    const alone = calibrated(data);
    for (const count of [1, 2, 8]) {
      const { crew, helpersPieces } = allUp(count);
      expect(calibrated(data, crew)).toEqual(alone);
      if (count > 1) expect(helpersPieces()).toBeGreaterThan(0);
    }
  }, 120_000);

  it("do so too in E-steps by weighted scores", () => {
    const { scores, weights, groups, items } = simulated(26_000);
    const patterns = findPatterns(
      scores,
      Int32Array.from(items, () => 2),
      weights,
      groups,
      1,
    );
    const nodes = equallySpacedNodes(61, 6);
    const logMass = [nodes.map((node) => -(node ** 2) / 2)];
    const slopes = Float64Array.from({ length: 80 }, (_, row) => (row % 2) * (0.5 + row / 80));
    const { crew, helpersPieces } = allUp(2);
    const [alone, helped] = [
      new ScoreExpectation(patterns, nodes),
      new ScoreExpectation(patterns, nodes, crew, 1),
    ];
    // Several times: a small E-step may be over before the other thread has woken.
    for (let tries = 0; helpersPieces() === 0 && tries < 1000; tries++) {
      for (const shift of [0, 0.3]) {
        const intercepts = slopes.map((slope) => slope * shift);
        expect(helped.expect(slopes, intercepts, logMass)).toEqual(alone.expect(slopes, intercepts, logMass));
      }
    }
    expect(helpersPieces()).toBeGreaterThan(0);
  }, 120_000);

  it("do so in two dimensions and two groups, standard errors and all", () => {
    const data = simulated(700);
    const options: MultidimensionalOptions = {
      ...({ model: "2pl", quadrature: 11, cyclesMax: 3 } as const),
      dimensions: [
        { name: "A", items: data.items.slice(0, 20) },
        { name: "B", items: data.items.slice(20) },
      ],
    };
    const grouped = { ...data, groups: data.groups.map((_, p) => p % 2), groupNames: ["a", "b"] };
    const alone = calibrateMultidimensional(grouped, options);
    const { crew, helpersPieces } = allUp(2);
    expect(calibrateMultidimensional(grouped, { ...options, crew })).toEqual(alone);
    expect(helpersPieces()).toBeGreaterThan(0);
  }, 120_000);

  it("lay the nodes of each test taker's posterior in four dimensions as the calling thread does", () => {
    const data = simulated(400);
    const options: MultidimensionalOptions = {
      ...({ model: "2pl", cyclesMax: 2, standardErrors: "none" } as const),
      quadrature: { method: "quasi-monte-carlo", nodes: 64 },
      dimensions: ["A", "B", "C", "D"].map((name, d) => ({
        name,
        items: data.items.slice(10 * d, 10 * (d + 1)),
      })),
    };
    const alone = calibrateMultidimensional(data, options);
    const { crew, helpersPieces } = allUp(2);
    expect(calibrateMultidimensional(data, { ...options, crew })).toEqual(alone);
    expect(helpersPieces()).toBeGreaterThan(0);
  }, 120_000);

  it("are not started for data that one thread is done with at once", () => {
    const threads = new Threads(2);
    begun.push(threads);
    calibrated(simulated(500), threads);
    expect(threads.helperCount).toBe(0);
  });

  it("leave work on earlier data to the calling thread", () => {
    const { crew } = allUp(2);
    const data = simulated(26_000);
    let isInside = false;
    // A calibration within a calibration takes the threads along.
    const outer = calibrate(data, {
      model: "grm",
      quadrature: 11,
      cyclesMax: 4,
      standardErrors: "none",
      crew,
      onCycle: () => {
        if (!isInside) calibrated(data, crew);
        isInside = true;
      },
    });
    expect(outer).toEqual(calibrated(data));
  }, 120_000);

  it("say so when one of them fails", () => {
    const threads = new Threads(2);
    begun.push(threads);
    // There is no chunk to load, so whoever takes a piece fails.
    const data = { nodeCount: 3, rows: new Int32Array(1), chunks: [] };
    const engagement = threads.engage(data as never);
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    // The calling thread leaves pieces to the other one, however long that takes to come up.
    const dawdle = () => {
      for (let tries = 0; threads.helperCount === 0 && tries < 2000; tries++) Atomics.wait(sleeper, 0, 0, 20);
      Atomics.wait(sleeper, 0, 0, 50);
    };
    expect(() => engagement.run("load", 20, dawdle)).toThrow("a helping thread failed");
  }, 120_000);
});
