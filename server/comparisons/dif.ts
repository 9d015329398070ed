import {
  calibrate,
  contingencyDif,
  curveDeviations,
  empiricalPoints,
  likelihoodRatioDif,
  logisticDif,
  notPresented,
  type ContingencyDif,
  type DifOptions,
  type ItemDeviation,
  type LikelihoodRatioDif,
  type LogisticDif,
  type ResponseData,
  Refusal,
} from "../../psychometrics/index.js";
import { calibrationOptions } from "../calibrations/calibration-options.js";
import { finite } from "../calibrations/finite.js";
import { inBothLanguages } from "../library-words/words.js";
import type { DifBody, DifItem, DifResult } from "../contract/comparisons.js";
import { sibtestOf } from "./dif-sibtest.js";
import { difWarnings } from "./dif-warnings.js";
import { groupedData, type ComparisonInput, type ComparisonProgress } from "./comparison-input.js";

/** Test takers of a group who responded to an item, below which nothing is said of it. */
const itemSizeMin = 10;

/** Below so many there are no points: each would be of a handful of test takers. */
const curveSizeMin = 20;

/** Of purification. */
const significance = 0.05;

/** Delta of a log odds ratio. */
const deltaPerLogit = -2.35;

const pointsMax = 8;
const pointSize = 10;

type Deviations = "rmsdReference" | "rmsdFocal" | "mdReference" | "mdFocal";

/** All statistics of differential item functioning between two groups of a run. @throws {RangeError} as the library. */
export function difOf(
  input: ComparisonInput,
  options: DifBody,
  told: (progress: ComparisonProgress) => void,
): DifResult {
  const { data, abilities } = groupedData(input);
  const how = matchingOf(data, abilities, options);
  told({
    share: 0.05,
    step: { vi: "Đang so khớp thí sinh và so sánh từng câu", en: "Matching test takers and comparing items" },
  });
  const contingency = contingencyDif(data, how.options);
  const logistic = logisticDif(data, how.options);
  const { reference, focal, purify } = options;
  const simultaneous = sibtestOf(data, { reference, focal, purify, significance });
  told({
    share: 0.25,
    step: { vi: "Đang hiệu chỉnh chung hai nhóm", en: "Calibrating both groups together" },
  });
  const calibrating = calibrationOptions(input.run);
  const together = calibrate(data, { ...calibrating, standardErrors: "none" });
  const deviations = curveDeviations(together, data);
  const ratios = options.likelihoodRatio ? ratioTests(data, input, told) : [];
  return {
    matchedOn: how.matchedOn,
    strataCount: how.options.strataCount ?? null,
    purifiedRounds: how.options.purify ? contingency.rounds : null,
    groups: together.groups.map(({ name, personCount, mean, variance }) => ({
      id: name,
      n: personCount,
      mean,
      variance,
    })),
    sibtest: simultaneous.whole,
    items: contingency.items.map((row, i) => ({
      ...describe(row, logistic.items[i], data.maxScores[i] ?? 1),
      ...deviationsOf(deviations, row.item, data.groupNames),
      ...ratioOf(ratios.find(({ item }) => item === row.item)),
      sibtest: isSmall(row) ? undefined : simultaneous.items[i],
      curves: curvesOf(data, abilities, row.item),
    })),
    warnings: difWarnings(data, options.match === "auto" && how.matchedOn === "ability", together),
  };
}

/** Sums can be compared where all met the same items; otherwise test takers are matched on ability. */
function matchingOf(
  data: ResponseData,
  abilities: (number | null)[],
  { match, purify, reference, focal }: DifBody,
): { matchedOn: DifResult["matchedOn"]; options: DifOptions } {
  const isOneForm = formCount(data) === 1;
  if (match === "score" && !isOneForm) throw new Refusal("sums-incomparable");
  const both = { reference, focal, significance };
  if (match !== "ability" && isOneForm)
    return { matchedOn: "score", options: { ...both, match: "score", purify } };
  const smaller = Math.min(...data.groupNames.map((_, g) => data.groups.filter((of) => of === g).length));
  // More strata match better; fewer than some twenty of a group to a stratum would be lost to empty cells.
  const strataCount = Math.max(5, Math.min(20, Math.floor(smaller / 20)));
  return { matchedOn: "ability", options: { ...both, match: abilities, strataCount } };
}

/** How many different sets of items test takers met. */
function formCount(data: ResponseData): number {
  const forms = new Set<string>();
  for (let p = 0; p < data.personCount; p++) {
    const row = data.scores.subarray(p * data.items.length, (p + 1) * data.items.length);
    forms.add(Array.from(row, (score) => (score === notPresented ? "-" : "x")).join(""));
  }
  return forms.size;
}

function describe(
  row: ContingencyDif,
  logistic: LogisticDif | undefined,
  maxScore: number,
): Omit<DifItem, Deviations | "ratioChiSquare" | "ratioDf" | "ratioP" | "shift" | "sibtest" | "curves"> {
  const { item: itemId, referenceCount, focalCount, isPurified } = row;
  const none = {
    effectClass: null,
    delta: null,
    deltaSe: null,
    chiSquare: null,
    p: null,
    homogeneityP: null,
    smd: null,
    smdStandardised: null,
    uniformP: null,
    nonUniformP: null,
    rSquaredChange: null,
    jodoinGierl: null,
    zumboThomas: null,
  };
  const start = { itemId, maxScore, referenceCount, focalCount, isPurified };
  if (isSmall(row)) return { ...start, ...none, reason: tooFew };
  const { mantelHaenszel: ofTwo, mantel, cumulative } = row;
  const test = ofTwo ? ofTwo.corrected : mantel;
  const logStandardError = ofTwo?.logStandardError ?? cumulative?.logStandardError;
  const delta = ofTwo?.delta ?? (cumulative ? deltaPerLogit * Math.log(cumulative.oddsRatio) : null);
  const { standardisedMeanDifference: smd, scoreDeviation } = row;
  return {
    ...start,
    effectClass: row.effectClass,
    delta: finite(delta),
    deltaSe: logStandardError === undefined ? null : finite(-deltaPerLogit * logStandardError),
    chiSquare: finite(test?.chiSquare),
    p: finite(test?.p),
    homogeneityP: finite(ofTwo?.homogeneity.p),
    smd: finite(smd),
    smdStandardised: smd !== null && scoreDeviation ? finite(smd / scoreDeviation) : null,
    uniformP: finite(logistic?.uniform?.p),
    nonUniformP: finite(logistic?.nonUniform?.p),
    rSquaredChange: finite(logistic?.both?.rSquaredChange),
    jodoinGierl: logistic?.jodoinGierl ?? null,
    zumboThomas: logistic?.zumboThomas ?? null,
    reason: row.reason && inBothLanguages(row.reason),
  };
}

const isSmall = ({ referenceCount, focalCount }: ContingencyDif): boolean =>
  Math.min(referenceCount, focalCount) < itemSizeMin;

const tooFew = {
  vi: `dưới ${itemSizeMin} thí sinh của một nhóm trả lời câu này`,
  en: `fewer than ${itemSizeMin} test takers of a group responded to it`,
};

function deviationsOf(
  deviations: readonly ItemDeviation[],
  item: string,
  [reference, focal]: readonly string[],
): Pick<DifItem, Deviations> {
  const groups = deviations.find((each) => each.item === item)?.groups ?? [];
  const of = (name: string | undefined) => {
    const found = groups.find(({ group }) => group === name);
    return found && found.n >= itemSizeMin ? found : null;
  };
  const [ofReference, ofFocal] = [of(reference), of(focal)];
  return {
    rmsdReference: finite(ofReference?.rmsd),
    rmsdFocal: finite(ofFocal?.rmsd),
    mdReference: finite(ofReference?.md),
    mdFocal: finite(ofFocal?.md),
  };
}

function ratioTests(
  data: ResponseData,
  input: ComparisonInput,
  told: (progress: ComparisonProgress) => void,
): LikelihoodRatioDif[] {
  const count = data.items.length;
  return likelihoodRatioDif(data, calibrationOptions(input.run), undefined, (done) =>
    told({
      share: 0.3 + (0.7 * done) / count,
      step: {
        vi: `Kiểm định tỉ số hợp lí: câu ${done + 1} trên ${count}`,
        en: `Likelihood ratio tests: item ${done + 1} of ${count}`,
      },
    }),
  ).items;
}

function ratioOf(
  found: LikelihoodRatioDif | undefined,
): Pick<DifItem, "ratioChiSquare" | "ratioDf" | "ratioP" | "shift"> {
  return {
    ratioChiSquare: finite(found?.both?.chiSquare),
    ratioDf: finite(found?.both?.degreesOfFreedom),
    ratioP: finite(found?.both?.p),
    shift: finite(found?.shifts[0]?.shift),
  };
}

/** Mean scores by the run's ability in each group; groups too small to hide a single test taker have no points. */
function curvesOf(data: ResponseData, abilities: (number | null)[], item: string): DifItem["curves"] {
  return data.groupNames.map((group, g) => {
    const own = abilities.map((theta, p) => (data.groups[p] === g ? theta : null));
    const column = data.items.indexOf(item);
    const n = own.filter(
      (theta, p) => theta !== null && data.scores[p * data.items.length + column] !== notPresented,
    ).length;
    const count = Math.min(pointsMax, Math.floor(n / (1.5 * pointSize)));
    if (n < curveSizeMin || count < 2) return { group, points: [] };
    const points = empiricalPoints(data, own, item, count).filter((point) => point.n >= pointSize);
    return {
      group,
      points: points.map(({ theta, n: size, meanScore, standardError }) => ({
        theta,
        n: size,
        meanScore,
        se: finite(standardError),
      })),
    };
  });
}
