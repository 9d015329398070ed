import { describe, expect, it } from "vitest";
import { svgProblem } from "../../../item-bank/assets/safe-svg.js";

const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${inside}</svg>`;

describe("figures", () => {
  it("may draw, with gradients, markers and references inside the file", () => {
    const inside =
      '<!-- a tank --><defs><marker id="m"><path d="M0 0"/></marker></defs><g fill="none"><rect width="5" height="5"/>' +
      '<text x="1" y="2">3 &lt; 4</text><line marker-end="url(#m)"/><use href="#m"/></g>';
    expect(svgProblem(svg(inside))).toBeNull();
    expect(svgProblem(`<?xml version="1.0" encoding="UTF-8"?>\n${svg("")}`)).toBeNull();
  });

  it.each([
    ["a script", svg("<script>alert(1)</script>")],
    ["an event attribute", svg('<rect onload="alert(1)"/>')],
    ["an event attribute on the root", '<svg viewBox="0 0 1 1" ONLOAD="alert(1)"></svg>'],
    ["foreign HTML", svg("<foreignObject><p>x</p></foreignObject>")],
    ["a link", svg('<a href="https://example.org"><text>x</text></a>')],
    ["an outer reference", svg('<use href="https://example.org/a.svg#x"/>')],
    ["an outer reference by the old name", svg('<use xlink:href="//example.org/a.svg#x"/>')],
    ["an outer fill", svg('<rect fill="url(https://example.org/#x)"/>')],
    ["a style that loads", svg('<rect style="fill:url(http://example.org)"/>')],
    ["a style sheet", svg("<style>@import 'x.css'</style>")],
    ["an embedded picture", svg('<image href="data:image/png;base64,AAAA"/>')],
    ["an animation", svg('<animate attributeName="href" to="javascript:alert(1)"/>')],
    ["a DOCTYPE", `<!DOCTYPE svg [<!ENTITY x "y">]>${svg("")}`],
    ["an unknown entity", svg("<text>&x;</text>")],
    ["broken nesting", svg("<g><rect></g></rect>")],
    ["two roots", svg("") + svg("")],
    ["no viewBox", "<svg></svg>"],
    ["another document", "<html></html>"],
    ["nothing", ""],
  ])("may not hold %s", (_what, text) => {
    expect(svgProblem(text)).not.toBeNull();
  });
});
