import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readXml, type XmlElement } from "../../../item-bank/text/xml.js";
import { cleanSvg } from "../../../server/items/clean-svg.js";

/** Every SVG below a folder. */
function svgFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".svg"))
    .map((name) => join(folder, name));
}

/** The figure's elements with their attributes, in order, without the white space between them. */
function outline({ name, attributes, children }: XmlElement): unknown {
  const inner = children.filter((child) => typeof child !== "string" || child.trim() !== "");
  return [
    name,
    attributes,
    inner.map((child) => (typeof child === "string" ? child.trim() : outline(child))),
  ];
}

describe("cleaning a figure", () => {
  const library = svgFiles(join(import.meta.dirname, "../../../item-bank/library"));

  it("has the library's figures to try", () => {
    expect(library.length).toBeGreaterThan(20);
  });

  it.each(library)("leaves every place, size and word of %s as they are", (file) => {
    const source = readFileSync(file, "utf8");
    const { svg, problem } = cleanSvg(source);
    expect(problem).toBeNull();
    expect(outline(readXml(svg ?? ""))).toEqual(outline(readXml(source)));
  });

  it("keeps a word at its x and takes out what a drawing program kept for itself", () => {
    const { svg } = cleanSvg(
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://inkscape.example" viewBox="0 0 10 10" inkscape:version="1">' +
        '<metadata>who</metadata><text x="3" y="4" inkscape:label="a">b</text></svg>',
    );
    expect(svg).toContain('x="3"');
    expect(svg).not.toContain("inkscape");
    expect(svg).not.toContain("metadata");
  });

  it.each([
    ['<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
    ['<svg xmlns="http://www.w3.org/2000/svg" onload="1"/>'],
    ['<svg xmlns="http://www.w3.org/2000/svg"><image href="http://x.example/a.png"/></svg>'],
  ])("refuses %s", (source) => {
    expect(cleanSvg(source).svg).toBeNull();
  });
});
