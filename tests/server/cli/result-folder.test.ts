import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeFolder } from "../../../server/cli/files/out-folder.js";
import { register as analyse } from "../../../server/cli/commands/analyse.js";
import { register as assemble } from "../../../server/cli/commands/assemble.js";
import { register as calibrate } from "../../../server/cli/commands/calibrate.js";
import { register as link } from "../../../server/cli/commands/link.js";
import { register as pv } from "../../../server/cli/commands/pv.js";
import { register as route } from "../../../server/cli/commands/route.js";
import { register as simulate } from "../../../server/cli/commands/simulate.js";
import { register as survey } from "../../../server/cli/commands/survey.js";
import { speak } from "../../../server/terminal/words.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-result-folder");
const khao = (...args: string[]) =>
  runCommand([analyse, assemble, calibrate, link, pv, route, simulate, survey], args);

const file = fileIn(place);

describe("a folder with results", () => {
  it("is written over only when told, and even then only over results of its own", async () => {
    const out = join(place, "again");
    await mkdir(out);
    const path = await file("again.csv", "a,b,c\n1,1,0\n1,0,0\n0,1,1\n1,1,1\n0,0,0\n1,,1\n0,1,0\n1,1,0\n");
    const options = ["--model", "rasch", "--out", out];
    expect((await khao("calibrate", path, ...options)).code).toBe(0);
    const first = await readFile(join(out, "summary.json"), "utf8");
    const refused = await khao("calibrate", path, ...options, "--scores", "eap");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      `${out} holds results already, and nothing was written; give --replace to write over them, or name another folder.\n`,
    );
    expect(await readFile(join(out, "summary.json"), "utf8")).toBe(first);

    expect((await khao("calibrate", path, ...options, "--scores", "eap", "--replace")).code).toBe(0);
    expect(Object.keys(readTable(join(out, "persons.csv"))[0])).not.toContain("wle");
    await writeFile(join(out, "thesis.docx"), "years of work");
    const run = await khao("calibrate", path, ...options, "--replace");
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("holds thesis.docx");
    expect(await readFile(join(out, "thesis.docx"), "utf8")).toBe("years of work");
  });

  it.each<[string, string[], string]>([
    ["calibrate", ["none.csv", "--model", "2pl"], "summary.json"],
    ["analyse", ["none.json"], "dif.csv"],
    ["link", ["none", "none"], "link.json"],
    ["pv", ["none.csv", "--items", "none.csv"], "plausible-values.csv"],
    ["survey", ["none.csv", "--values", "PV*", "--weight", "w", "--method", "fay"], "means.csv"],
    ["assemble", ["none.json", "--items", "none.csv"], "forms.csv"],
    ["route", ["none.json", "--items", "none.csv"], "cuts.csv"],
  ])(
    "of khao %s is seen before anything is read, and left with --replace while the input is wrong",
    async (command, args, name) => {
      const out = await mkdtemp(join(place, `${command}-`));
      await writeFile(join(out, name), "earlier");
      speak("vi");
      const refused = await khao(command, ...args, "--out", out).finally(() => speak("en"));
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(
        `Đã có kết quả trong ${out} nên chưa ghi gì; thêm --replace để ghi đè`,
      );
      const unread = await khao(command, ...args, "--out", out, "--replace");
      expect(unread.code).toBe(1);
      expect(unread.stderr).toMatch(/none/u);
      expect(await readFile(join(out, name), "utf8")).toBe("earlier");
    },
  );

  it("does not write over what another run has put there meanwhile", async () => {
    const out = join(place, "meanwhile");
    await mkdir(out);
    await writeFile(join(out, "items.csv"), "of the other run");
    await expect(writeFolder(out, { "items.csv": "late" }, false)).rejects.toThrow("holds results already");
    expect(await readFile(join(out, "items.csv"), "utf8")).toBe("of the other run");
    expect((await readdir(place)).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("the truth of an earlier simulation", () => {
  it("is not written over unless told", async () => {
    const truth = await file("truth.json", "{}");
    // The refusal comes before the server, which is not there, is asked.
    const url = ["--url", "http://127.0.0.1:1"];
    await expect(khao("simulate", "--truth", truth, ...url)).rejects.toThrow("truth.json is there already");
    await expect(khao("simulate", "--truth", truth, "--replace", ...url)).rejects.not.toThrow(
      "is there already",
    );
    expect(await readFile(truth, "utf8")).toBe("{}");
  });
});
