// Inputs of calibrations with known parameters, for the tests of jobs.
import { simulateAbilities, simulateResponses, type SimulatedItem } from "../../../psychometrics/index.js";
import type { AnalysisInput } from "../../../server/calibrations/analysis-input.js";
import type { AnalysisBody } from "../../../server/contract/research.js";
import { options } from "../../support/analysis-options.js";
import { uniformFrom } from "../../support/uniform.js";

/** Responses of so many test takers to so many items of one score point, slopes 0.8 to 1.6, drawn by a seed. */
export function knownInput(
  personCount: number,
  itemCount: number,
  more: Partial<AnalysisBody> = {},
): AnalysisInput {
  const random = uniformFrom("known-input");
  const items = Array.from({ length: itemCount }, (_, k): SimulatedItem => ({
    item: `I${k + 1}`,
    model: "2pl",
    slope: 0.8 + (0.8 * ((k * 5) % itemCount)) / itemCount,
    difficulties: [-2 + (4 * k) / (itemCount - 1)],
  }));
  const { scores } = simulateResponses(random, simulateAbilities(random, personCount), items);
  return {
    options: { ...options, ...more },
    items: items.map(({ item }) => ({
      itemId: item,
      maxScore: 1,
      subject: "mathematics",
      summary: { vi: item },
    })),
    personIds: Array.from({ length: personCount }, (_, p) => `P${p + 1}`),
    rows: Array.from({ length: personCount }, (_, p) => [
      ...scores.subarray(p * itemCount, (p + 1) * itemCount),
    ]),
    waitingForCoding: 0,
  };
}
