import { describe, expect, it } from "vitest";
import { contrastMatrix, type BackgroundVariable } from "../../../psychometrics/index.js";

const sector: BackgroundVariable = {
  name: "sector",
  kind: "categorical",
  values: ["10", "2", "private", null, "2", "10"],
};
const books: BackgroundVariable = { name: "books", kind: "numeric", values: [1, 2, null, 4, 1, 4] };

/** Rounded columns by the contrasts' names. */
function columnsOf({ contrasts, columns, personCount }: ReturnType<typeof contrastMatrix>) {
  return Object.fromEntries(
    contrasts.map(({ name }, j) => [
      name,
      [...columns.subarray(j * personCount, (j + 1) * personCount)].map((x) => Number(x.toFixed(4))),
    ]),
  );
}

describe("contrasts", () => {
  it("of a categorical variable are effects: the first level by number has -1 in all", () => {
    const matrix = contrastMatrix([sector], 6);
    expect(columnsOf(matrix)).toEqual({
      "sector=10": [1, -1, 0, 0, -1, 1],
      "sector=private": [0, -1, 1, 0, -1, 0],
      "sector=(missing)": [0, 0, 0, 1, 0, 0],
    });
    expect(matrix.contrasts[0]).toEqual({
      name: "sector=10",
      variable: "sector",
      level: "10",
      kind: "level",
      reference: "2",
      scaling: null,
    });
    expect(matrix.contrasts[2].kind).toBe("missing");
  });

  it("or dummies, on request", () => {
    expect(columnsOf(contrastMatrix([sector], 6, { coding: "dummy" }))["sector=10"]).toEqual([
      1, 0, 0, 0, 0, 1,
    ]);
  });

  it("of a numeric variable are standardised with weights, 0 where missing, and a flag", () => {
    // With weight 0 the first 4 does not count: mean of 1, 2, 1, 4 is 2, their variance 1.5.
    const { books: values, "books=(missing)": flag } = columnsOf(
      contrastMatrix([books], 6, { weights: [1, 1, 1, 0, 1, 1] }),
    );
    const sd = Math.sqrt(1.5);
    expect(values).toEqual([-1, 0, 0, 2, -1, 2].map((x) => Number((x / sd).toFixed(4))).map((x) => x + 0));
    expect(flag).toEqual([0, 0, 1, 0, 0, 0]);
    const [{ reference, scaling }] = contrastMatrix([books], 6, { weights: [1, 1, 1, 0, 1, 1] }).contrasts;
    expect([reference, scaling?.mean, scaling?.sd]).toEqual([null, 2, sd]);
  });

  it("multiply in interactions, without the flags", () => {
    const matrix = contrastMatrix([sector, books], 6, { interactions: [["sector", "books"]] });
    const found = matrix.contrasts.filter(({ kind }) => kind === "interaction");
    expect(found.map(({ name }) => name)).toEqual(["sector=10:books", "sector=private:books"]);
    expect(found[0]).toMatchObject({ variable: "sector:books", level: "10" });
    const columns = columnsOf(matrix);
    columns["sector=10:books"].forEach((value, p) =>
      expect(value).toBeCloseTo(columns["sector=10"][p] * columns.books[p], 3),
    );
  });

  it("drop what is constant, what repeats another, and mirror images, by name", () => {
    const matrix = contrastMatrix(
      [
        sector,
        { name: "country", kind: "categorical", values: Array<string>(6).fill("VN") },
        { name: "asked with sector", kind: "numeric", values: [5, 5, 5, null, 5, 5] },
        { name: "less", kind: "numeric", values: [-1, -2, -3, -4, -5, -6] },
        { name: "more", kind: "numeric", values: [1, 2, 3, 4, 5, 6] },
      ],
      6,
    );
    expect(matrix.dropped).toMatchObject([
      { name: "country=(missing)", variable: "country", reason: { english: "it is the same for everybody" } },
      {
        name: "asked with sector",
        variable: "asked with sector",
        reason: { english: "it is the same for everybody" },
      },
      {
        name: "asked with sector=(missing)",
        variable: "asked with sector",
        reason: { english: "it repeats sector=(missing)" },
      },
      { name: "less=(missing)", variable: "less", reason: { english: "it is the same for everybody" } },
      { name: "more", variable: "more", reason: { english: "it repeats less" } },
      { name: "more=(missing)", variable: "more", reason: { english: "it is the same for everybody" } },
    ]);
  });

  it("refuse two variables of a name, a wrong length, a number that is none, an unknown interaction", () => {
    expect(() => contrastMatrix([sector, sector], 6)).toThrow(
      "there are two background variables named sector",
    );
    expect(() => contrastMatrix([sector], 5)).toThrow(
      "background variable sector has 6 values for 5 test takers",
    );
    expect(() => contrastMatrix([{ ...books, values: [1, NaN] }], 2)).toThrow(
      "background variable books, row 2: NaN is not a number; null says missing",
    );
    expect(() => contrastMatrix([sector], 6, { interactions: [["sector", "age"]] })).toThrow(
      "there is no background variable age for an interaction",
    );
  });
});
