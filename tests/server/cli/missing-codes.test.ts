// Codes for missing responses: a table with them gives what the table with empty cells in their place gives.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { register as registerAnalyse } from "../../../server/cli/commands/analyse.js";
import { register as registerCalibrate } from "../../../server/cli/commands/calibrate.js";
import { register as registerEquate } from "../../../server/cli/commands/equate.js";
import { register as registerPv } from "../../../server/cli/commands/pv.js";
import { runCommand } from "../../support/run-command.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-missing-codes");
const file = fileIn(place);
const at = (name: string) => join(place, name);
const khao = (...args: string[]) =>
  runCommand([registerAnalyse, registerCalibrate, registerEquate, registerPv], args);
const written = (folder: string, name: string) => readFile(at(join(folder, name)), "utf8");

const codes = ["9", "99", "NA", "9.0"];
/** Forty test takers on three items, every fifth response missing: `cell` says what stands there, from the first on. */
function responses(cell: (count: number) => string): string {
  let count = 0;
  const rows = Array.from({ length: 40 }, (_, p) =>
    ["a", "b", "c"].map((_item, i) =>
      (p + 2 * i) % 5 === 0 ? cell(count++) : Number((p * 7 + i * 3) % 4 > i),
    ),
  );
  return `id,a,b,c\n${rows.map((row, p) => [`s${p}`, ...row].join(",")).join("\n")}\n`;
}

describe("--missing-codes", () => {
  const options = ["--id", "id", "--model", "rasch"];
  const setUp = async () => ({
    coded: await file(
      "coded.csv",
      responses((count) => codes[count % codes.length] ?? ""),
    ),
    empty: await file(
      "empty.csv",
      responses(() => ""),
    ),
  });

  it("is read as empty cells are, and as not presented where empty cells are wrong", async () => {
    const { coded, empty } = await setUp();
    const missing = ["--missing-codes", "9,99,NA"];
    expect(await khao("calibrate", empty, ...options, "--out", at("plain"))).toMatchObject({ code: 0 });
    expect(await khao("calibrate", coded, ...options, ...missing, "--out", at("coded"))).toMatchObject({
      code: 0,
    });
    const both = await khao(
      "calibrate",
      coded,
      ...options,
      ...missing,
      "--missing",
      "wrong",
      "--out",
      at("wrong"),
    );
    expect(both).toMatchObject({ code: 0 });
    for (const name of ["items.csv", "persons.csv", "classical.csv", "notes.csv"]) {
      const plain = await written("plain", name);
      expect(await written("coded", name)).toBe(plain);
      expect(await written("wrong", name)).toBe(plain);
    }
  });

  it("is no option of a key, and of raw options among the distractors", async () => {
    const { coded, empty } = await setUp();
    const key = await file("key.csv", "item,key\na,1\nb,1\nc,0\n");
    const args = [...options, "--key", key];
    await khao("calibrate", empty, ...args, "--out", at("keyed"));
    await khao("calibrate", coded, ...args, "--missing-codes", "9,99,NA", "--out", at("keyed-coded"));
    expect(await written("keyed-coded", "distractors.csv")).toBe(await written("keyed", "distractors.csv"));
  });

  it("is a field of an analysis file, of numbers and texts", async () => {
    const { empty } = await setUp();
    const analysis = { responses: "coded.csv", id: "id", model: "rasch", missingCodes: [9, 99, "NA"] };
    const path = await file("analysis.json", JSON.stringify(analysis));
    await khao("calibrate", empty, ...options, "--out", at("by-options"));
    expect(await khao("analyse", path, "--out", at("analysed"))).toMatchObject({ code: 0 });
    expect(await written("analysed", "persons.csv")).toBe(await written("by-options", "persons.csv"));
  });

  it("is known to pv and to equating by scores", async () => {
    const { coded, empty } = await setUp();
    const items = await file("items.csv", "item,model,a,b1\na,rasch,1,0\nb,rasch,1,0.5\nc,rasch,1,1\n");
    const missing = ["--missing-codes", "9,99,NA"];
    const pv = (path: string, ...args: string[]) => khao("pv", path, "--items", items, "--id", "id", ...args);
    expect(await pv(empty, "--draws", "1", "--out", at("pv-plain"))).toMatchObject({ code: 0 });
    expect(await pv(coded, "--draws", "1", ...missing, "--out", at("pv-coded"))).toMatchObject({ code: 0 });
    expect(await written("pv-coded", "plausible-values.csv")).toBe(
      await written("pv-plain", "plausible-values.csv"),
    );
    const equate = (path: string, ...args: string[]) =>
      khao("equate", path, path, "--method", "equipercentile", "--id", "id", ...args);
    expect(await equate(empty, "--out", at("equated"))).toMatchObject({ code: 0 });
    expect(await equate(coded, ...missing, "--out", at("equated-coded"))).toMatchObject({ code: 0 });
    expect(await written("equated-coded", "conversion.csv")).toBe(await written("equated", "conversion.csv"));
  });

  it("that is not named is told, and how to name it", async () => {
    const text = await file("text.csv", "a,b\n1,NA\n0,1\n1,0\n");
    const refused = await khao("calibrate", text, "--model", "rasch", "--out", at("refused"));
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('"NA" is not a score');
    expect(refused.stderr).toContain("--missing-codes");
    const nine = await file("nine.csv", "a,b\n1,9\n0,1\n1,0\n0,9\n0,0\n1,1\n");
    const noted = await khao("calibrate", nine, "--model", "gpcm", "--out", at("nine"));
    expect(noted.stderr).toContain("9 may stand for a missing response");
  });
});
