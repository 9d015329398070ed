import { commonItems, type CommonItem } from "./common-items.js";
import { compareItems, robustZMax, type LinkedItem } from "./compare-items.js";
import { linkMethods, solveConstants, type LinkMethod, type LinkRule } from "./constants.js";
import { dropUnstable, type RobustRule, type RobustSteps } from "./drop-unstable.js";
import type { CalibratedForm } from "./form.js";
import type { LinkConstants } from "./moments.js";
import { linkSensitivity, varianceOf } from "./sensitivity.js";
import { weightedNodes, type CurveWeights } from "./weights.js";
import { Refusal } from "../messages/refusal.js";

/** How to link. Every choice has a default. */
export interface LinkOptions {
  /** Stocking & Lord by default. */
  method?: LinkMethod;
  /** The common items to use; all that both calibrations have by default. */
  items?: readonly string[];
  /**
   * `one` holds the slope A at 1, so that only the origin moves. It is the default where every common item has a
   * slope fixed at 1 in both calibrations (rasch, pcm); else A is `free`.
   */
  slope?: "free" | "one";
  /** Where the curve methods compare; by the standard normal on the base scale by default. */
  weights?: CurveWeights;
  /** Compare on the other scale too, with the same weights there; false by default. */
  isSymmetric?: boolean;
  /** Drop items that stand out, one at a time; see `RobustRule`. None are dropped by default. */
  robust?: RobustRule;
}

/** The result of `link`: plain values throughout. */
export interface Linking extends LinkConstants {
  method: LinkMethod;
  hasSlope: boolean;
  /** Delta method, from sampling of test takers; null where a form has no covariance. */
  standardErrors: { slope: number; intercept: number; covariance: number } | null;
  /** The characteristic curve criterion at its minimum; null for the moment methods. */
  criterion: number | null;
  converged: boolean;
  /** All common items, in the order of the base form. */
  items: LinkedItem[];
  /** Items that the robust rule dropped, in that order. */
  dropped: string[];
  /** How the robust rule came to that; null without it. */
  robust: RobustSteps | null;
}

/**
 * Put one calibration on the scale of another by the items that both have: theta_base = A theta_other + B, with
 * `slope` A and `intercept` B. See `momentConstants` and `curveDistance` for the methods.
 *
 * Standard errors follow by the delta method from the covariances of all item parameters of the two calibrations, taken
 * as independent samples (Ogasawara, 2000, 2001); an item parameter that was fixed has none. They say how the constants
 * would vary over samples of test takers; how they vary over the choice of items is the link error (`jackknifeLink`).
 *
 * Ogasawara, H. (2000). Asymptotic standard errors of IRT equating coefficients using moments. Economic Review (Otaru
 * University of Commerce), 51(1), 1-23. Ogasawara, H. (2001). Standard errors of item response theory equating/linking by
 * response function methods. Applied Psychological Measurement, 25(1), 53-67.
 *
 * @throws {RangeError} as `commonItems`, `momentConstants` and `weightedNodes`; for a robust rule out of range.
 */
export function link(base: CalibratedForm, other: CalibratedForm, options: LinkOptions = {}): Linking {
  const all = commonItems(base, other);
  const chosen = options.items ? commonItems(base, other, options.items) : all;
  const rule = linkRule(chosen, options);
  const { used, steps } = stableItems(chosen, rule, options, { base, other });
  const solved = solveConstants(used, rule);
  return {
    method: rule.method,
    hasSlope: rule.hasSlope,
    ...solved,
    standardErrors: constantErrors(used, rule, solved, { base, other }),
    items: compare(all, used, solved, options, { base, other }),
    dropped: steps?.dropped.map(({ item }) => item) ?? [],
    robust: steps,
  };
}

/** Every choice made. */
export function linkRule(items: readonly CommonItem[], options: LinkOptions): LinkRule {
  const method = options.method ?? "stocking-lord";
  if (!linkMethods.includes(method))
    throw new Refusal("unknown-link-method", { name: String(method), names: linkMethods });
  const sameUnit = items.every(({ base, other }) => base.hasFixedSlope && other.hasFixedSlope);
  const hasSlope = options.slope === undefined ? !sameUnit : options.slope === "free";
  if (method !== "haebara" && method !== "stocking-lord") return { method, hasSlope };
  const nodes = weightedNodes(options.weights ?? { kind: "normal" });
  return { method, hasSlope, base: nodes, other: options.isSymmetric ? nodes : null };
}

function stableItems(
  chosen: readonly CommonItem[],
  rule: LinkRule,
  options: LinkOptions,
  forms: { base: CalibratedForm; other: CalibratedForm },
): { used: readonly CommonItem[]; steps: RobustSteps | null } {
  if (!options.robust) return { used: chosen, steps: null };
  const linked = (used: readonly CommonItem[]) =>
    compare(used, used, solveConstants(used, rule), options, forms);
  return dropUnstable(chosen, linked, options.robust);
}

function compare(
  items: readonly CommonItem[],
  used: readonly CommonItem[],
  constants: LinkConstants,
  options: LinkOptions,
  forms: { base: CalibratedForm; other: CalibratedForm },
): LinkedItem[] {
  const names = new Set(used.map(({ item }) => item));
  const nodes = weightedNodes(options.weights ?? { kind: "normal" });
  return compareItems(items, names, constants, nodes, forms, options.robust?.cutoff ?? robustZMax);
}

function constantErrors(
  items: readonly CommonItem[],
  rule: LinkRule,
  constants: LinkConstants,
  forms: { base: CalibratedForm; other: CalibratedForm },
): Linking["standardErrors"] {
  const { base, other } = forms;
  if (!base.covariance || !other.covariance) return null;
  const { slope, intercept } = linkSensitivity(items, rule, constants, forms);
  return {
    slope: Math.sqrt(Math.max(0, varianceOf(slope, slope, base.covariance, other.covariance))),
    intercept: Math.sqrt(Math.max(0, varianceOf(intercept, intercept, base.covariance, other.covariance))),
    covariance: varianceOf(slope, intercept, base.covariance, other.covariance),
  };
}
