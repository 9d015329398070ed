import { describe, expect, it } from "vitest";
import {
  multistagePaths,
  nextTestlet,
  requireMultistageDesign,
  testletScoreMaxima,
  type MultistageDesign,
} from "../../../psychometrics/index.js";
import { pisaDesignA, pisaDesignB } from "../../support/pisa-2018-reading.js";
import { uniformFrom } from "../../support/uniform.js";

/** A small design: one core, then an easy or a hard testlet. */
const small: MultistageDesign = {
  start: ["core"],
  steps: [{ taken: ["core"], scoreMax: 8, low: 3, high: 5, easy: ["easy"], hard: ["hard"] }],
};

/** The small design with something else in its step. */
const changed = (change: Partial<MultistageDesign["steps"][number]>): MultistageDesign => ({
  ...small,
  steps: [{ ...small.steps[0], ...change }],
});

describe("the published routing of PISA 2018 reading", () => {
  it("is a design that can be given: every cut inside its range, one number of items per testlet", () => {
    expect(() => requireMultistageDesign(pisaDesignA)).not.toThrow();
    expect(() => requireMultistageDesign(pisaDesignB)).not.toThrow();
  });

  it("has 64 paths in design A and 128 in design B", () => {
    for (const [design, count] of [
      [pisaDesignA, 64],
      [pisaDesignB, 128],
    ] as const) {
      const paths = multistagePaths(design);
      expect(paths).toHaveLength(count);
      expect(new Set(paths.map((path) => path.join())).size).toBe(count);
      expect(paths.every((path) => path.length === 3)).toBe(true);
    }
  });

  it("gives the testlets the numbers of automatically scored items that both designs agree on", () => {
    const maxima = new Map([...testletScoreMaxima(pisaDesignA), ...testletScoreMaxima(pisaDesignB)]);
    // 8 core, 16 of stage 1 and 16 of stage 2.
    expect(maxima.size).toBe(40);
    const some = {
      RC1: 9,
      R11H: 11,
      R14L: 8,
      R15H: 10,
      R18L: 8,
      R21H: 11,
      R22L: 10,
      R24L: 6,
      R26L: 12,
      R28H: 6,
    };
    for (const [testlet, count] of Object.entries(some)) expect(maxima.get(testlet)).toBe(count);
  });

  it("is refused with one number mistyped", () => {
    const steps = pisaDesignA.steps.map((step) =>
      step.taken.join() === "RC5,R11H" ? { ...step, scoreMax: 19 } : step,
    );
    expect(() => requireMultistageDesign({ ...pisaDesignA, steps })).toThrow(
      "after RC5, R11H: a highest score of 19 gives testlet R11H 12 points, but elsewhere it has 11",
    );
  });
});

describe("a multistage design", () => {
  it("goes to the easy testlet for 90, 50 and 10 % of low, medium and high scores", () => {
    const uniform = uniformFrom("routing");
    const count = 4000;
    for (const [score, share] of [
      [2, 0.9],
      [3, 0.5],
      [5, 0.5],
      [6, 0.1],
    ]) {
      let easy = 0;
      for (let n = 0; n < count; n++)
        if (nextTestlet(small, ["core"], score, uniform)?.testlet === "easy") easy++;
      // Three standard errors of a share among 4000 are 0.024 at most.
      expect(Math.abs(easy / count - share)).toBeLessThan(0.024);
    }
  });

  it("takes one of several testlets with equal chances, and says the level", () => {
    const uniform = uniformFrom("sets");
    const count = { R11L: 0, R15L: 0 };
    for (let n = 0; n < 2000; n++) {
      const route = nextTestlet(pisaDesignA, ["RC1"], 0, uniform, { low: 1, medium: 0.5, high: 0 });
      expect(route).toMatchObject({ level: "low", isEasy: true });
      count[route?.testlet as keyof typeof count]++;
    }
    // Three standard errors of a share of one half among 2000.
    expect(Math.abs(count.R11L / 2000 - 0.5)).toBeLessThan(0.034);
    expect(count.R11L + count.R15L).toBe(2000);
  });

  it("ends where no step goes on", () => {
    expect(nextTestlet(small, ["core", "hard"], 3, uniformFrom("end"))).toBeNull();
  });

  it("refuses a score outside the range of its step", () => {
    expect(() => nextTestlet(small, ["core"], 9, uniformFrom("x"))).toThrow(
      "after core: a score of 9 is not from 0 to 8",
    );
    expect(() => nextTestlet(small, ["core"], NaN, uniformFrom("x"))).toThrow("a score of NaN");
  });

  it("names what is wrong with a design", () => {
    const refused = (design: MultistageDesign) => () => requireMultistageDesign(design);
    expect(refused(changed({ low: 0 }))).toThrow(
      "after core: the low cut 0 is not a whole score from 1 to 8",
    );
    expect(refused(changed({ high: 8 }))).toThrow(
      "the high cut 8 is not a whole score from the low cut 3 to 7",
    );
    expect(refused(changed({ high: 2 }))).toThrow("the high cut 2 is not");
    expect(refused(changed({ hard: [] }))).toThrow("after core: a step needs an easy and a hard testlet");
    expect(refused(changed({ easy: ["core"] }))).toThrow("after core: testlet core would come twice");
    expect(refused(changed({ taken: ["other"] }))).toThrow("after other: no step leads here");
    expect(refused({ start: [], steps: [] })).toThrow("no testlet to begin with");
    expect(refused({ ...small, steps: [small.steps[0], small.steps[0]] })).toThrow(
      "after core: there are two steps",
    );
  });
});
