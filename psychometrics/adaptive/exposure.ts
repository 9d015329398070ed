import { drawCategory, type Uniform } from "../numeric/random.js";
import { Refusal } from "../messages/refusal.js";

/** How items are kept from being given too often. */
export type ExposureControl =
  /** One of the `count` most informative items, with equal chances (Kingsbury & Zara, 1989). */
  | { method: "randomesque"; count: number }
  /**
   * The most informative item is given with a probability of its own, else set aside for the whole test, and the next one tried
   * (Sympson & Hetter, 1985). Items without a parameter are always given.
   */
  | { method: "sympson-hetter"; parameters: Readonly<Record<string, number>> };

/** What exposure control makes of a list of items. */
export interface Exposed {
  /** The place in the list of the item to give; -1 where every one was set aside. */
  index: number;
  /** How many items of the list, from the first on, came up and were not given; they are set aside. */
  setAsideCount: number;
}

/**
 * Which of the items, most informative first, is given.
 *
 * @param uniform gives one number for `randomesque`, and one for each item that comes up under `sympson-hetter`.
 *
 * Sympson, J. B., & Hetter, R. D. (1985). Controlling item-exposure rates in computerized adaptive testing. Proceedings of the
 * 27th annual meeting of the Military Testing Association, 973-977.
 */
export function exposeOne(
  names: readonly string[],
  control: ExposureControl | null,
  uniform: Uniform,
): Exposed {
  if (!control) return { index: names.length > 0 ? 0 : -1, setAsideCount: 0 };
  if (control.method === "randomesque") {
    const index = Math.floor(uniform() * Math.min(control.count, names.length));
    return { index: names.length > 0 ? index : -1, setAsideCount: 0 };
  }
  const index = names.findIndex((name) => uniform() < parameterOf(name, control.parameters));
  return { index, setAsideCount: index < 0 ? names.length : index };
}

/**
 * Which of the items that were all set aside, most informative first, is given all the same: they come up again and again until one is
 * given, so that an item is drawn with the probability K_i (1 - K_1) ... (1 - K_(i - 1)) over the sum of these (Stocking & Lewis, 1998).
 *
 * @param names of at least one item.
 * @param uniform gives one number.
 *
 * Stocking, M. L., & Lewis, C. (1998). Controlling item exposure conditional on ability in computerized adaptive testing. Journal of
 * Educational and Behavioral Statistics, 23(1), 57-75.
 */
export function exposeSetAside(
  names: readonly string[],
  control: ExposureControl | null,
  uniform: Uniform,
): number {
  if (control?.method !== "sympson-hetter") return 0;
  let left = 1;
  const weights = names.map((name) => {
    const parameter = parameterOf(name, control.parameters);
    const weight = left * parameter;
    left *= 1 - parameter;
    return weight;
  });
  return drawCategory(() => uniform() * (1 - left), weights);
}

function parameterOf(item: string, parameters: Readonly<Record<string, number>>): number {
  return Object.hasOwn(parameters, item) ? parameters[item] : 1;
}

/** @throws {RangeError} when a count is not a whole number above 0, or a parameter is not above 0 and up to 1. */
export function requireExposureControl(control: ExposureControl): void {
  if (control.method === "randomesque") {
    if (!Number.isInteger(control.count) || control.count < 1) {
      throw new Refusal("randomesque-count", { value: control.count });
    }
    return;
  }
  for (const [item, parameter] of Object.entries(control.parameters)) {
    if (!(parameter > 0 && parameter <= 1)) {
      throw new Refusal("exposure-parameter", { item, value: parameter });
    }
  }
}
