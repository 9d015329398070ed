import { describe, expect, it } from "vitest";
import { readConfig } from "../../server/config.js";
import { Problem } from "../../server/problem.js";
import { pluralsAfterNumbers } from "../support/plural-after-number.js";
import { problems } from "../../server/problems.js";

describe("the settings", () => {
  it("have defaults for a computer with nothing else on it", () => {
    expect(readConfig({})).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      mongodbUri: null,
      secret: null,
      trustedProxies: 0,
      makesDemo: true,
    });
  });

  it("are refused by name when they make no sense", () => {
    for (const setting of [
      { PORT: "-1" },
      { PORT: "3000.5" },
      { PORT: "70000" },
      { TRUST_PROXY: "yes" },
      { LOG_LEVEL: "loud" },
      { KHAO_SECRET: "short" },
      { MONGODB_URI: "postgres://x" },
    ]) {
      const [name] = Object.keys(setting);
      expect(() => readConfig(setting), name).toThrow(Problem);
      expect(() => readConfig(setting), name).toThrow(name);
    }
  });
});

describe("a secret that is too short", () => {
  it("is refused in each language's own words, without the secret", () => {
    try {
      readConfig({ KHAO_SECRET: "abc" });
      expect.unreachable();
    } catch (error) {
      expect((error as Problem).say("vi")).toBe(
        "Thiết lập KHAO_SECRET không dùng được: chỉ có 3 ký tự. Cần ít nhất 32 ký tự.",
      );
      expect((error as Problem).say("en")).toContain("it has 3 characters. It needs at least 32.");
    }
  });
});

describe("the catalogue of problems", () => {
  it("has a status and a whole sentence in both languages for each, with the same places to fill", () => {
    const places = (sentence: string) =>
      [...new Set([...sentence.matchAll(/\{(\w+)[|}]/g)].map(([, name]) => name))].sort();
    for (const [code, { status, vi, en }] of Object.entries(problems)) {
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(places(vi), code).toEqual(places(en));
      expect(pluralsAfterNumbers(en), code).toEqual([]);
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      // One word for the person in the room: giám thị (docs/glossary.md).
      expect(vi.toLowerCase(), code).not.toContain("giám sát");
    }
  });
});
