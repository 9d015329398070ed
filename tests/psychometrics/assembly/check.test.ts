import { describe, expect, it } from "vitest";
import { checkForms, type Blueprint } from "../../../psychometrics/index.js";
import { assemblyPool } from "../../support/assembly-pool.js";

const pool = assemblyPool(20, 2, "check");
const blueprint: Blueprint = {
  forms: ["X", "Y"],
  length: { min: 4, max: 4 },
  itemsPerStimulus: { min: 2, max: 3 },
  requirements: [
    { name: "domain A", measure: "items", where: { domain: "A" }, min: 1, max: 1 },
    { measure: "total", attribute: "words", max: 200 },
    { measure: "information", theta: 0, min: 0.1, forms: ["X"] },
  ],
  enemies: [{ items: ["I12", "I14"] }, { items: ["I13", "I16"], isAcrossForms: true }],
  exposure: { formsMax: 1, items: { I20: 2 } },
  commonItems: { min: 0, max: 0 },
  forced: [{ items: ["I11"], forms: ["X"] }],
  excluded: [{ items: ["I18"] }],
};
// Domains go A, B, C, D in turn; I1 to I5 are unit U1 of 150 words, I6 to I10 unit U2 of 190.
const good = { X: ["I1", "I2", "I11", "I12"], Y: ["I13", "I14", "I15", "I20"] };

const failing = (changes: Partial<typeof good>) =>
  checkForms(pool, blueprint, { ...good, ...changes })
    .filter(({ isMet }) => !isMet)
    .map(({ kind, name, form, met }) => [kind, name, form, met]);

describe("forms are compared with the blueprint, item by item", () => {
  it("and these meet it, with a line for everything that was asked", () => {
    expect(failing({})).toEqual([]);
    const lines = checkForms(pool, blueprint, good);
    const words = lines.filter(({ name }) => name === "words");
    expect(words.map(({ form, met, max }) => [form, met, max])).toEqual([
      ["X", 150, 200],
      ["Y", 0, 200],
    ]);
    expect(lines.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["length", "requirement", "stimulus-items", "enemies", "exposure"]),
    );
    expect(lines.filter(({ name }) => name === "information at 0")).toHaveLength(1);
  });

  it.each<[string, Partial<typeof good>, [string, string, string | null, number][]]>([
    ["too short", { Y: ["I13", "I14", "I15"] }, [["length", "", "Y", 3]]],
    ["another domain", { Y: ["I14", "I15", "I16", "I20"] }, [["requirement", "domain A", "Y", 0]]],
    [
      "a unit with one item",
      { X: ["I1", "I11", "I12", "I15"], Y: ["I13", "I14", "I19", "I20"] },
      [["stimulus-items", "U1", "X", 1]],
    ],
    [
      "two units: the stimuli's words are counted once each",
      { X: ["I1", "I2", "I6", "I7", "I11"] },
      [
        ["length", "", "X", 5],
        ["requirement", "words", "X", 340],
      ],
    ],
    [
      "enemies in one form",
      { Y: ["I12", "I13", "I14", "I20"], X: ["I1", "I2", "I11", "I15"] },
      [["enemies", "", "Y", 2]],
    ],
    ["enemies in two forms", { X: ["I1", "I2", "I11", "I16"] }, [["enemies", "", null, 2]]],
    // What all forms have is common, which the blueprint wants none of; exposure has nothing to say about it then.
    ["an item in all forms", { Y: ["I12", "I13", "I15", "I20"] }, [["common-items", "", null, 1]]],
    ["without a forced item", { X: ["I1", "I2", "I3", "I12"] }, [["forced", "", "X", 0]]],
    ["with an excluded item", { Y: ["I13", "I14", "I15", "I18"] }, [["excluded", "", "Y", 1]]],
  ])("%s", (_, changes, expected) => {
    expect(failing(changes)).toEqual(expected);
  });

  it("what two forms share has a line for each pair with a limit", () => {
    const { commonItems: _, exposure: __, ...rest } = blueprint;
    const overlap = { max: 1, pairs: [{ forms: ["Z", "X"] as const, min: 2 }] };
    const forms = {
      X: ["I1", "I2", "I11", "I12"],
      Y: ["I1", "I2", "I15", "I20"],
      Z: ["I11", "I12", "I15", "I20"],
    };
    const lines = checkForms(pool, { ...rest, forms: ["X", "Y", "Z"], overlap }, forms);
    const pairs = lines.filter(({ kind }) => kind === "overlap");
    expect(pairs.map(({ name, form, min, max, met, isMet }) => [name, form, min, max, met, isMet])).toEqual([
      ["X, Y", null, 0, 1, 2, false],
      ["X, Z", null, 2, null, 2, true],
      ["Y, Z", null, 0, 1, 2, false],
    ]);
  });

  it("an item that is common by chance counts where common items are asked for only", () => {
    const both = { ...good, Y: ["I13", "I14", "I12", "I20"] };
    const { commonItems: _, enemies: __, ...rest } = blueprint;
    const lines = checkForms(pool, rest, both);
    expect(lines.filter(({ isMet }) => !isMet).map(({ kind, met }) => [kind, met])).toEqual([
      ["exposure", 1],
    ]);
  });

  it("refuses forms that are not there or have what the pool has not", () => {
    expect(() => checkForms(pool, blueprint, { X: good.X })).toThrow("form Y is missing");
    expect(() => checkForms(pool, blueprint, { ...good, Y: ["Q"] })).toThrow("form Y: there is no item Q");
    expect(() => checkForms(pool, blueprint, { ...good, Y: ["I13", "I13"] })).toThrow(
      "form Y has an item twice",
    );
  });
});
