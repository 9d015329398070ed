import { describe, expect, it } from "vitest";
import {
  checkDif,
  contingencyDif,
  logisticDif,
  responseData,
  sibtest,
  type DifMethods,
  type DifOptions,
  type ResponseData,
} from "../../../psychometrics/index.js";

const rows = Array.from({ length: 40 }, (_, p) => [
  p % 2,
  Number(p % 3 > 0),
  Number(p % 5 > 1),
  Number(p > 19),
]);
const groups = rows.map((_, p) => ["a", "b", "c"][p % 3] ?? "");
const items = ["I1", "I2", "I3", "I4"];
const whole = responseData({ items, rows, groups });
const booklets = responseData({
  ...{ items, groups },
  rows: rows.map((row, p) => row.map((score, i) => (i === p % 2 ? null : score))),
});
const two = responseData({ items: items.slice(0, 2), rows: rows.map((row) => row.slice(0, 2)), groups });
const alone = responseData({ items, rows });

/** What is thrown; nothing where nothing is. */
function thrownBy(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("what is checked before items are compared between groups", () => {
  const datasets: [string, ResponseData][] = [
    ["whole data", whole],
    ["booklets", booklets],
    ["two items", two],
    ["one group", alone],
  ];
  const wishes: DifOptions[] = [
    {},
    { reference: "c", focal: "a" },
    { reference: "d" },
    { focal: "d", match: "share" },
    { reference: "b", focal: "b" },
    { match: "share" },
    { match: "share", strataCount: 1 },
    { match: [1, 2, 3] },
    { purify: true },
  ];

  it.each(datasets)("is what the comparisons refuse, and nothing else: %s", (_, data) => {
    const methods: [DifMethods, (options: DifOptions) => unknown][] = [
      [{}, (options) => contingencyDif(data, options)],
      [{ logistic: true }, (options) => logisticDif(data, options)],
    ];
    for (const options of wishes) {
      for (const [method, compare] of methods)
        expect(thrownBy(() => checkDif(data, options, method))).toBe(thrownBy(() => compare(options)));
      const bias = thrownBy(() => sibtest(data, options));
      if (bias !== null) expect(thrownBy(() => checkDif(data, options, { sibtest: true }))).toBe(bias);
    }
  });
});
