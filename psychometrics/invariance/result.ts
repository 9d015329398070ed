import type { Calibration } from "../calibrate/calibration.js";
import type { ItemGroupDeviation } from "./deviations.js";
import type { InvarianceAction, Partition } from "./partition.js";

/** RMSDs above which PISA and others take an item as not invariant in a group. */
export const rmsdThresholds = {
  /** PISA 2015 to 2022, cognitive items. */
  cognitive: 0.12,
  /** Joo, Khorramdel, Yamamoto, Shin & Robin (2021): the best model on the data of 2015 and 2018. */
  strict: 0.1,
  /** PISA 2015 and 2018, questionnaires. */
  questionnaire: 0.3,
  /** PISA 2022, questionnaires. */
  questionnaire2022: 0.25,
} as const;

/** How far invariance is given up, and how fast. */
export interface InvarianceOptions {
  /** RMSD above which an item is freed in a group; 0.12 by default, see `rmsdThresholds`. */
  threshold?: number;
  /** Items freed before the next calibration, worst first; 1 by default. More is faster, and frees a few too many. */
  freePerRound?: number;
  /** Calibrations at most; 200 by default. */
  roundsMax?: number;
  /** Items that must tie a group to others by common parameters; 2 by default. Below this nothing more is freed in it. */
  tiedItemsMin?: number;
  /** Responses below which a group's deviation is too uncertain to act on; 0 by default. */
  responsesMin?: number;
  /** Called after every calibration. */
  onRound?: (round: InvarianceRound) => void;
}

/** One calibration on the way. */
export interface InvarianceRound {
  round: number;
  logLikelihood: number;
  parameterCount: number;
  cycles: number;
  converged: boolean;
  /** Pairs of item and group above the threshold. */
  aboveCount: number;
  largestRmsd: number;
  groups: { name: string; mean: number; variance: number }[];
}

/** What was done after a round about one item in one group. */
export interface InvarianceStep {
  round: number;
  item: string;
  group: string;
  /** The deviation that it was done for. */
  rmsd: number;
  md: number;
  /**
   * `unique`: parameters of its own, together with `set`. `joined`: to the unique parameters of groups that deviate the
   * same way. `split`: out of such a set. `dropped`: left out in the group. `kept`: nothing, for the group would have
   * had too few items in common with others.
   */
  action: InvarianceAction | "kept";
  /** The groups that have the parameters together from now on. */
  set: string[];
}

/** How many items of a group ended where. */
export interface InvarianceCount {
  group: string;
  common: number;
  /** Unique parameters, together with other groups. */
  uniqueShared: number;
  /** Unique parameters of this group alone. */
  uniqueAlone: number;
  dropped: number;
  /** Of the items that are not dropped, those still above the threshold. */
  above: number;
}

/** The last calibration, and how it came about. */
export interface InvarianceResult {
  calibration: Calibration;
  /** Every item in every group, under the last calibration. */
  deviations: ItemGroupDeviation[];
  /** The first calibration is round 1, of all items invariant but for what the options freed. */
  rounds: InvarianceRound[];
  steps: InvarianceStep[];
  counts: InvarianceCount[];
  /** Which groups share the parameters of each item at the end. */
  partitions: Partition[];
  ended: "none above the threshold" | "limit of rounds" | "too few items in common";
}
