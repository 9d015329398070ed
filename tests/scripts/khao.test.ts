import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../server/package-root.js";

const folder = mkdtempSync(join(tmpdir(), "khao-where-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm run khao` of this project, called in the folder. */
const khao = (...args: string[]) =>
  promisify(execFile)("npm", ["--prefix", packageRoot, "run", "-s", "khao", "--", ...args], {
    cwd: folder,
    env: { ...process.env, LC_ALL: "C", KHAO_DATA_DIR: "no-data-here" },
  });

describe("npm run khao", () => {
  it("reads and writes relative to the folder in which it is called", async () => {
    writeFileSync(join(folder, "answers.csv"), "A,B,C\n1,0,1\n0,1,0\n1,1,0\n0,0,1\n1,1,1\n0,0,0\n");
    mkdirSync(join(folder, "results"));
    const { stderr } = await khao("calibrate", "answers.csv", "--model", "rasch", "--out", "results/first");
    expect(stderr).toContain("answers.csv: 6 test takers, 3 items.");
    expect(readdirSync(join(folder, "results/first"))).toContain("items.csv");
  });

  it("names the whole path of a file that is not there", async () => {
    const missing = khao("calibrate", "answer.csv", "--model", "rasch", "--out", "results/second");
    await expect(missing).rejects.toMatchObject({
      code: 1,
      stderr: `There is no file ${join(folder, "answer.csv")}.\n`,
    });
  });

  it("finds the data where npm start keeps them, and those of --data from where it is called", async () => {
    await expect(khao("backup", "all.backup")).rejects.toMatchObject({
      stderr: `there is no data in ${join(packageRoot, "no-data-here")}; name the data folder with --data or KHAO_DATA_DIR\n`,
    });
    await expect(khao("backup", "all.backup", "--data", "results")).rejects.toMatchObject({
      stderr: expect.stringContaining("there is no data in results;") as string,
    });
  });
});
