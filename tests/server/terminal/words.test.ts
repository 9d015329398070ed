import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pluralsAfterNumbers } from "../../support/plural-after-number.js";
import { complaintOf, StoreUnavailable } from "../../../server/store/complaint.js";
import en from "../../../server/terminal/i18n/en.json" with { type: "json" };
import vi from "../../../server/terminal/i18n/vi.json" with { type: "json" };
import { sayIn, SpokenError, terminalLanguage, type WordKey } from "../../../server/terminal/words.js";

const keys = Object.keys(en) as WordKey[];
const placesIn = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)[|}]/gu)].map(([, name]) => name))].sort();

/** What the programs of the terminal are written in. */
const sources = ["server/cli", "server/simulate", "server/store", "server/terminal"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  )
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

describe("the words of the terminal", () => {
  it("stand in both languages, with the same places", () => {
    expect(Object.keys(vi).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(vi[key].trim(), key).not.toBe("");
      expect(placesIn(vi[key]), key).toEqual(placesIn(en[key]));
    }
  });

  it("are translated: Vietnamese has its marks where English has words", () => {
    const words = keys.filter((key) => en[key].replace(/\{[^{}]+\}/gu, "").match(/[a-z]{3,}/iu));
    for (const key of words) expect(vi[key], key).toMatch(/[À-ỹđ]/iu);
  });

  it("tell one from many in English wherever a number counts something", () => {
    for (const key of keys.filter((each) => !each.endsWith(".help")))
      expect(pluralsAfterNumbers(en[key]), key).toEqual([]);
    expect(sayIn("en", "calibrate.read", { file: "a.csv", persons: 1, items: 2 })).toBe(
      "a.csv: 1 test taker, 2 items.",
    );
  });

  it("are all used", () => {
    const all = sources.map(({ text }) => text).join("\n");
    // One is made from the status of a study.
    const made = ["simulate.preparing", "simulate.closed"];
    for (const key of keys) if (!made.includes(key)) expect(all.includes(`"${key}"`), key).toBe(true);
  });

  it("are where every message comes from: no error or output of the terminal has words of its own", () => {
    const spoken =
      /(?:new (?:\w*Error|BrokenBackup|DatabaseNotEmpty)\(|console\.(?:log|error)\(|std(?:out|err)\.write\()\s*([`"'])(.*?)\1/gsu;
    for (const { path, text } of sources) {
      // It says to whoever takes a new version of the driver that something is to be looked at.
      if (path === join("server", "store", "driver.ts")) continue;
      const literals = [...text.matchAll(spoken)].map(([, , literal = ""]) =>
        literal.replace(/\$\{[^}]*\}/gu, ""),
      );
      expect(
        literals.filter((literal) => /[a-z]{2,} [a-z]{2,}/iu.test(literal)),
        path,
      ).toEqual([]);
    }
  });
});

describe("the language of a terminal", () => {
  it.each([
    [{ LANG: "vi_VN.UTF-8" }, "vi"],
    [{ LANG: "vi" }, "vi"],
    [{ LANG: "en_GB.UTF-8" }, "en"],
    [{ LANG: "vie_nonsense" }, "en"],
    [{}, "en"],
    [{ LC_ALL: "C", LANG: "vi_VN.UTF-8" }, "en"],
    [{ LC_ALL: "", LC_MESSAGES: "vi_VN", LANG: "en_US" }, "vi"],
  ])("of %j is %s", (environment, language) => {
    expect(terminalLanguage(environment)).toBe(language);
  });
});

describe("an error of the terminal", () => {
  it("is said in each language, a place within it too", () => {
    const place = { key: "place.cell", values: { file: "a.csv", line: 3, column: "M1" } } as const;
    const error = new SpokenError("side.noNumber", { place, cell: "x" });
    expect(error.message).toBe('a.csv, line 3, column "M1": "x" is not a number.');
    expect(error.say("vi")).toBe("a.csv, dòng 3, cột “M1”: “x” không phải số.");
    expect(sayIn("vi", "file.missing", {})).toContain("{path}");
  });

  it("of the store is told in the terminal's language, whatever else the store says as it is", () => {
    const inUse = new StoreUnavailable(
      "The data folder ./data is in use by process 41; stop that process or choose another folder with KHAO_DATA_DIR.",
      3,
    );
    expect(inUse.say("vi")).toContain("Thư mục dữ liệu ./data đang được tiến trình 41 dùng");
    const isFile = new StoreUnavailable("The data folder /d/x is a file; name a folder.", 4);
    expect(isFile.say("vi")).toContain("/d/x là tệp");
    const readOnly = complaintOf(
      "The data folder /ro/x cannot be written: EROFS: read-only file system, mkdir '/ro/x'",
    );
    expect(readOnly).toMatchObject({ key: "store.notWritable", values: { folder: "/ro/x" } });
    expect(complaintOf("housekeeping: something")).toBeNull();
    expect(new StoreUnavailable("killed", 1).say("vi")).toBe("killed");
  });
});
