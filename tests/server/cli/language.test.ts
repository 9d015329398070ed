import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sentenceOf } from "../../../server/cli/failure.js";
import { takeLanguage } from "../../../server/cli/language.js";
import { usageError } from "../../../server/cli/usage.js";
import { speak } from "../../../server/terminal/words.js";
import { builtProgram } from "../../support/built-programs.js";
import { startServer, type TestServer } from "../../support/start-server.js";

const program = builtProgram("server/cli/khao");
const folder = mkdtempSync(join(tmpdir(), "khao-words-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `khao` says on standard error, in a terminal of this language. */
function khao(language: string, ...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((end, fail) => {
    const { MONGODB_URI: _server, ...rest } = process.env;
    const env = { ...rest, LC_ALL: language };
    const child = spawn(process.execPath, [program, ...args], { env });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", fail);
    child.on("close", (code) => end({ code, said: said.trim() }));
  });
}

describe("the command line in Vietnamese", () => {
  it("names the file, line and column of a letter where a score should be, and writes nothing", async () => {
    const file = join(folder, "lop9.csv");
    writeFileSync(file, "ma,M1,M2\n1,0,1\n2,1,x\n");
    const out = join(folder, "ket-qua");
    const args = ["calibrate", file, "--model", "rasch", "--id", "ma", "--out", out];
    const { code, said } = await khao("vi_VN.UTF-8", ...args);
    expect(code).toBe(1);
    expect(said).toContain("lop9.csv, dòng 3, cột “M2”: “x” không phải điểm; hãy ghi số nguyên từ 0");
    expect(readdirSync(folder)).toEqual(["lop9.csv"]);
  });

  it("does not know an option, and guesses which one was meant", async () => {
    const { code, said } = await khao("C", "backup", "a.backup", "--dta", "x", "--lang", "vi");
    expect(code).toBe(1);
    expect(said).toBe("không có tuỳ chọn --dta (ý bạn là --data?)");
  });

  it("has a sentence for each way of using a command wrongly, and for a file that is not there", () => {
    speak("vi");
    try {
      const said = [
        "error: unknown command 'calibrat'\n(Did you mean calibrate?)",
        "error: missing required argument 'file'",
        "error: required option '--model <model>' not specified",
        "error: option '--key <KEY.csv>' argument missing",
        "error: option '--omit <share>' argument '2' is invalid. Phải từ 0 đến dưới 1.",
        "error: option '--missing <rule>' argument 'x' is invalid. Allowed choices are omit, wrong.",
        "error: too many arguments for 'backup'. Expected 1 argument but got 2.",
      ].map(usageError);
      expect(said).toEqual([
        "không có lệnh calibrat (ý bạn là calibrate?)",
        "thiếu đối số <file>",
        "cần tuỳ chọn --model <model>",
        "tuỳ chọn --key <KEY.csv> cần một giá trị",
        "tuỳ chọn --omit <share> không nhận “2”. Phải từ 0 đến dưới 1.",
        "tuỳ chọn --missing <rule> không nhận “x”. Phải là một trong: omit, wrong.",
        "backup nhận 1 đối số, nhưng đã ghi 2",
      ]);
      const missing = Object.assign(new Error("ENOENT"), { code: "ENOENT", path: "a.backup" });
      expect(sentenceOf(missing)).toBe("Không có tệp a.backup.");
      expect(sentenceOf(new Error("as it comes"))).toBe("as it comes");
    } finally {
      speak("en");
    }
  });
});

describe("a data folder in use", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it("is named in Vietnamese by khao store, with the process", async () => {
    const { code, said } = await khao("vi_VN.UTF-8", "store", "--data", server.dataDir);
    expect(code).toBe(3);
    expect(said).toMatch(/^Thư mục dữ liệu \S+ đang được tiến trình \d+ dùng; hãy dừng tiến trình đó/u);
  });
});

describe("--lang", () => {
  it("is taken from anywhere before --, and is stronger than the terminal's language", () => {
    const environment = { LANG: "vi_VN" };
    expect(takeLanguage(["node", "khao", "store"], environment).language).toBe("vi");
    expect(takeLanguage(["node", "khao", "store", "--lang", "en", "--data", "d"], environment)).toEqual({
      language: "en",
      argv: ["node", "khao", "store", "--data", "d"],
    });
    expect(takeLanguage(["khao", "--", "--lang"], environment).argv).toEqual(["khao", "--", "--lang"]);
    expect(() => takeLanguage(["khao", "--lang", "fr"], {})).toThrow("--lang knows vi and en");
  });
});
