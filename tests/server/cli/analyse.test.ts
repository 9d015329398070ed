import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import seedrandom from "seedrandom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/analyse.js";
import { speak } from "../../../server/terminal/words.js";
import {
  calibrate,
  contingencyDif,
  partialInvariance,
  type CalibrationOptions,
} from "../../../psychometrics/index.js";
import { normalSource } from "../../../psychometrics/numeric/random.js";
import { fixture, readScores, readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";

let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "khao-analyse-"));
});

afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

/** Runs `khao analyse` in this program. */
const analyse = (...args: string[]) => runCommand([register], ["analyse", ...args]);

async function analysis(name: string, content: unknown): Promise<string> {
  const path = join(place, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** 900 test takers of two groups, eight items; the fourth is a logit and a half harder in group b. */
async function withDif(): Promise<string> {
  const normal = normalSource(seedrandom("khao analyse"));
  const random = seedrandom("responses");
  const lines = ["group,I1,I2,I3,I4,I5,I6,I7,I8"];
  for (let p = 0; p < 900; p++) {
    const theta = normal();
    const scores = Array.from({ length: 8 }, (_, i) => {
      const difficulty = -1.4 + 0.4 * i + (i === 3 && p % 2 ? 1.5 : 0);
      return random() < 1 / (1 + Math.exp(difficulty - theta)) ? 1 : 0;
    });
    lines.push([p % 2 ? "b" : "a", ...scores].join(","));
  }
  const path = join(place, "dif.csv");
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

describe("khao analyse", () => {
  it("puts constraints and priors on a calibration as the library does", async () => {
    const constraints: Partial<CalibrationOptions> = {
      fixed: [{ item: "item1", parameter: "slope", value: 1 }],
      equal: [{ parameter: "slope", items: ["item2", "item3"] }],
      priors: [{ parameter: "slope", prior: { kind: "log-normal", mean: 0, standardDeviation: 0.4 } }],
    };
    const data = readScores(fixture("lsat7/data.csv"));
    const names = data.items;
    const own = JSON.parse(
      JSON.stringify(constraints).replace(/item(\d)/gu, (_, n: string) => names[Number(n) - 1]),
    ) as Partial<CalibrationOptions>;
    const file = await analysis("constraints.json", {
      ...{ responses: fixture("lsat7/data.csv"), model: "2pl", standardErrors: "sandwich", scores: ["eap"] },
      ...own,
    });
    const out = join(place, "constraints");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    const expected = calibrate(data, { model: "2pl", standardErrors: "sandwich", ...own });
    const items = readTable(join(out, "items.csv"));
    expect(Number(items[0].a)).toBe(1);
    expect(items[1].a).toBe(items[2].a);
    items.forEach((row, i) => {
      expect(Number(row.a)).toBeCloseTo(expected.items[i].slope, 8);
      expect(Number(row.se_b1)).toBeCloseTo(expected.items[i].standardErrors.difficulties[0] ?? NaN, 8);
    });
  });

  it("finds the item that differs between groups by partial invariance and by every method of differential functioning", async () => {
    const responses = await withDif();
    const file = await analysis("dif.json", {
      ...{ responses: "dif.csv", group: "group", model: "rasch", quadrature: 31 },
      invariance: { threshold: 0.08 },
      dif: { reference: "a", focal: "b", logistic: true, likelihoodRatio: true },
    });
    const out = join(place, "dif");
    expect(await analyse(file, "--out", out)).toMatchObject({ code: 0 });
    const data = readScores(responses, {
      items: ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"],
      group: "group",
    });
    const library = partialInvariance(data, { model: "rasch", quadrature: 31 }, { threshold: 0.08 });
    const steps = readTable(join(out, "invariance-steps.csv"));
    expect(steps.map(({ item, group }) => [item, group])).toEqual(
      library.steps.map(({ item, group }) => [item, group]),
    );
    expect([...new Set(steps.map(({ item }) => item))]).toEqual(["I4"]);
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(summary.log_likelihood).toBeCloseTo(library.calibration.logLikelihood, 8);
    const table = readTable(join(out, "dif.csv"));
    const mh = contingencyDif(data, { reference: "a", focal: "b" });
    table.forEach((row, i) =>
      expect(Number(row.mh_delta)).toBeCloseTo(mh.items[i].mantelHaenszel?.delta ?? NaN, 8),
    );
    expect(table[3].ets_class).toBe("C");
    expect(Number(readTable(join(out, "dif-logistic.csv"))[3].uniform_p)).toBeLessThan(1e-6);
    expect(Number(readTable(join(out, "dif-likelihood-ratio.csv"))[3].both_p)).toBeLessThan(1e-6);
  });

  it.each<[string, unknown, string]>([
    ["no JSON", "{ model: 2pl }", "bad.json is no JSON"],
    ["a model that is none", { responses: "x.csv", model: "4pl" }, "bad.json, at /model"],
    [
      "a word that does not belong",
      { responses: "x.csv", model: "2pl", modle: 1 },
      "“modle” does not belong here",
    ],
    ["a number out of range", { responses: "x.csv", model: "2pl", range: -1 }, "bad.json, at /range"],
    [
      "groups to compare and no column",
      { responses: "x.csv", model: "2pl", dif: {} },
      'name their column by "group"',
    ],
    ["responses that are not there", { responses: "x.csv", model: "2pl" }, "x.csv"],
    [
      "a constraint on no item",
      {
        responses: fixture("lsat7/data.csv"),
        model: "2pl",
        fixed: [{ item: "Q", parameter: "slope", value: 1 }],
      },
      "names item Q",
    ],
  ])("says what is wrong with %s, and writes nothing", async (_, content, sentence) => {
    const out = join(place, "never");
    const run = await analyse(await analysis("bad.json", content), "--out", out);
    expect(run.code).toBe(1);
    expect(run.said).toContain(sentence);
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });

  it("says it in Vietnamese too", async () => {
    speak("vi");
    try {
      const run = await analyse(await analysis("bad.json", { model: "2pl" }), "--out", join(place, "never"));
      expect(run.said).toContain("bad.json, tại /: thiếu “responses”");
    } finally {
      speak("en");
    }
  });
});
