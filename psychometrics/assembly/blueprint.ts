import type { CurveItem } from "../curves/curves.js";

/** Limits of a number, both included; without `min` or `max` there is none on that side. */
export interface Limits {
  min?: number;
  max?: number;
}

/** An item that forms may be assembled from. */
export interface AssemblyItem {
  item: string;
  /** Its model and parameters, such as a `FormItem`; null where it was not calibrated. */
  curve: CurveItem | null;
  /** Domain, process, item type, key position, minutes, words … by name. */
  attributes: Readonly<Record<string, string | number>>;
  /** The stimulus that it shares with other items. */
  stimulus?: string;
  /** Items that may not be in one form with it; to be named by one of the two is enough. */
  enemies?: readonly string[];
}

/** A stimulus that items share: it is in a form where items of it are. */
export interface Stimulus {
  stimulus: string;
  attributes: Readonly<Record<string, string | number>>;
  /** How many of its items come with it, in place of what the blueprint says for all. */
  items?: Limits;
}

/** What forms are assembled from. */
export interface AssemblyPool {
  items: readonly AssemblyItem[];
  /** With attributes or limits of their own; the others are known from the items. */
  stimuli?: readonly Stimulus[];
}

/** What a requirement counts. */
export const measures = ["items", "stimuli", "total", "information", "expected-score"] as const;

/**
 * What a requirement counts: the items or the stimuli of a form, the total of an attribute over both (of a stimulus once),
 * or the information or expected score of its items at an ability.
 */
export type Measure = (typeof measures)[number];

/** What every form must have, or those named: a measure within limits. */
export interface Requirement extends Limits {
  /** As reports call it; made from the rest by default. */
  name?: string;
  measure: Measure;
  /** Of a `total`: an attribute that is a number, such as minutes, words or points. */
  attribute?: string;
  /** Of `information` and `expected-score`: an ability, in logits. */
  theta?: number;
  /** Counts only items and stimuli whose attributes have these values; of a list, one of them. All by default. */
  where?: Readonly<Record<string, string | readonly string[]>>;
  /** All by default. */
  forms?: readonly string[];
}

/** Items of which at most one may be in a form, or in all forms together. */
export interface EnemySet {
  items: readonly string[];
  /** True where it is one in all forms together. False by default. */
  isAcrossForms?: boolean;
}

/** Items that must or must not be in forms; in all of them by default. */
export interface ForcedItems {
  items: readonly string[];
  forms?: readonly string[];
}

/** Numbers by ability, the same for all forms, or each form's own. */
export type ByForm = readonly number[] | Readonly<Record<string, readonly number[]>>;

/**
 * What the best forms are.
 *
 * `information`: each form's test information is as near as possible to the target at each ability: the largest deviation is
 * smallest (minimax; van der Linden, 2005, chapter 5). `expected-score`: the same for the test characteristic curve.
 * `maximin`: the smallest information in proportion to the weights is largest, over forms and abilities (van der Linden &
 * Boekkooi-Timminga, 1989); an ability of weight 0 does not count.
 */
export type AssemblyTarget =
  | {
      kind: "information" | "expected-score";
      /** Abilities, in logits. */
      theta: readonly number[];
      /** The target at each of them. */
      values: ByForm;
    }
  | {
      kind: "information" | "expected-score";
      theta: readonly number[];
      /** Items of the pool whose test information or expected score is the target: last year's form. */
      reference: readonly string[];
    }
  | { kind: "maximin"; theta: readonly number[]; weights?: ByForm };

/** How many items two forms have in common, those that all forms have included. */
export interface OverlapLimits extends Limits {
  /** Pairs of forms with limits of their own, in place of those for all pairs. */
  pairs?: readonly (Limits & { forms: readonly [string, string] })[];
}

/** What is asked of one or several forms, to be assembled at once. */
export interface Blueprint {
  /** The forms' names. */
  forms: readonly string[];
  /** Items in a form. */
  length: Limits;
  requirements?: readonly Requirement[];
  /** Items that come with a stimulus where it is in a form; at least 1 by default. */
  itemsPerStimulus?: Limits;
  enemies?: readonly EnemySet[];
  /**
   * In how many forms an item may be; no limit by default. Items that are forced into more forms, or are common to all forms
   * by `commonItems`, may be.
   */
  exposure?: { formsMax: number; items?: Readonly<Record<string, number>> };
  /** Items that all forms have in common, chosen by the assembly, for linking. */
  commonItems?: Limits;
  /** Items that each pair of forms has in common: at most so many for security, at least so many for a chain of links. */
  overlap?: OverlapLimits;
  forced?: readonly ForcedItems[];
  excluded?: readonly ForcedItems[];
  /** Any forms that meet the requirements will do where there is none. */
  target?: AssemblyTarget;
}
