import { describe, expect, it } from "vitest";
import { calibrate, type ResponseData } from "../../../psychometrics/index.js";
import { changed, graded } from "../../support/hard-data.js";

describe("given parameters", () => {
  it("an anchor with fewer scores than the data is refused", () => {
    const anchors = [{ item: "i1", model: "gpcm" as const, slope: 1, intercepts: [0] }];
    expect(() => calibrate(graded, { model: "gpcm", anchors })).toThrow("its anchor has scores 0 to 1");
  });

  it.each([
    ["more intercepts than its model", { model: "3pl", intercepts: [1, 0] }, "3pl is for right or wrong"],
    ["intercepts that do not fall", { model: "grm", intercepts: [0, 1, -1] }, "intercept_1 is 0"],
    ["an asymptote beyond 1", { model: "3pl", intercepts: [0], lowerAsymptote: 20 }, "asymptote of 20"],
    [
      "an asymptote that its model has not",
      { model: "2pl", intercepts: [0], lowerAsymptote: 0.2 },
      "take 3pl",
    ],
    ["too few scores", { model: "gpcm", intercepts: [0, 1], scoreValues: [0, 1] }, "one score more"],
    ["too few category slopes", { model: "nominal", intercepts: [0, 1], categorySlopes: [1] }, "1 category"],
  ] as const)("an anchor with %s is refused by name", (_, anchor, words) => {
    const anchors = [{ item: "i1", slope: 1, ...anchor }];
    const data = changed(graded, (score, __, item) => (item === 0 ? Math.min(score, 1) : score));
    expect(() => calibrate(data, { model: "gpcm", anchors })).toThrow(`item i1:`);
    expect(() => calibrate(data, { model: "gpcm", anchors })).toThrow(words);
  });

  it("an anchor of the scores 0 and 2 is that of responses with these scores", () => {
    const data = changed(graded, (score, _, item) => (item === 0 ? (score > 1 ? 2 : 0) : score));
    const halved = changed(data, (score, _, item) => (item === 0 ? score / 2 : score));
    const anchor = { item: "i1", model: "2pl" as const, slope: 1, intercepts: [0.3] };
    const withAnchor = (responses: ResponseData, scoreValues?: number[]) =>
      calibrate(responses, {
        ...{ model: "gpcm", standardErrors: "none", cyclesMax: 5 },
        anchors: [{ ...anchor, ...(scoreValues && { scoreValues }) }],
      });
    const calibration = withAnchor(data, [0, 2]);
    expect(calibration.items[0].scoreValues).toEqual([0, 2]);
    expect(calibration.logLikelihood).toBe(withAnchor(halved).logLikelihood);
    expect(() => withAnchor(halved, [0, 2])).toThrow(
      "item i1: a score of 1 occurs, but its anchor has scores 0, 2",
    );
  });

  it("graded items that are to start from intercepts that do not fall start from others; held ones are refused", () => {
    const free = calibrate(graded, { model: "grm", standardErrors: "none" });
    const start = [{ item: "i1", parameter: "intercept_1", value: -20 }];
    const calibration = calibrate(graded, { model: "grm", start, standardErrors: "none" });
    expect(calibration.converged).toBe(true);
    expect(calibration.logLikelihood).toBeCloseTo(free.logLikelihood, 4);
    const both = ["intercept_1", "intercept_2"].map((parameter) => ({ item: "i1", parameter, value: 0 }));
    expect(() => calibrate(graded, { model: "grm", fixed: both })).toThrow("item i1: the intercepts");
  });
});
