import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLibraryUnit } from "../../../item-bank/library.js";
import { scoreResponse } from "../../../item-bank/scoring/score-item.js";
import type { Item, ResponseValue } from "../../../item-bank/types.js";

const folder = join(import.meta.dirname, "../../fixtures/items");
const caseNames = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function readCase(name: string): Item {
  const item: unknown = JSON.parse(readFileSync(join(folder, name, "item.json"), "utf8"));
  const unit = { id: "CASE", title: { vi: "Ca", en: "Case" }, subject: "mathematics", grade: 9, source: "" };
  const text = JSON.stringify({ unit, items: [item] });
  const { value, problems } = readLibraryUnit({ path: `${name}/item.json`, text }, []);
  if (!value) throw new Error(problems.map(({ path, message }) => `${path}: ${message.en}`).join("; "));
  return value.items[0];
}

describe.each(caseNames)("%s", (name) => {
  const item = readCase(name);
  const files = readdirSync(join(folder, name));
  const numbers = files.filter((file) => file.endsWith("-response.json")).map((file) => file.slice(0, 2));
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, name, file), "utf8"));

  it("has a score for every response", () => {
    expect(files.filter((file) => file.endsWith("-score.json")).map((file) => file.slice(0, 2))).toEqual(
      numbers,
    );
  });

  it.each(numbers)("scores response %s as written down", (number) => {
    const { value, humanCode } = read(`${number}-response.json`) as {
      value: ResponseValue;
      humanCode?: string;
    };
    expect(scoreResponse(item, value, humanCode)).toMatchObject(read(`${number}-score.json`) as object);
  });
});
