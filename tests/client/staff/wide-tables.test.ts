import { describe, expect, it } from "vitest";
import { allColumns, columnsOf, sortIn, type ColumnSet } from "../../../client/shared/staff/column-sets.js";
import { sortedRows } from "../../../client/shared/staff/sort-rows.js";

describe("the columns of a wide table", () => {
  const columns = ["item", "n", "p", "delta"].map((id) => ({ id }));
  const sets: ColumnSet[] = [
    { id: "first", label: "First", columns: ["delta", "n"] },
    { id: "second", label: "Second", columns: ["p"] },
  ];
  const shown = (chosen: string, of = sets) => columnsOf(columns, of, chosen).map(({ id }) => id);

  it("are those of the chosen set in the table's order, the first column always", () => {
    expect(shown("first")).toEqual(["item", "n", "delta"]);
    expect(shown("second")).toEqual(["item", "p"]);
  });

  it("are all where that is chosen, and where there are no sets", () => {
    expect(shown(allColumns)).toEqual(["item", "n", "p", "delta"]);
    expect(shown("", [])).toEqual(["item", "n", "p", "delta"]);
  });

  it("are those of the first set where the chosen one is not there any more", () => {
    expect(shown("likelihood ratio")).toEqual(["item", "n", "delta"]);
  });
});

describe("choosing a set of columns", () => {
  const columns = [{ id: "item" }, { id: "n" }, { id: "p" }];
  const set = { id: "s", label: "S", columns: ["p"], sort: { id: "p", descending: true } };

  it("sorts by what the set says where the former column is out of it", () => {
    expect(sortIn(columns, set, { id: "n", descending: false })).toEqual({ id: "p", descending: true });
  });

  it("keeps the order where one can see what it is by, and where the set says nothing", () => {
    const byItem = { id: "item", descending: false };
    expect(sortIn(columns, set, byItem)).toBe(byItem);
    expect(sortIn(columns, { ...set, sort: undefined }, { id: "n", descending: true })?.id).toBe("n");
    expect(sortIn(columns, undefined, byItem)).toBe(byItem);
  });
});

describe("sorting a table", () => {
  const rows = [{ of: "I10" }, { of: null }, { of: "I9" }];
  const by = ({ of }: { of: string | null }) => of;
  const sorted = (descending: boolean) =>
    sortedRows(rows, by, { descending, language: "en" }).map(({ of }) => of);

  it("takes numbers within names by size, and puts what is missing last in either direction", () => {
    expect(sorted(false)).toEqual(["I9", "I10", null]);
    expect(sorted(true)).toEqual(["I10", "I9", null]);
  });
});
