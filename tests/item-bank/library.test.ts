import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { readLibrary } from "../../item-bank/library.js";
import { toPlayerItem } from "../../item-bank/player-item.js";
import { scoreResponse } from "../../item-bank/scoring/score-item.js";
import { attainableScores, simulateResponse } from "../../item-bank/scoring/simulate-response.js";
import { svgProblem } from "../../item-bank/assets/safe-svg.js";
import { libraryFiles } from "../support/library-files.js";

const library = readLibrary(libraryFiles());
const { items, units, blocks, assets } = library;
const scored = items.filter((item) => item.scoring.rule !== "none");

describe("the seed library", () => {
  it("has no problems", () => {
    const said = library.problems.map(({ file, path, message }) => `${file} ${path}: ${message.en}`);
    expect(said).toEqual([]);
  });

  it("has at least 70 items, 20 questions of a questionnaire among them", () => {
    expect(items.length).toBeGreaterThanOrEqual(70);
    expect(items.filter(({ metadata }) => metadata.subject === "questionnaire")).toHaveLength(20);
  });

  it("has a mock exam of 12 choices, 4 true/false clusters and 6 short answers", () => {
    const exam = library.collections.find(({ id }) => id === "mathematics-exam");
    const unitIds = blocks.filter(({ id }) => exam?.blockIds.includes(id)).flatMap((block) => block.unitIds);
    const kinds = items.filter(({ unitId }) => unitIds.includes(unitId)).map((item) => item.interaction.kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect([count("choice"), count("trueFalseCluster"), count("textEntry"), kinds.length]).toEqual([
      12, 4, 6, 22,
    ]);
  });

  it("uses every kind of interaction", () => {
    expect(new Set(items.map(({ interaction }) => interaction.kind)).size).toBe(11);
  });

  it("gives every unit exactly one block and every item one unit", () => {
    expect(blocks.flatMap(({ unitIds }) => unitIds).sort()).toEqual(units.map(({ id }) => id).sort());
    expect(units.flatMap(({ itemIds }) => itemIds).sort()).toEqual(items.map(({ id }) => id).sort());
  });

  it.each(items.map((item) => [item.id, item] as const))("%s answers itself at every score", (_id, item) => {
    const random = seedrandom(item.id);
    for (const score of attainableScores(item)) {
      for (let time = 0; time < 5; time++) {
        const { value, humanCode } = simulateResponse(item, score, random);
        const result = scoreResponse(item, value, humanCode);
        expect(result.score).toBe(item.scoring.rule === "none" ? null : score);
      }
    }
  });

  it("can be scored fully on every item", () => {
    for (const item of scored) expect(attainableScores(item), item.id).toContain(item.maxScore);
  });

  it("gives the browser no key, rubric or metadata", () => {
    for (const item of items) {
      const sent = JSON.stringify(toPlayerItem(item));
      expect(sent, item.id).not.toMatch(
        /"(key|scoring|rubric|metadata|maxScore|reversed|accepted|tolerance)":/u,
      );
    }
  });

  it("has figures that only draw", () => {
    expect(assets.length).toBeGreaterThan(0);
    for (const { name, text, unitId } of assets) expect(svgProblem(text), `${unitId}/${name}`).toBeNull();
  });

  it("spreads the keys of its four-choice items over A to D", () => {
    const places = scored.flatMap(({ interaction, scoring }) =>
      interaction.kind === "choice" && interaction.maxChoices === 1 && interaction.choices.length === 4
        ? [interaction.choices.findIndex(({ id }) => id === (scoring.key as string[])[0])]
        : [],
    );
    const counts = [0, 1, 2, 3].map((place) => places.filter((each) => each === place).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(places.length * 0.15);
    expect(Math.max(...counts)).toBeLessThanOrEqual(places.length * 0.37);
  });
});
