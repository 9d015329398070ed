import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  calibrateMultidimensional,
  dimensionsAlone,
  empiricalReliability,
  itemFitMultidimensional,
  localDependenceMultidimensional,
  modelFitMultidimensional,
  q3Multidimensional,
  reliabilityAnalysis,
  scorePersonsMultidimensional,
  testInformation,
  wleReliability,
} from "../../../psychometrics/index.js";
import { register as registerCalibrate } from "../../../server/cli/commands/calibrate.js";
import { register as registerPv } from "../../../server/cli/commands/pv.js";
import { fixture, readScores, readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { analyse, analysisFile } from "./analysis-files.js";

const place = temporaryFolder("khao-analyse-dimensions");
const analysis = (name: string, content: unknown) => analysisFile(place, name, content);

describe("khao analyse, with several dimensions,", () => {
  it("calibrates them with a regression, and khao pv goes on from its items", async () => {
    const responses = fixture("sim-dimensions/data.csv");
    const lines = ["item,dimension", ...[1, 2, 3, 4, 5].map((n) => `B${n},READ`)];
    await writeFile(
      join(place, "dimensions.csv"),
      [...lines, ...[1, 2, 3, 4].map((n) => `C${n},MATH`)].join("\n"),
    );
    const content = {
      ...{ responses, id: "id", model: "gpcm", ignore: [1, 2, 3, 4, 5, 6].map((n) => `A${n}`) },
      ...{
        dimensions: "dimensions.csv",
        regressors: ["female", "ses"],
        quadrature: 31,
        range: 7,
        covariance: true,
      },
    };
    const out = join(place, "dimensions");
    expect(await analyse(await analysis("dimensions.json", content), "--out", out)).toMatchObject({
      code: 0,
    });
    const rows = readTable(responses);
    const names = ["B1", "B2", "B3", "B4", "B5", "C1", "C2", "C3", "C4"];
    const data = readScores(responses, { items: names });
    const regressors = {
      names: ["female", "ses"],
      columns: Float64Array.from(["female", "ses"].flatMap((name) => rows.map((row) => Number(row[name])))),
    };
    const { calibration, means } = calibrateMultidimensional(data, {
      ...{ model: "gpcm", quadrature: 31, range: 7 },
      dimensions: [
        { name: "READ", items: names.slice(0, 5) },
        { name: "MATH", items: names.slice(5) },
      ],
      regressors,
    });
    const written = (file: string) => readTable(join(out, file));
    written("items.csv").forEach((row, i) => {
      expect(row.dimension).toBe(i < 5 ? "READ" : "MATH");
      expect(Number(row.a)).toBeCloseTo(calibration.items[i].slope, 8);
      expect(Number(row.se_a)).toBeCloseTo(calibration.items[i].standardErrors.slope ?? NaN, 8);
    });
    const scores = scorePersonsMultidimensional(calibration, data, ["map", "wle"], regressors);
    written("persons.csv").forEach((row, p) => {
      expect(row.id).toBe(String(p + 1));
      expect(Number(row.eap_READ)).toBeCloseTo(means[2 * p], 8);
      expect(Number(row.eap_MATH)).toBeCloseTo(means[2 * p + 1], 8);
      expect(Number(row.max_MATH)).toBe((p + 1) % 5 === 0 ? 0 : 8);
      ["READ", "MATH"].forEach((name, d) => {
        const { map, wle } = scores[d][p].estimates;
        expect(Number(row[`map_${name}`])).toBeCloseTo(map?.theta ?? NaN, 6);
        expect(Number(row[`se_map_${name}`])).toBeCloseTo(map?.standardError ?? NaN, 6);
        expect(row[`wle_${name}`] === "").toBe(wle?.theta === null);
      });
    });
    itemFitMultidimensional(calibration, data, regressors).forEach((item, i) => {
      const row = written("fit.csv")[i];
      expect([row.item, row.dimension, Number(row.n)]).toEqual([item.item, item.dimension, item.n]);
      expect(Number(row.rmsd)).toBeCloseTo(item.rmsd ?? NaN, 6);
      expect(Number(row.s_x2)).toBeCloseTo(item.sx2 ?? NaN, 4);
    });
    // Whoever was presented nothing of a dimension has no WLE there, and the notes say so.
    expect(written("notes.csv")).toContainEqual({
      ...{ about: "wle_MATH", name: "5" },
      note: "There is no finite estimate: there are no responses.",
      code: "no-responses",
    });
    expect(Number(written("covariances.csv")[0].correlation)).toBeCloseTo(calibration.correlations[0][1], 8);
    written("regression.csv").forEach((row, n) => {
      expect(row.predictor).toBe(calibration.coefficients[n].regressor);
      expect(Number(row.estimate)).toBeCloseTo(calibration.coefficients[n].estimate, 8);
      expect(Number(row.se)).toBeCloseTo(calibration.coefficients[n].standardError ?? NaN, 8);
    });
    written("dimensions.csv").forEach((row, d) => {
      expect([row.dimension, row.items, row.n]).toEqual(
        [
          ["READ", "5", "600"],
          ["MATH", "4", "480"],
        ][d],
      );
      expect(Number(row.wle_reliability)).toBeCloseTo(wleReliability(scores[d], data.weights) ?? NaN, 8);
    });
    const summary = JSON.parse(await readFile(join(out, "summary.json"), "utf8"));
    expect(summary.log_likelihood).toBeCloseTo(calibration.logLikelihood, 6);
    const byOptions = join(place, "by-options");
    const run = await runCommand(
      [registerCalibrate],
      [
        ...["calibrate", responses, "--model", "gpcm", "--id", "id", "--ignore", content.ignore.join()],
        ...["--dimensions", join(place, "dimensions.csv"), "--regressors", "female,ses"],
        ...["--quadrature", "31", "--range", "7", "--out", byOptions],
      ],
    );
    expect(run.code).toBe(0);
    for (const file of ["items.csv", "persons.csv", "regression.csv"])
      expect(readTable(join(byOptions, file))).toEqual(written(file));
    const { places } = JSON.parse(await readFile(join(out, "covariance.json"), "utf8"));
    expect(Object.keys(places as object)).toEqual(names);
    const draws = join(place, "dimensions-pv");
    const columnsOf = (columns: string[]) =>
      [columns, ...rows.map((row) => columns.map((name) => row[name]))]
        .map((cells) => cells.join(","))
        .join("\n");
    await writeFile(join(place, "background.csv"), columnsOf(["id", "female", "ses"]));
    await writeFile(join(place, "responses.csv"), columnsOf(["id", ...names]));
    const pv = await runCommand(
      [registerPv],
      [
        ...["pv", join(place, "responses.csv"), "--items", out, "--id", "id"],
        ...["--background", join(place, "background.csv"), "--numeric", "ses", "--no-components"],
        ...["--draws", "2", "--seed", "1", "--out", draws],
      ],
    );
    expect(pv.code).toBe(0);
    // The items are those that are most likely together with this regression.
    const variances = readTable(join(draws, "variances.csv"));
    expect(Number(variances[1].residual_covariance)).toBeCloseTo(calibration.covariances[0][1], 2);
  });

  it("calibrates groups, with an item of a group's own", async () => {
    const content = {
      ...{ responses: fixture("sim-dimensions/data.csv"), id: "id", group: "female", model: "2pl" },
      ...{ ignore: ["ses", "C1", "C2", "C3", "C4"], quadrature: 21, tolerance: 1e-4 },
      dimensions: [
        { name: "READ", items: ["A1", "A2", "A3", "A4", "A5", "A6"] },
        { name: "MATH", items: ["B1", "B2", "B3", "B4", "B5"] },
      ],
      unique: [{ item: "B2", groups: ["1"] }],
      diagnostics: true,
    };
    const out = join(place, "dimensional-groups");
    expect(await analyse(await analysis("dimensional-groups.json", content), "--out", out)).toMatchObject({
      code: 0,
    });
    const items = content.dimensions.flatMap((dimension) => dimension.items);
    const data = readScores(content.responses, { items, group: "female" });
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "2pl", quadrature: 21, tolerance: 1e-4 },
      ...{ dimensions: content.dimensions, unique: content.unique },
    });
    const groups = readTable(join(out, "groups.csv"));
    expect(groups.map(({ group, dimension }) => `${group} ${dimension}`)).toEqual([
      ...["0 READ", "0 MATH", "1 READ", "1 MATH"],
    ]);
    groups.forEach((row, n) => {
      const group = calibration.groups[n < 2 ? 0 : 1];
      expect(Number(row.mean)).toBeCloseTo(group.means[n % 2], 8);
      expect(Number(row.variance)).toBeCloseTo(group.covariances[n % 2][n % 2], 8);
      expect(Number(row.se_mean)).toBeCloseTo(group.meanStandardErrors[n % 2] ?? 0, 8);
    });
    const covariances = readTable(join(out, "covariances.csv"));
    expect(covariances.map(({ group }) => group)).toEqual(["0", "1"]);
    expect(Number(covariances[1].correlation)).toBeCloseTo(calibration.groups[1].correlations[0][1], 8);
    const written = readTable(join(out, "items.csv")).filter(({ item }) => item === "B2");
    expect(written.map((row) => [row.groups, row.dimension])).toEqual([
      ["0", "MATH"],
      ["1", "MATH"],
    ]);
    expect(readTable(join(out, "fit.csv")).filter(({ item }) => item === "B2")).toHaveLength(2);
    const pairs = readTable(join(out, "pairs.csv"));
    const atEap = q3Multidimensional(calibration, data);
    // An item of a group's own is one of its parts in each group, and the two are never seen together.
    expect(pairs).toHaveLength((12 * 11) / 2);
    const pair = pairs.find(({ item1, item2 }) => item1 === "A3" && item2 === "B4");
    expect([pair?.dimension1, pair?.dimension2]).toEqual(["READ", "MATH"]);
    const [first, second] = ["A3", "B4"].map((name) => atEap.items.indexOf(name));
    expect(Number(pair?.q3_eap)).toBeCloseTo(atEap.values[first * 12 + second] ?? NaN, 6);
    const dependence = localDependenceMultidimensional(calibration, data).find(
      ({ items: [a, b] }) => a === "A3" && b === "B4",
    );
    expect(Number(pair?.ld_x2)).toBeCloseTo(dependence?.ldX2 ?? NaN, 6);
    expect(Number(pair?.weighted_n)).toBe(dependence?.n);
    expect(pairs.filter(({ q3_eap }) => q3_eap === "").map(({ item1 }) => item1)).toEqual(["B2 (0)"]);
    const criteria = readTable(join(out, "model-fit.csv"));
    expect(Number(criteria.find(({ statistic }) => statistic === "bic")?.value)).toBeCloseTo(
      calibration.bic,
      6,
    );
  });

  it("calibrates groups with a regression in common, and khao calibrate does the same by its options", async () => {
    const responses = fixture("sim-dimensions/data.csv");
    const items = ["A1", "A2", "A3", "B1", "B2", "B3"];
    const dimensions = ["A", "B"].map((name) => ({
      name,
      items: items.filter((item) => item.startsWith(name)),
    }));
    const ignore = ["A4", "A5", "A6", "B4", "B5", "C1", "C2", "C3", "C4"];
    const content = {
      ...{ responses, id: "id", model: "rasch", group: "female", regressors: ["ses"], ignore, dimensions },
      ...{ quadrature: 21, tolerance: 1e-4, diagnostics: true, tables: { from: -1, to: 1, count: 3 } },
    };
    const out = join(place, "groups-regression");
    expect(await analyse(await analysis("groups-regression.json", content), "--out", out)).toMatchObject({
      code: 0,
    });
    const data = readScores(responses, { items, group: "female" });
    const regressors = {
      names: ["ses"],
      columns: Float64Array.from(readTable(responses), ({ ses }) => Number(ses)),
    };
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "rasch", quadrature: 21, tolerance: 1e-4, dimensions, regressors },
    });
    const regression = readTable(join(out, "regression.csv"));
    expect(regression.map(({ group, dimension }) => `${group} ${dimension}`)).toEqual([
      ...["0 A", "1 A", " A", "0 B", "1 B", " B"],
    ]);
    regression.forEach((row, n) => {
      expect(row.predictor).toBe(calibration.coefficients[n].regressor);
      expect(Number(row.estimate)).toBeCloseTo(calibration.coefficients[n].estimate, 8);
      expect(Number(row.se)).toBeCloseTo(calibration.coefficients[n].standardError ?? NaN, 8);
    });
    const groups = readTable(join(out, "groups.csv"));
    expect(Number(groups[3].r_squared)).toBeCloseTo(calibration.groups[1].rSquared[1], 8);
    expect(Number(groups[3].mean)).toBeCloseTo(calibration.groups[1].means[1], 8);
    const written = await Promise.all((await readdir(out)).map((file) => readFile(join(out, file), "utf8")));
    expect(written.join("")).not.toContain("NaN");
    await writeFile(
      join(place, "two.csv"),
      ["item,dimension", ...items.map((item) => `${item},${item.charAt(0)}`)].join("\n"),
    );
    const byOptions = join(place, "groups-regression-options");
    const run = await runCommand(
      [registerCalibrate],
      [
        ...["calibrate", responses, "--model", "rasch", "--id", "id", "--ignore", ignore.join()],
        ...["--dimensions", join(place, "two.csv"), "--regressors", "ses", "--group", "female"],
        ...["--quadrature", "21", "--tolerance", "1e-4", "--out", byOptions],
      ],
    );
    expect(run.code).toBe(0);
    for (const file of ["items.csv", "persons.csv", "groups.csv", "regression.csv"])
      expect(readTable(join(byOptions, file))).toEqual(readTable(join(out, file)));
  });

  it("integrates as asked, and khao calibrate says the same by its options", async () => {
    const responses = join(place, "few.csv");
    const rows = (await readFile(fixture("sim-four-dimensions/data.csv"), "utf8")).split("\n");
    await writeFile(responses, rows.slice(0, 101).join("\n"));
    const names = Array.from({ length: 15 }, (_, i) => `d${Math.floor(i / 5) + 1}i${(i % 5) + 1}`);
    const table = join(place, "three.csv");
    await writeFile(table, ["item,dimension", ...names.map((item) => `${item},D${item[1]}`)].join("\n"));
    const ignore = [1, 2, 3, 4, 5].map((n) => `d4i${n}`);
    const settings = { integration: "quasi-monte-carlo", quadrature: 64, seed: 9, tolerance: 0.05 };
    const content = { responses, model: "2pl", ignore, dimensions: "three.csv", ...settings };
    const out = join(place, "quasi");
    expect(
      await analyse(await analysis("quasi.json", { ...content, standardErrors: "none" }), "--out", out),
    ).toMatchObject({ code: 0 });
    const byOptions = join(place, "quasi-by-options");
    const options = ["--model", "2pl", "--ignore", ignore.join(), "--tolerance", "0.05", "--seed", "9"];
    const run = await runCommand(
      [registerCalibrate],
      [
        ...["calibrate", responses, ...options, "--dimensions", table, "--out", byOptions],
        ...["--integration", "quasi-monte-carlo", "--quadrature", "64"],
      ],
    );
    expect(run).toMatchObject({ code: 0 });
    const summaryOf = async (folder: string) =>
      JSON.parse(await readFile(join(folder, "summary.json"), "utf8")) as Record<string, unknown>;
    const [own, other] = [await summaryOf(out), await summaryOf(byOptions)];
    expect(own).toMatchObject({ integration: "quasi-monte-carlo", nodes: 64 });
    expect(other.log_likelihood).toBe(own.log_likelihood);
    const alone = await runCommand(
      [registerCalibrate],
      ["calibrate", responses, "--model", "2pl", "--integration", "adaptive", "--out", join(place, "none")],
    );
    expect(alone.code).not.toBe(0);
    expect(alone.stderr).toContain("--integration can be used only together with --dimensions");
  }, 60_000);

  it("writes M2, reliability, information and score tables by dimension", async () => {
    const responses = join(place, "hundred.csv");
    const rows = (await readFile(fixture("sim-four-dimensions/data.csv"), "utf8")).split("\n");
    const fields = rows.slice(0, 101).map((row) => row.split(",").slice(0, 10).join());
    await writeFile(responses, fields.join("\n"));
    const data = readScores(responses);
    const dimensions = [1, 2].map((d) => ({ name: `D${d}`, items: data.items.slice(5 * d - 5, 5 * d) }));
    const content = { responses, model: "rasch", dimensions, quadrature: 21, diagnostics: true };
    const out = join(place, "by-dimension");
    const tables = { from: -2, to: 2, count: 5 };
    expect(await analyse(await analysis("by.json", { ...content, tables }), "--out", out)).toMatchObject({
      code: 0,
    });
    const { calibration } = calibrateMultidimensional(data, {
      ...{ model: "rasch", dimensions, quadrature: 21, keepsCovariance: true },
    });
    const written = (file: string) => readTable(join(out, file));
    const fit = modelFitMultidimensional(calibration, data);
    const statistic = (name: string) =>
      Number(written("model-fit.csv").find((row) => row.statistic === name)?.value);
    expect(statistic("m2_star")).toBeCloseTo(fit.m2 ?? NaN, 6);
    expect(statistic("m2_star_rmsea")).toBeCloseTo(fit.rmsea ?? NaN, 6);
    expect(statistic("m2_star_srmsr")).toBeCloseTo(fit.srmsr ?? NaN, 6);
    const reliability = written("reliability.csv");
    const scores = scorePersonsMultidimensional(calibration, data, ["eap"]);
    dimensions.forEach(({ name, items }, d) => {
      const own = reliability.filter((row) => row.dimension === name);
      const alpha = reliabilityAnalysis(readScores(responses, { items })).alpha;
      expect(Number(own.find((row) => row.statistic === "alpha")?.value)).toBeCloseTo(alpha ?? NaN, 8);
      expect(Number(own.find((row) => row.statistic === "empirical_eap")?.value)).toBeCloseTo(
        empiricalReliability(scores[d], data.weights, "eap") ?? NaN,
        6,
      );
    });
    const alone = dimensionsAlone(calibration, data);
    const at = [-2, -1, 0, 1, 2];
    written("information.csv").forEach((row, n) => {
      const found = testInformation(alone[Math.floor(n / 5)], at);
      expect([row.dimension, Number(row.theta)]).toEqual([`D${Math.floor(n / 5) + 1}`, at[n % 5]]);
      expect(Number(row.information)).toBeCloseTo(found.information[n % 5], 6);
      expect(Number(row.expected_score)).toBeCloseTo(found.expectedScore[n % 5], 6);
    });
    // The sum of five items: six scores for each dimension, none for both together.
    expect(written("score-tables.csv").map((row) => `${row.dimension} ${row.score}`)).toEqual(
      ["D1", "D2"].flatMap((name) => [0, 1, 2, 3, 4, 5].map((score) => `${name} ${score}`)),
    );
  }, 60_000);
});
