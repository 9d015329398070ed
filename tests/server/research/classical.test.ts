import { describe, expect, it } from "vitest";
import type { ResponseValue } from "../../../item-bank/types.js";
import type { ClassicalTable } from "../../../server/contract/classical.js";
import { classicalTableOf, omittedOption } from "../../../server/research/classical.service.js";
import { itemsOfStudy, type StudyData } from "../../../server/research/study-data.service.js";
import { scoreSitting } from "../../../server/scoring/score-sitting.js";
import { seal, type StudyPackage } from "../../../server/studies/package.js";
import { makePackage } from "../../support/make-study.js";

const pkg = makePackage({ kinds: ["choice", "choice", "choice"], testBlocks: 2 });
const key = (itemId: string) => (pkg.items[itemId].scoring.key as string[])[0];
const other = (itemId: string) => {
  const { choices } = pkg.items[itemId].interaction as { choices: { id: string }[] };
  return choices.find(({ id }) => id !== key(itemId))!.id;
};

/** A finished sitting from a word: 1 right, 0 wrong, - nothing, one letter per test item of the booklet. */
function data(sealed: StudyPackage, sittings: { bookletId: string; word: string; ms?: number }[]): StudyData {
  return {
    pkg: sealed,
    items: itemsOfStudy(sealed),
    sittings: sittings.map(({ bookletId, word, ms = 1000 }, k) => {
      const itemIds = sealed.booklets[bookletId].blockIds.flatMap((blockId) =>
        sealed.blocks[blockId].unitIds.flatMap((unitId) => sealed.units[unitId].itemIds),
      );
      const responses = Object.fromEntries(
        itemIds.map((itemId, index) => {
          const value: ResponseValue =
            word[index] === "1" ? [key(itemId)] : word[index] === "0" ? [other(itemId)] : null;
          const visits = value === null ? 0 : 1;
          return [
            itemId,
            {
              value,
              firstAt: null,
              firstActionMs: null,
              visits,
              ms: visits * ms,
              changes: 0,
              isMarked: false,
            },
          ];
        }),
      );
      const cells = scoreSitting(sealed, bookletId, responses).map((cell) => ({ ...cell, code: null }));
      return {
        _id: `S${k}`,
        studyId: sealed.studyId,
        testTakerId: `T${k}`,
        sessionId: "R",
        bookletId,
        packageHash: sealed.hash,
        endKind: "submitted" as const,
        endAtMs: 0,
        segmentCount: 1,
        scoringVersion: 1,
        cells: new Map(cells.map((cell) => [cell.itemId, cell])),
      };
    }),
  };
}

const everyone = (words: string[]) =>
  data(
    pkg,
    words.map((word) => ({ bookletId: "BOOKLET1", word })),
  );
const row = (table: ClassicalTable, itemId: string) => table.items.find((item) => item.itemId === itemId)!;

describe("the classical table of one booklet", async () => {
  // Four right patterns of a Guttman scale over six items.
  const table = await classicalTableOf(everyone(["111111", "111110", "111000", "100000"]));

  it("has proportions, and alpha by hand", () => {
    expect(table.items.map(({ proportionCorrect }) => proportionCorrect)).toEqual([
      1, 0.75, 0.75, 0.5, 0.5, 0.25,
    ]);
    // Variances with n − 1: 0, 1/4, 1/4, 1/3, 1/3, 1/4; sums of points 6, 5, 3, 1 have the variance 59/12.
    const alpha = (6 / 5) * (1 - (0.75 + 2 / 3) / (59 / 12));
    expect(table.alpha).toBeCloseTo(alpha, 10);
  });

  it("has no correlation for an item that everybody got right", () => {
    expect(row(table, "BL1Q1")).toMatchObject({ itemRest: null, sd: 0, n: 4 });
    expect(row(table, "BL1Q2").itemRest).toBeGreaterThan(0.5);
  });

  it("counts what each option attracted, the key marked, options nobody took included", () => {
    const { distractors } = row(table, "BL2Q1");
    expect(distractors.reduce((sum, { n }) => sum + n, 0)).toBe(4);
    expect(distractors.filter(({ isKey }) => isKey).map(({ option, n }) => [option, n])).toEqual([
      [key("BL2Q1"), 2],
    ]);
    expect(distractors.some(({ n }) => n === 0)).toBe(true);
    expect(distractors.find(({ isKey }) => isKey)?.label.vi).toBeTruthy();
    expect(distractors.map(({ option }) => option)).not.toContain(omittedOption);
  });

  it("distributes sums of points", () => {
    expect(table.scoreDistribution).toEqual([{ bookletId: "BOOKLET1", counts: [0, 1, 0, 1, 0, 1, 1] }]);
  });
});

describe("missing responses", async () => {
  const table = await classicalTableOf(everyone(["1-1111", "111---", "111111", "1-1---"]));

  it("count 0 where omitted and not at all where not reached", () => {
    expect(row(table, "BL1Q2")).toMatchObject({
      n: 4,
      proportionCorrect: 0.5,
      omittedShare: 0.5,
      notReachedShare: 0,
    });
    expect(row(table, "BL2Q1")).toMatchObject({
      n: 2,
      proportionCorrect: 1,
      omittedShare: 0,
      notReachedShare: 0.5,
    });
  });

  it("show among the options, as omitted", () => {
    const { distractors } = row(table, "BL1Q2");
    expect(distractors.find(({ option }) => option === omittedOption)).toMatchObject({
      n: 2,
      proportion: 0.5,
    });
  });

  it("count 0 in sums of points, as in an exam", () => {
    expect(table.scoreDistribution[0].counts).toEqual([0, 0, 1, 1, 0, 1, 1]);
  });

  it("say nothing of how long an item takes", async () => {
    const timed = await classicalTableOf(
      data(pkg, [
        { bookletId: "BOOKLET1", word: "111111", ms: 4000 },
        { bookletId: "BOOKLET1", word: "111---", ms: 8000 },
        { bookletId: "BOOKLET1", word: "111111", ms: 20_000 },
      ]),
    );
    expect(row(timed, "BL1Q1").medianSeconds).toBe(8);
    expect(row(timed, "BL2Q1").medianSeconds).toBe(12);
  });
});

describe("a rotated design", async () => {
  const { hash: _hash, ...contents } = pkg;
  const rotated = seal({
    ...contents,
    booklets: {
      B1: { id: "B1", title: { vi: "B1" }, blockIds: ["BL1"] },
      B2: { id: "B2", title: { vi: "B2" }, blockIds: ["BL2"] },
    },
  });
  const table = await classicalTableOf(
    data(rotated, [
      { bookletId: "B1", word: "111" },
      { bookletId: "B1", word: "100" },
      { bookletId: "B1", word: "000" },
      { bookletId: "B2", word: "110" },
      { bookletId: "B2", word: "000" },
    ]),
  );

  it("rests each item on those who met it", () => {
    expect(table.personCount).toBe(5);
    expect(row(table, "BL1Q1")).toMatchObject({ n: 3, omittedShare: 0 });
    expect(row(table, "BL2Q1")).toMatchObject({ n: 2, proportionCorrect: 0.5 });
    expect(row(table, "BL1Q1").itemRest).toBeCloseTo(0.5, 10);
  });

  it("has no alpha where some items never meet in a booklet", () => {
    expect(table.alpha).toBeNull();
  });

  it("distributes scores booklet by booklet", () => {
    expect(table.scoreDistribution).toEqual([
      { bookletId: "B1", counts: [1, 1, 0, 1] },
      { bookletId: "B2", counts: [1, 0, 1, 0] },
    ]);
  });
});

it("has an empty table before anybody has handed in", async () => {
  const table = await classicalTableOf(data(pkg, []));
  expect(table).toMatchObject({ personCount: 0, alpha: null });
  expect(table.items[0]).toMatchObject({ n: 0, mean: null, omittedShare: null, medianSeconds: null });
});

it("comes to the same in a thread of its own, which a large table gets", async () => {
  const words = ["111111", "111110", "111000", "100000", "101-11", "0111--"];
  const few = await classicalTableOf(everyone(words));
  const many = await classicalTableOf(
    everyone(Array.from({ length: 900 }, (_, k) => words[k % words.length])),
  );
  expect(many.personCount).toBe(900);
  many.items.forEach((item, i) => {
    expect(item.proportionCorrect).toBeCloseTo(few.items[i].proportionCorrect ?? Number.NaN, 12);
    expect(item.itemRest).toBeCloseTo(few.items[i].itemRest ?? Number.NaN, 9);
  });
});
