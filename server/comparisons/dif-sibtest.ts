import {
  crossingSibtest,
  sibtest,
  sibtestClass,
  type CrossingSibtest,
  type DifferencePart,
  type ResponseData,
  type Sibtest,
  type SibtestOptions,
} from "../../psychometrics/index.js";
import { finite } from "../calibrations/finite.js";
import type { DifResult, DifSibtest } from "../contract/comparisons.js";
import { inBothLanguages } from "../library-words/words.js";

/** What SIBTEST says: as a whole, and of each item in the order of the data. */
export interface SibtestFound {
  whole: NonNullable<DifResult["sibtest"]>;
  items: (DifSibtest | undefined)[];
}

/** The tests match on the sum of at least two other items. */
const itemsMin = 3;

/**
 * SIBTEST and crossing SIBTEST of every item, for test takers who responded to all of them. Where nobody did, or no sum has enough of both
 * groups, it says why.
 */
export function sibtestOf(data: ResponseData, how: SibtestOptions): SibtestFound {
  if (data.items.length < itemsMin) return { whole: { n: 0, reason: tooFewItems }, items: [] };
  const uniform = sibtest(data, how).items;
  const crossing = crossingSibtest(data, how).items;
  const items = uniform.map((row, i) => {
    const crossed = crossing[i];
    return crossed && described(row, crossed, data.maxScores[i] ?? 1);
  });
  const isThere = uniform.some(({ beta }) => beta !== null);
  return { whole: { n: uniform[0]?.n ?? 0, reason: isThere ? null : (items[0]?.reason ?? null) }, items };
}

function described(row: Sibtest, crossed: CrossingSibtest, maxScore: number): DifSibtest {
  return {
    scoreCount: row.scoreCount,
    beta: finite(row.beta),
    se: finite(row.standardError),
    chiSquare: finite(row.chiSquare),
    p: finite(row.p),
    effectClass: sibtestClass(row, maxScore),
    isPurified: row.isPurified,
    crossing: {
      at: finite(crossed.crossing),
      beta: finite(crossed.beta),
      below: partOf(crossed.below),
      above: partOf(crossed.above),
      chiSquare: finite(crossed.chiSquare),
      df: finite(crossed.degreesOfFreedom),
      p: finite(crossed.p),
      isPurified: crossed.isPurified,
    },
    reason: row.reason && inBothLanguages(row.reason),
  };
}

const partOf = (part: DifferencePart | null) => part && { beta: part.beta, se: part.standardError };

const tooFewItems = {
  vi: `cần ít nhất ${itemsMin} câu`,
  en: `it takes ${itemsMin} items or more`,
};
