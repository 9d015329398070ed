import { describe, expect, it } from "vitest";
import {
  classify,
  countDomains,
  frameworks,
  frameworksOf,
  termsOf,
} from "../../../item-bank/frameworks/index.js";
import { readLibrary } from "../../../item-bank/library.js";
import type { Subject } from "../../../item-bank/types.js";
import { libraryFiles } from "../../support/library-files.js";

const lists = frameworks.flatMap((framework) =>
  Object.entries(framework.subjects).flatMap(([subject, { domains, processes }]) => [
    { name: `${framework.code}, domains of ${subject}`, terms: domains },
    { name: `${framework.code}, processes of ${subject}`, terms: processes },
  ]),
);

describe("the frameworks", () => {
  it.each([{ name: "the frameworks themselves", terms: frameworks }, ...lists])(
    "$name: codes are plain and differ, names stand in both languages and differ",
    ({ terms }) => {
      expect(terms.length).toBeGreaterThan(0);
      for (const { code, name } of terms) {
        expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u);
        expect([name.vi, name.en].every((each) => each.trim() !== "" && each.length <= 80)).toBe(true);
      }
      for (const of of [
        terms.map(({ code }) => code),
        terms.map(({ name }) => name.vi),
        terms.map(({ name }) => name.en),
      ]) {
        expect(new Set(of).size).toBe(of.length);
      }
    },
  );

  it("are offered by subject", () => {
    expect(frameworksOf("mathematics").map(({ code }) => code)).toEqual(["pisa-2022", "thpt-2025"]);
    expect(termsOf("pisa-2022", "science").domains).toHaveLength(3);
    expect(termsOf("sea-plm-2024", "science")).toEqual({ domains: [], processes: [] });
  });

  it("have every framework, domain and process of the seed library", () => {
    const { items } = readLibrary(libraryFiles());
    for (const { id, metadata } of items) {
      const { framework, domain, process } = classify(metadata);
      const listed = [
        frameworks.find(({ code }) => code === framework.code),
        termsOf(metadata.framework, metadata.subject).domains.find(({ code }) => code === domain.code),
        termsOf(metadata.framework, metadata.subject).processes.find(({ code }) => code === process.code),
      ];
      expect(listed.every(Boolean), `${id}: ${framework.code}, ${domain.code}, ${process.code}`).toBe(true);
      // The library refers to codes, so that a name can be corrected in one place.
      expect([metadata.framework, metadata.domain, metadata.process], id).toEqual([
        framework.code,
        domain.code,
        process.code,
      ]);
    }
  });
});

describe("an item's framework, domain and process", () => {
  const about = (framework: string, domain: string, process = "", subject: Subject = "mathematics") =>
    classify({ framework, subject, domain, process });

  it("are named in both languages", () => {
    const { framework, domain, process } = about("pisa-2022", "quantity", "employ");
    expect(framework.name).toEqual({ vi: "PISA 2022", en: "PISA 2022" });
    expect(domain).toEqual({ code: "quantity", name: { vi: "Đại lượng", en: "Quantity" } });
    expect(process.name).toEqual({ vi: "Vận dụng toán học", en: "Employ" });
  });

  it("are found by name too, as items written before there were codes have them", () => {
    const { framework, domain } = about("PISA 2022", "Space and shape");
    expect([framework.code, domain.code]).toEqual(["pisa-2022", "space-and-shape"]);
    expect(about("THPT 2025", "hàm số và giải tích").domain.code).toBe("functions-and-calculus");
  });

  it("stand as they are where no list has them", () => {
    expect(about("TIMSS 2023", "Number").domain).toEqual({
      code: "Number",
      name: { vi: "Number", en: "Number" },
    });
    expect(about("pisa-2022", "Living systems").domain.name.vi).toBe("Living systems");
    expect(about("", "").domain).toEqual({ code: "", name: {} });
  });

  it("are counted by domain", () => {
    const domains = ["quantity", "Number", "Quantity"].map((each) => about("pisa-2022", each).domain);
    expect(countDomains(domains).map(({ domain, count }) => [domain.code, count])).toEqual([
      ["quantity", 2],
      ["Number", 1],
    ]);
  });
});
