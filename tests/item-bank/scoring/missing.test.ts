import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { presentationStatuses } from "../../../item-bank/scoring/missing.js";

const statusesOf = (blocks: string[][], answered: string[]) =>
  Object.fromEntries(
    presentationStatuses(
      blocks.map((itemIds) => ({ itemIds })),
      (id) => answered.includes(id),
    ),
  );

describe("omitted and not reached", () => {
  it("are told apart by the last answer in each block", () => {
    expect(
      statusesOf(
        [
          ["A", "B", "C", "D"],
          ["E", "F"],
        ],
        ["A", "C", "E"],
      ),
    ).toEqual({
      A: "answered",
      B: "omitted",
      C: "answered",
      D: "notReached",
      E: "answered",
      F: "notReached",
    });
  });

  it("make a block without an answer not reached as a whole", () => {
    expect(statusesOf([["A"], ["B", "C"]], ["A"])).toEqual({
      A: "answered",
      B: "notReached",
      C: "notReached",
    });
  });

  it("know nothing of items that are not in the booklet", () => {
    expect(statusesOf([["A"]], ["Z"]).Z).toBeUndefined();
  });

  it("have no answer after anything not reached, and one after anything omitted", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (answers) => {
        const ids = answers.map((_, k) => `I${k}`);
        const statuses = Object.values(
          statusesOf(
            [ids],
            ids.filter((_, k) => answers[k]),
          ),
        );
        statuses.forEach((status, k) => {
          const later = statuses.slice(k + 1).includes("answered");
          expect(status === "answered").toBe(answers[k]);
          if (status === "notReached") expect(later).toBe(false);
          if (status === "omitted") expect(later).toBe(true);
        });
      }),
    );
  });
});
