import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  formItem,
  requireMultistageDesign,
  routeProbabilities,
  routingCuts,
} from "../../../psychometrics/index.js";
import { register } from "../../../server/cli/commands/route.js";
import { speak } from "../../../server/terminal/words.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-route");
const at = (name: string) => join(place, name);
const file = fileIn(place);

/** Runs `khao route` in this program. */
const route = (...args: string[]) => runCommand([register], ["route", ...args]);

const bank: [testlet: string, item: string, difficulty: number][] = [
  ...[-1, -0.6, -0.2, 0.2, 0.6, 1].map((b, i): [string, string, number] => ["core", `C${i + 1}`, b]),
  ...[-1.8, -1.4, -1, -0.6].map((b, i): [string, string, number] => ["easy", `E${i + 1}`, b]),
  ...[0.6, 1, 1.4, 1.8].map((b, i): [string, string, number] => ["hard", `H${i + 1}`, b]),
];
const rasch = (item: string, difficulty: number) =>
  formItem({ item, model: "rasch", slope: 1, difficulties: [difficulty] });
const testlet = (name: string) =>
  bank.filter(([own]) => own === name).map(([, item, difficulty]) => rasch(item, difficulty));

const design = {
  start: ["core"],
  steps: [{ after: ["core"], easy: ["easy"], hard: ["hard"] }],
  cuts: { rule: "abilities", low: 455, high: 545, scale: { slope: 90, intercept: 500 } },
  theta: [-1, 0, 1],
};

beforeAll(async () => {
  const rows = bank.map(([name, item, b]) => `${item},${name},rasch,1,${b}`);
  await file("items.csv", `item,testlet,model,a,b1\n${rows.join("\n")}\n`);
  await file("design.json", JSON.stringify(design));
});

afterAll(() => speak("en"));

describe("khao route", () => {
  it("writes cut scores, levels, routes and shares, as the library has them", async () => {
    const args = ["--items", at("items.csv"), "--test-takers", "1500", "--out", at("routing")];
    const { code, said } = await route(at("design.json"), ...args);
    expect(code).toBe(0);
    const cuts = routingCuts("core", testlet("core"), [-0.5, 0.5]);
    expect(said).toContain(`After core (0 to 6 points): low below ${cuts.low}, high above ${cuts.high}.`);
    expect((await readdir(at("routing"))).sort()).toEqual([
      ...["cuts.csv", "design.json", "information.csv", "levels.csv", "routes.csv", "shares.csv"],
    ]);
    expect(readTable(join(at("routing"), "cuts.csv"))).toMatchObject([
      { after: "core", score_max: "6", low: String(cuts.low), high: String(cuts.high), theta: "" },
    ]);
    const written = JSON.parse(await readFile(join(at("routing"), "design.json"), "utf8"));
    expect(() => requireMultistageDesign(written)).not.toThrow();
    const items = new Map(["core", "easy", "hard"].map((name) => [name, testlet(name)]));
    const expected = routeProbabilities(written, items, design.theta);
    const routes = readTable(join(at("routing"), "routes.csv"));
    expect(routes).toHaveLength(6);
    routes.forEach((row, n) => {
      expect(row.route).toBe(n < 3 ? "core easy" : "core hard");
      expect(Number(row.probability)).toBeCloseTo(expected[n < 3 ? 0 : 1]?.probability[n % 3] ?? NaN, 9);
    });
    const information = readTable(join(at("routing"), "information.csv"));
    const mean =
      Number(routes[0]?.probability) * Number(routes[0]?.information) +
      Number(routes[3]?.probability) * Number(routes[3]?.information);
    expect(Number(information[0]?.information)).toBeCloseTo(mean, 8);
    const shares = readTable(join(at("routing"), "shares.csv"));
    // The bank is symmetric about 0: half of the population goes each way.
    expect(shares.map(({ share }) => Number(share).toFixed(8))).toEqual(["0.50000000", "0.50000000"]);
    // Four standard errors of a half among 1500 are 0.052.
    for (const row of shares) expect(Math.abs(Number(row.share_simulated) - 0.5)).toBeLessThan(0.052);
    const levels = readTable(join(at("routing"), "levels.csv"));
    expect(levels.map(({ arriving }) => Number(arriving))).toEqual([1, 1, 1]);
  });

  it("takes the items of testlets from the design, cuts by information and proportions, and its seed", async () => {
    const testlets = { core: ["C1", "C2", "C3", "C4", "C5", "C6"], easy: ["E1", "E2"], hard: ["H3", "H4"] };
    const by = async (cuts: unknown, ...args: string[]) => {
      await file("other.json", JSON.stringify({ ...design, testlets, humanCoded: ["C6"], cuts }));
      const out = ["--items", at("items.csv"), "--out", at("other"), "--replace"];
      expect((await route(at("other.json"), ...out, ...args)).code).toBe(0);
      const [row] = readTable(join(at("other"), "cuts.csv"));
      return { row, shares: await readFile(join(at("other"), "shares.csv"), "utf8") };
    };
    const information = await by({ rule: "information" });
    expect(information.row).toMatchObject({ score_max: "5", low: information.row?.high });
    expect(Number(information.row?.theta)).toBeGreaterThan(-0.5);
    const shares = await by({ rule: "proportions", low: 0.3, high: 0.3 }, "--seed", "7");
    expect(Math.abs(Number(shares.row?.share_low) - 0.3)).toBeLessThan(0.15);
    expect((await by({ rule: "proportions", low: 0.3, high: 0.3 }, "--seed", "7")).shares).toBe(
      shares.shares,
    );
    expect((await by({ rule: "proportions", low: 0.3, high: 0.3 }, "--seed", "8")).shares).not.toBe(
      shares.shares,
    );
    expect((await by({ rule: "information" }, "--test-takers", "0")).shares).toContain(",0,\n");
  });

  it("speaks Vietnamese", async () => {
    speak("vi");
    const { said } = await route(
      at("design.json"),
      "--items",
      at("items.csv"),
      "--test-takers",
      "0",
      "--out",
      at("routing-vi"),
    );
    speak("en");
    expect(said).toContain("Sau core (0 đến 6 điểm): thấp nếu dưới");
    expect(said).toContain("Đường core, easy: 50.0 % tổng thể.");
  });

  it.each<[string, unknown, string]>([
    [
      "a step without what follows",
      { ...design, steps: [{ after: ["core"], easy: ["easy"] }] },
      "bad.json, at /steps/0",
    ],
    [
      "neither cuts nor a rule",
      { ...design, cuts: undefined },
      "after core: it has no cut scores, and there is no rule",
    ],
    [
      "an item without parameters",
      { ...design, testlets: { core: ["C1", "Q"] } },
      "item Q of testlet core has no parameters",
    ],
    [
      "a human-coded item that is not there",
      { ...design, humanCoded: ["Q"] },
      "the human-coded item Q is not",
    ],
    [
      "a testlet without items",
      { ...design, steps: [{ after: ["core"], easy: ["easy"], hard: ["X"] }] },
      "testlet X has no items",
    ],
    [
      "abilities that do not rise",
      { ...design, cuts: { rule: "abilities", low: 1, high: 0 } },
      "the abilities must rise",
    ],
  ])("refuses %s", async (_, content, sentence) => {
    await file("bad.json", JSON.stringify(content));
    const { code, said } = await route(at("bad.json"), "--items", at("items.csv"), "--out", at("refused"));
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });

  it("refuses a table that does not say which items a testlet has", async () => {
    await file("plain.csv", "item,model,a,b1\nC1,rasch,1,0\n");
    const { code, said } = await route(at("design.json"), "--items", at("plain.csv"), "--out", at("refused"));
    expect(code).toBe(1);
    expect(said).toContain("plain.csv, line 1: nothing says which items a testlet has");
  });
});
