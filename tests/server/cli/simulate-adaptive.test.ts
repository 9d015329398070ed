import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/simulate-adaptive.js";
import { speak } from "../../../server/terminal/words.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-adaptive");

const at = (name: string) => join(place, name);
const simulate = async (out: string, design: unknown, ...args: string[]) => {
  await writeFile(at("design.json"), JSON.stringify(design));
  return runCommand(
    [register],
    ["simulate-adaptive", at("design.json"), "--items", at("pool.csv"), "--out", at(out), ...args],
  );
};
const rows = (folder: string, name: string) => readTable(join(at(folder), name));
const summary = async (folder: string) =>
  JSON.parse(await readFile(join(at(folder), "summary.json"), "utf8"));

beforeAll(async () => {
  const items = Array.from({ length: 60 }, (_, i) => {
    const b = -2.4 + (4.8 * ((i * 7) % 60)) / 59;
    return `I${i + 1},2pl,${0.9 + (i % 5) / 4},${b},${i % 3 === 0 ? "shape" : "number"}`;
  });
  await writeFile(at("pool.csv"), `item,model,a,b1,area\n${items.join("\n")}\n`);
});

describe("khao simulate-adaptive", () => {
  const plain = { stop: { itemsMax: 12 } };

  it("says how precise the tests are, how long, and how often each item is given", async () => {
    const run = await simulate("plain", plain, "--test-takers", "150", "--seed", "3");
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain("150 tests of 12.0 items on average");
    const tests = rows("plain", "tests.csv");
    expect(tests).toHaveLength(150);
    const found = await summary("plain");
    expect(found).toMatchObject({ n_tests: 150, mean_items: 12, items_min: 12, stops: { "items-max": 150 } });
    const squares = tests.map(({ theta, estimate }) => (Number(estimate) - Number(theta)) ** 2);
    expect(found.rmse).toBeCloseTo(Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / 150), 8);
    // The standard errors say what the errors are: both near 0.35 for 12 good items.
    expect(found.rmse / found.mean_se).toBeGreaterThan(0.8);
    expect(found.rmse / found.mean_se).toBeLessThan(1.25);
    const exposure = rows("plain", "exposure.csv");
    const shares = exposure.map((row) => Number(row.exposure));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(12, 8);
    // Everybody begins with the item that is best at the prior's mean.
    expect(Math.max(...shares)).toBe(1);
    // The overlap by its definition, pair by pair.
    const given = rows("plain", "responses.csv").map(
      (row) => new Set(Object.keys(row).filter((item) => item !== "id" && row[item] !== "")),
    );
    let common = 0;
    for (let a = 0; a < given.length; a++)
      for (let b = 0; b < a; b++) for (const item of given[a] ?? []) if (given[b]?.has(item)) common++;
    expect(found.overlap).toBeCloseTo(common / ((150 * 149) / 2) / 12, 8);
    expect(rows("plain", "choices.csv")).toHaveLength(150 * 12);
    const bands = rows("plain", "precision.csv");
    expect(bands.reduce((sum, { n }) => sum + Number(n), 0)).toBe(150);
  });

  it("bands of ability have no lower end at the bottom and no upper one at the top, as empty cells", async () => {
    const wide = { stop: { itemsMax: 4 }, population: { mean: 0, sd: 3 } };
    expect(await simulate("wide", wide, "--test-takers", "40")).toMatchObject({ code: 0 });
    const thetas = rows("wide", "tests.csv").map(({ theta }) => Number(theta));
    const bands = rows("wide", "precision.csv");
    expect(bands[0]).toMatchObject({ from: "", to: "-2.5" });
    expect(Number(bands[0]?.n)).toBe(thetas.filter((theta) => theta < -2.5).length);
    expect(bands.at(-1)).toMatchObject({ from: "2.5", to: "" });
    expect(Number(bands.at(-1)?.n)).toBe(thetas.filter((theta) => theta >= 2.5).length);
    expect(await readFile(at("wide/precision.csv"), "utf8")).not.toMatch(/Inf|NaN/);
  });

  it("gives the first test takers the same tests, however many there are", async () => {
    await simulate("few", plain, "--test-takers", "20", "--seed", "3");
    expect(rows("few", "choices.csv")).toEqual(rows("plain", "choices.csv").slice(0, 20 * 12));
  });

  it("keeps to content shares, enemies, a standard error that is enough, and a highest exposure", async () => {
    const design = {
      stop: { itemsMax: 15, itemsMin: 5, standardErrorMax: 0.42 },
      content: { number: 0.6, shape: 0.4 },
      enemies: [["I1", "I4"]],
      exposure: { method: "sympson-hetter", rateMax: 0.45, rounds: 4 },
      population: { mean: 0.3, sd: 0.8 },
    };
    const run = await simulate("kept", design, "--test-takers", "200");
    expect(run).toMatchObject({ code: 0 });
    const found = await summary("kept");
    // By the sampling of 200 test takers a rate of 0.45 varies by 0.035.
    expect(found.exposure_max).toBeLessThan(0.6);
    // The rate holds about: which items were given to more is said.
    const above = rows("kept", "exposure.csv").filter(({ exposure }) => Number(exposure) > 0.45);
    expect(above.length).toBeGreaterThan(0);
    expect([...found.above_rate_max].sort()).toEqual(above.map(({ item }) => item).sort());
    expect(run.said).toContain(
      `more than the 45 % that were wanted: ${found.above_rate_max[0]} (${100 * found.exposure_max} %)`,
    );
    // Nor was it by more than chance.
    expect(run.said).toContain("found by simulation, so the rate holds about.");
    expect(found.stops["standard-error"]).toBeGreaterThan(100);
    for (const { se, stop } of rows("kept", "tests.csv"))
      if (stop === "standard-error") expect(Number(se)).toBeLessThanOrEqual(0.42);
    for (const row of rows("kept", "responses.csv")) expect(row.I1 === "" || row.I4 === "").toBe(true);
    const areas = rows("kept", "choices.csv").map(({ area }) => area);
    expect(Math.abs(areas.filter((area) => area === "shape").length / areas.length - 0.4)).toBeLessThan(0.06);
    expect(Math.min(...rows("kept", "exposure.csv").map(({ parameter }) => Number(parameter)))).toBeLessThan(
      1,
    );
  });

  it.each([
    ["en", /chance explains: (.+)\. 1 round of simulation was too few for these/u],
    ["vi", /mức ngẫu nhiên: (.+)\. 1 vòng mô phỏng là quá ít/u],
  ] as const)("says in %s which items are above the rate by more than chance", async (to, why) => {
    const design = { stop: { itemsMax: 8 }, exposure: { method: "sympson-hetter", rateMax: 0.3, rounds: 1 } };
    speak(to);
    const run = await simulate(`early-${to}`, design, "--test-takers", "300").finally(() => speak("en"));
    expect(run).toMatchObject({ code: 0 });
    // Three standard errors of a rate among 300, the parameters being found with 300 others.
    const highest = 0.3 + 3 * Math.sqrt((2 * 0.3 * 0.7) / 300);
    const more = rows(`early-${to}`, "exposure.csv").filter(({ exposure }) => Number(exposure) > highest);
    expect(more.length).toBeGreaterThan(0);
    expect(why.exec(run.said)?.[1]?.split(", ").sort()).toEqual(more.map(({ item }) => item).sort());
  });

  it.each<[string, unknown, string]>([
    ["a test without an end", {}, "at /"],
    ["areas that do not add up", { ...plain, content: { number: 0.9, shape: 0.4 } }, "add up to 1.3"],
    ["an enemy that is no item", { ...plain, enemies: [["I1", "Z"]] }, '"Z"'],
    [
      "a rate that the pool is too small for",
      { ...plain, exposure: { method: "sympson-hetter", rateMax: 0.1 } },
      "take more items",
    ],
  ])("refuses %s, and writes nothing", async (_, design, sentence) => {
    const run = await simulate("refused", design);
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });

  it("helps in Vietnamese where the terminal is Vietnamese", async () => {
    speak("vi");
    const { stdout } = await runCommand([register], ["simulate-adaptive", "--help"]).finally(() =>
      speak("en"),
    );
    expect(stdout).toContain("thử một bài kiểm tra thích ứng trên thí sinh mô phỏng");
    expect(stdout).toContain("khao -- simulate-adaptive adaptive.json");
  });
});
