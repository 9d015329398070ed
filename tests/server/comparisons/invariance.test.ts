import { describe, expect, it } from "vitest";
import {
  partialInvariance,
  responseData,
  simulateAbilities,
  simulateResponses,
  type SimulatedItem,
} from "../../../psychometrics/index.js";
import type { ComparisonInput } from "../../../server/comparisons/comparison-input.js";
import { compare } from "../../../server/comparisons/compare.js";
import type { InvarianceBody } from "../../../server/contract/comparisons.js";
import { uniformFrom } from "../../support/uniform.js";
import { knownInput } from "../calibrations/known-input.js";

const ask: InvarianceBody = {
  grouping: "g",
  groups: ["A", "B", "C"],
  threshold: 0.12,
  freePerRound: 1,
  responsesMin: 50,
};
const groupSize = 300;

/** Three groups of 300 on ten items; item 4 is two logits harder in group C, and nobody of group B met item 10. */
function input(): ComparisonInput {
  const random = uniformFrom("invariance");
  const rowsOf = (group: string) => {
    const items = Array.from({ length: 10 }, (_, k): SimulatedItem => ({
      item: `I${k + 1}`,
      model: "rasch",
      slope: 1,
      difficulties: [-1.5 + k / 3 + (group === "C" && k === 3 ? 2 : 0)],
    }));
    const { scores } = simulateResponses(random, simulateAbilities(random, groupSize), items);
    return Array.from({ length: groupSize }, (_, p) =>
      Array.from({ length: 10 }, (_, i) => (group === "B" && i === 9 ? null : (scores[10 * p + i] ?? 0))),
    );
  };
  const start = knownInput(2, 10, { model: "rasch" });
  const rows = ask.groups.flatMap(rowsOf);
  return {
    ask: { kind: "invariance", options: ask },
    run: { ...start, rows, personIds: rows.map((_, p) => `P${p}`) },
    abilities: rows.map(() => null),
    groups: ask.groups.map((id) => ({ id, n: groupSize })),
    groupOf: rows.map((_, p) => ask.groups[Math.floor(p / groupSize)] ?? null),
  };
}

describe("partial invariance of a run", () => {
  const given = input();
  const shares: number[] = [];
  const { invariance: report, dif } = compare(given, ({ share }) => shares.push(share));
  const expected = partialInvariance(
    responseData({
      items: given.run.items.map(({ itemId }) => itemId),
      rows: given.run.rows,
      groups: given.groupOf as string[],
      groupNames: ask.groups,
    }),
    {
      model: "pcm",
      models: Object.fromEntries(given.run.items.map(({ itemId }) => [itemId, "rasch" as const])),
      quadrature: 41,
      tolerance: 1e-4,
    },
    { threshold: 0.12, freePerRound: 1, responsesMin: 50 },
  );

  it("is the record that the library gives, round by round and step by step", () => {
    expect(dif).toBeNull();
    expect(report?.ended).toBe(expected.ended);
    expect(report?.rounds).toEqual(expected.rounds.map(({ groups: _, ...round }) => round));
    expect(report?.steps).toEqual(expected.steps.map(({ item, ...step }) => ({ itemId: item, ...step })));
    expect(
      report?.groups.map(({ id, mean, common, uniqueAlone }) => ({ group: id, mean, common, uniqueAlone })),
    ).toEqual(
      expected.counts.map(({ group, common, uniqueAlone }, g) => ({
        group,
        mean: expected.calibration.groups[g].mean,
        common,
        uniqueAlone,
      })),
    );
  });

  it("frees the item in the group where it is harder, and says in each cell what became of it", () => {
    expect(report?.steps.map(({ itemId, group, action }) => [itemId, group, action])).toEqual([
      ["I4", "C", "unique"],
    ]);
    const states = report?.items.map(({ cells }) => cells.map(({ state }) => state).join(" "));
    expect(states?.[3]).toBe("common common unique");
    expect(states?.[9]).toBe("common none common");
    const cell = report?.items[3].cells[2];
    expect(cell?.rmsdFromCommon).toBeGreaterThan(0.12);
    expect(cell?.rmsd).toBeLessThan(0.12);
    expect(report?.items[9].cells[1]).toEqual({
      state: "none",
      n: 0,
      rmsd: null,
      rmsdFromCommon: null,
      md: null,
    });
  });

  it("tells how far it is, never going back, and holds plain numbers only", () => {
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBe(report?.rounds.length);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

it("warns of groups so small that chance frees items", () => {
  const given = input();
  const groupOf = given.groupOf.map((group, p) => (p % 3 === 0 ? group : null));
  const { invariance } = compare({ ...given, groupOf }, () => {});
  expect(invariance?.warnings[0].en).toMatch(/^3 groups have fewer than 250 test takers/);
});
