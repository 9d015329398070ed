import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixture, readTable } from "../../support/psychometric-fixtures.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { calibrate } from "./calibrate-files.js";

const place = temporaryFolder("khao-calibrate-diagnostics");

describe("khao calibrate --diagnostics", () => {
  it("writes the further tables of --diagnostics, with a reason where a number is missing", async () => {
    const out = join(place, "diagnostics");
    const run = await calibrate(fixture("lsat7/data.csv"), "--model", "2pl", "--out", out, "--diagnostics");
    expect(run.code).toBe(0);
    const rows = (name: string) => readTable(join(out, name));
    const reliability = new Map(rows("reliability.csv").map((row) => [row.statistic, row]));
    expect(Number(reliability.get("alpha")?.value)).toBeGreaterThan(0.2);
    expect(Number(reliability.get("alpha")?.lower_95)).toBeLessThan(Number(reliability.get("alpha")?.value));
    const fit = new Map(rows("model-fit.csv").map((row) => [row.statistic, row]));
    expect(fit.get("m2_df")?.value).toBe("5");
    expect(Number(fit.get("m2_p")?.value)).toBeGreaterThan(0);
    expect(fit.get("m2_star")?.value).toBe(fit.get("m2")?.value);
    const [item] = rows("grouped-fit.csv");
    expect(item).toMatchObject({
      item: "Item1",
      n: "1000",
      ability_groups: "7",
      df: "5",
      pv_q1_df: "8",
      note: "X2 and G2 are far too large on tests as short as this (5 items): take PV-Q1",
    });
    expect(Number(item.pv_q1_p)).toBeGreaterThan(0.1);
    expect(rows("pairs.csv")).toHaveLength(10);
    expect(rows("deviations.csv").map((row) => row.weighted_n)).toEqual(Array(5).fill("1000"));
    expect(rows("conditional-errors.csv")).toHaveLength(6);
    for (const name of ["reliability.csv", "model-fit.csv", "grouped-fit.csv", "pairs.csv", "deviations.csv"])
      expect(JSON.stringify(rows(name))).not.toContain("NaN");
  });

  it("gives the fit of a model of several groups, and each group's own residuals", async () => {
    const out = join(place, "groups-fit");
    const path = fixture("sim-dif/data.csv");
    const run = await calibrate(path, "--model", "2pl", "--group", "focal", "--out", out, "--diagnostics");
    expect(run.code).toBe(0);
    const fit = new Map(
      readTable(join(out, "model-fit.csv")).map((row) => [
        [row.statistic, row.group].join(" ").trim(),
        Number(row.value),
      ]),
    );
    // At mirt's parameters 590.653 (see tests/psychometrics/fit/limited-information-groups.test.ts).
    expect(Math.abs((fit.get("m2") ?? 0) - 590.653)).toBeLessThan(0.05);
    expect(fit.get("m2_df")).toBe(378);
    for (const name of ["m2_rmsea", "m2_srmsr", "m2_srmsr 0", "m2_srmsr 1", "m2_tli", "m2_cfi"])
      expect(fit.get(name)).toBeGreaterThan(0.02);
  });

  it("gives the fit of a model to a design, and says which booklets it compares", async () => {
    const items = Array.from({ length: 9 }, (_, i) => `I0${i + 1}`);
    const lines = readTable(fixture("sim-2pl/data.csv")).map((row, p) => {
      // 80 have the middle, and of the others every other one the first six items or the last.
      const first = p < 80 ? 2 : 3 * (p % 2);
      return items.map((item, i) => (i >= first && i < first + 6 ? row[item] : "")).join(",");
    });
    const path = join(place, "design.csv");
    await writeFile(path, [items.join(","), ...lines, ""].join("\n"));
    const out = join(place, "design-fit");
    expect(await calibrate(path, "--model", "2pl", "--out", out, "--diagnostics")).toMatchObject({ code: 0 });
    const fit = new Map(readTable(join(out, "model-fit.csv")).map((row) => [row.statistic, row]));
    expect(fit.get("m2_df")?.value).toBe("24");
    expect(fit.get("m2_n")?.value).toBe("1920");
    expect(Number(fit.get("m2_rmsea")?.value)).toBeLessThan(0.05);
    const written = await readFile(join(out, "model-fit.csv"), "utf8");
    expect(written).toContain('m2_booklets,,2,"Booklets compared: 2, each as a random sample of its group');
    expect(written).toMatch(
      /m2_booklets_left_out,,1,".*the largest: 6 items from I03 to I08 \(80 test takers\)"/u,
    );
  });
});
