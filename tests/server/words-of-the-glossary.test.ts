import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Every file with Vietnamese words that people read. */
const files = ["client", "server"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?:^|[\\/])vi\.json$|\.ts$/u.test(name))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), "utf8") })),
);

describe("the Vietnamese words of docs/glossary.md", () => {
  it("are those of screens, downloads and terminal: linking is called liên kết, and nothing else", () => {
    expect(readFileSync("docs/glossary.md", "utf8")).toMatch(/^\| linking\b.*\| liên kết/mu);
    const saysIt = files.filter(({ text }) => /liên kết/iu.test(text));
    expect(saysIt.length).toBeGreaterThan(5);
    // Connecting to a server and parts of a design that nobody connects keep "nối".
    const otherwise = /phép nối|nối thang|sai số nối|cách nối|(?:trước|sau) khi nối/iu;
    expect(
      files.flatMap(({ name, text }) => otherwise.exec(text)?.map((met) => `${name}: ${met}`) ?? []),
    ).toEqual([]);
  });
});
