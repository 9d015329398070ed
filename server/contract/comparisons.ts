import { Type, type Static } from "@sinclair/typebox";
import type { Localised } from "../../item-bank/types.js";

const closed = { additionalProperties: false };
type Sentence = { vi: string; en: string };
const Name = Type.String({ minLength: 1, maxLength: 80 });

/** GET /api/research/runs/:runId/groupings and /api/research/:studyId/groupings (researcher, admin): by what the test takers of a run or of a study can be told apart. */
export interface Grouping {
  id: string;
  kind: "questionnaire" | "booklet" | "session" | "place" | "class" | "language";
  title: Localised<string>;
  groups: {
    id: string;
    title: Localised<string>;
    /** Null for a group of fewer than `groupSizeMin`: it cannot be compared, and is not counted, so that nobody is made out. Such classes are not even there. */
    n: number | null;
  }[];
}
export interface Groupings {
  groupSizeMin: number;
  groupings: Grouping[];
}

/** POST /api/research/runs/:runId/dif: asks for an analysis of differential item functioning between two groups. */
export const DifBody = Type.Object(
  {
    grouping: Name,
    reference: Name,
    focal: Name,
    /** What test takers are matched on; `auto`: sums of scores where all met the same items, else the run's WLE. */
    match: Type.Union([Type.Literal("auto"), Type.Literal("score"), Type.Literal("ability")]),
    /** Take items that differ out of the matching sum. */
    purify: Type.Boolean(),
    /** Likelihood ratio tests too: two calibrations an item. */
    likelihoodRatio: Type.Boolean(),
  },
  closed,
);
export type DifBody = Static<typeof DifBody>;

/** POST /api/research/runs/:runId/invariance: asks for partial invariance between groups (`partialInvariance`). */
export const InvarianceBody = Type.Object(
  {
    grouping: Name,
    /** Two or more of the grouping's groups. */
    groups: Type.Array(Name, { minItems: 2, maxItems: 60, uniqueItems: true }),
    /** RMSD above which an item is freed in a group. */
    threshold: Type.Number({ minimum: 0.01, maximum: 1 }),
    /** Items freed before the next calibration. */
    freePerRound: Type.Integer({ minimum: 1, maximum: 20 }),
    /** Responses of a group to an item, below which its deviation is left alone. */
    responsesMin: Type.Integer({ minimum: 0, maximum: 10_000 }),
  },
  closed,
);
export type InvarianceBody = Static<typeof InvarianceBody>;

/** GET /api/research/runs/:runId/comparisons → ComparisonRow[], newest first. POST /api/research/comparisons/:comparisonId/cancel. */
export interface ComparisonRow {
  id: string;
  runId: string;
  studyId: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress: number;
  step: Sentence;
  createdAt: string;
  finishedAt: string | null;
  seconds: number | null;
  programVersion: string;
  error: Sentence | null;
  grouping: { id: string; title: Localised<string> };
  groups: { id: string; title: Localised<string>; n: number }[];
  ask: { kind: "dif"; options: DifBody } | { kind: "invariance"; options: InvarianceBody };
}

/** GET /api/research/comparisons/:comparisonId → the finished comparison. */
export interface ComparisonResult {
  comparison: ComparisonRow;
  dif: DifResult | null;
  invariance: InvarianceReport | null;
}

/** How partial invariance was found, and what came of it. */
export interface InvarianceReport {
  ended: "none above the threshold" | "limit of rounds" | "too few items in common";
  rounds: {
    round: number;
    logLikelihood: number;
    parameterCount: number;
    cycles: number;
    converged: boolean;
    aboveCount: number;
    largestRmsd: number;
  }[];
  /** What was done after a round, in order. `kept`: nothing, because the group would have had too few items in common. */
  steps: {
    round: number;
    itemId: string;
    group: string;
    rmsd: number;
    md: number;
    action: "unique" | "joined" | "split" | "dropped" | "kept";
    set: string[];
  }[];
  /** Under the last calibration, with how many of a group's items ended where. */
  groups: {
    id: string;
    n: number;
    mean: number;
    meanSe: number | null;
    variance: number;
    common: number;
    uniqueShared: number;
    uniqueAlone: number;
    dropped: number;
    above: number;
  }[];
  /** A row per item; `cells` in the order of `groups`. */
  items: {
    itemId: string;
    cells: {
      state: "common" | "unique" | "dropped" | "none";
      /** Responses of the group to the item. */
      n: number;
      /** From the curve of the parameters that the group has. */
      rmsd: number | null;
      /** From the curve that the groups without unique parameters share: why the item was freed. */
      rmsdFromCommon: number | null;
      md: number | null;
    }[];
  }[];
  warnings: Sentence[];
}

/** Differential item functioning: effects are the focal group's, negative where an item is harder for it than for the reference group at the same ability. */
export interface DifResult {
  matchedOn: "score" | "ability";
  strataCount: number | null;
  /** Rounds of purification; null where there was none. */
  purifiedRounds: number | null;
  /** The groups' abilities with all items in common, the reference group first. */
  groups: { id: string; n: number; mean: number; variance: number }[];
  /** What SIBTEST rests on; missing in results of earlier versions. */
  sibtest?: {
    /** Test takers of either group with a response to every item: only they are compared. */
    n: number;
    /** Why no item has a test; null where one has. */
    reason: Sentence | null;
  };
  items: DifItem[];
  warnings: Sentence[];
}
export interface DifItem {
  itemId: string;
  maxScore: number;
  referenceCount: number;
  focalCount: number;
  /** ETS class: A negligible, B moderate, C large; null without statistics. */
  effectClass: "A" | "B" | "C" | null;
  /** MH D-DIF, −2.35 log odds ratio; for more than two scores from Liu and Agresti's odds ratio. */
  delta: number | null;
  deltaSe: number | null;
  /** Mantel–Haenszel with the continuity correction for two scores, Mantel's test for more. */
  chiSquare: number | null;
  p: number | null;
  /** Breslow and Day: is the odds ratio the same at every ability? For two scores only. */
  homogeneityP: number | null;
  /** Standardised mean difference in points, and over the standard deviation of the score. */
  smd: number | null;
  smdStandardised: number | null;
  /** Logistic regression: uniform and non-uniform differences, and the change of R² with the classes of Jodoin and Gierl and of Zumbo and Thomas. */
  uniformP: number | null;
  nonUniformP: number | null;
  rSquaredChange: number | null;
  jodoinGierl: "A" | "B" | "C" | null;
  zumboThomas: "A" | "B" | "C" | null;
  /** RMSD of either group from the curve that both share. */
  rmsdReference: number | null;
  rmsdFocal: number | null;
  /** MD of either group: positive where the item is easier for it than the shared curve says; missing in results of earlier versions. */
  mdReference?: number | null;
  mdFocal?: number | null;
  /** Likelihood ratio, where it was asked for: all parameters free, and how much harder the item is for the focal group in logits. */
  ratioChiSquare: number | null;
  ratioDf: number | null;
  ratioP: number | null;
  shift: number | null;
  /** SIBTEST and its crossing variant; missing in results of earlier versions. */
  sibtest?: DifSibtest;
  isPurified: boolean;
  reason: Sentence | null;
  /** Mean score by ability in either group, in groups of ten test takers or more. */
  curves: { group: string; points: { theta: number; n: number; meanScore: number; se: number | null }[] }[];
}

/** Both tests match on the sum of the other items, whatever the other statistics match on. */
export interface DifSibtest {
  /** Sums at which the groups are compared. */
  scoreCount: number;
  /** The reference group's expected score less the focal group's, in points: positive where harder for the focal group. */
  beta: number | null;
  se: number | null;
  chiSquare: number | null;
  p: number | null;
  /** Of Roussos and Stout: A negligible, B moderate, C large. */
  effectClass: "A" | "B" | "C" | null;
  isPurified: boolean;
  /** Where the groups change places, the difference has opposite signs on both sides of the crossing. */
  crossing: {
    /** The sum of the other items at which they do; null where they do not. */
    at: number | null;
    beta: number | null;
    below: { beta: number; se: number } | null;
    above: { beta: number; se: number } | null;
    chiSquare: number | null;
    df: number | null;
    p: number | null;
    isPurified: boolean;
  };
  /** Why there is no test; null where there is. */
  reason: Sentence | null;
}
