import { describe, expect, it } from "vitest";
import { declarations } from "../../../item-bank/interactions/index.js";
import { seededRandom } from "../../../item-bank/booklets/seeded.js";
import { scoreOfCode, scoreResponse } from "../../../item-bank/scoring/score-item.js";
import { attainableScores, simulateResponse } from "../../../item-bank/scoring/simulate-response.js";
import { toPlayerItem } from "../../../item-bank/player-item.js";
import { itemAround } from "../../support/interaction-laws.js";

const openItem = itemAround({
  interaction: { kind: "extendedText", lines: 4, maxCharacters: 400 },
  scoring: { rule: "humanCoded" },
  maxScore: 2,
});
const cluster = itemAround(declarations.find(({ kind }) => kind === "trueFalseCluster")!.starter());

describe("scoring a response", () => {
  it("tells nothing given from a score of 0", () => {
    expect(scoreResponse(cluster, null)).toEqual({
      status: "omitted",
      score: null,
      maxScore: 4,
      parts: { a: null, b: null, c: null, d: null },
    });
    expect(scoreResponse(openItem, "  ").status).toBe("omitted");
  });

  it("waits for the coder and then takes the rubric's score", () => {
    expect(scoreResponse(openItem, "Vì …")).toEqual({ status: "uncoded", score: null, maxScore: 2 });
    expect(scoreResponse(openItem, "Vì …", "1")).toEqual({ status: "scored", score: 1, maxScore: 2 });
    expect(() => scoreResponse(openItem, "Vì …", "7")).toThrow(
      "the rubric has no code 7; its codes are 0, 1, 2",
    );
    expect(scoreOfCode(openItem, "2")).toBe(2);
  });

  it("gives a questionnaire's question no score", () => {
    const question = { ...cluster, scoring: { rule: "none" }, maxScore: 0 };
    expect(scoreResponse(question, { a: true })).toEqual({ status: "unscored", score: null, maxScore: 0 });
    expect(scoreResponse(question, null).status).toBe("omitted");
    expect(attainableScores(question)).toEqual([0]);
  });

  it("refuses a value that the interaction cannot give", () => {
    expect(() => scoreResponse(cluster, { z: true })).toThrow(RangeError);
  });
});

describe("a simulated response", () => {
  it.each(declarations.map((declaration) => [declaration.kind, declaration] as const))(
    "to %s scores what was asked, and is the same for the same seed",
    (_kind, declaration) => {
      const item = itemAround(declaration.starter());
      for (const score of attainableScores(item)) {
        const { value, humanCode } = simulateResponse(item, score, seededRandom(7));
        expect(simulateResponse(item, score, seededRandom(7))).toEqual({
          value,
          ...(humanCode ? { humanCode } : {}),
        });
        expect(scoreResponse(item, value, humanCode).score).toBe(item.scoring.rule === "none" ? null : score);
      }
    },
  );

  it("to an open item is a sample of the rubric in the language, with its code", () => {
    expect(simulateResponse(openItem, 1, seededRandom(1), "en")).toEqual({
      value: "Sample 1",
      humanCode: "1",
    });
    expect(simulateResponse(openItem, 1, seededRandom(1), "vi")).toEqual({
      value: "Ví dụ 1",
      humanCode: "1",
    });
    expect(() => simulateResponse(openItem, 3, seededRandom(1))).toThrow(RangeError);
  });

  it("answers a question of a questionnaire, whatever its kind", () => {
    for (const declaration of declarations) {
      const item = { ...itemAround(declaration.starter()), scoring: { rule: "none" }, maxScore: 0 };
      const { value } = simulateResponse(item, 1, seededRandom(3));
      expect(declaration.fits(item.interaction, value)).toBe(true);
      expect(declaration.isEmpty(value)).toBe(false);
    }
  });
});

describe("what the browser gets of an item", () => {
  it.each(declarations.map((declaration) => [declaration.kind, declaration] as const))(
    "of %s has no key, rubric or metadata",
    (_kind, declaration) => {
      const item = itemAround(declaration.starter());
      const sent = toPlayerItem(item);
      expect(Object.keys(sent).sort()).toEqual(["id", "interaction", "stem", "unitId"]);
      expect(Object.keys(sent.interaction)).not.toContain("reversed");
      expect(JSON.stringify(sent)).not.toMatch(
        /"(key|scoring|rubric|metadata|maxScore|accepted|tolerance|scale)":/u,
      );
    },
  );
});
