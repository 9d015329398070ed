import type { AdaptiveTest } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";

/** Items that were given to a larger share of the test takers than was wanted, the most given first. */
export function itemsAbove(rateMax: number, rates: ReadonlyMap<string, number>): string[] {
  const above = [...rates].filter(([, rate]) => rate > rateMax);
  return above.sort(([, a], [, b]) => b - a).map(([item]) => item);
}

/** A sentence on the items that were given to more than was wanted, with the reason; none where no item was. */
export function exceededLines(
  test: AdaptiveTest,
  rateMax: number | null,
  rates: ReadonlyMap<string, number>,
): string[] {
  const above = rateMax === null ? [] : itemsAbove(rateMax, rates);
  if (rateMax === null || above.length === 0) return [];
  const shown = (item: string) => `${item} (${percent(rates.get(item) ?? 0)} %)`;
  const held = heldAbove(test, above);
  const others = held.length < above.length ? ` ${say("simulateAdaptive.exceededAbout")}` : "";
  const { itemsMax } = test.options.stop;
  return [
    say("simulateAdaptive.exceeded", {
      rateMax: percent(rateMax),
      items: above.map(shown).join(", "),
      reason:
        held.length > 0
          ? `${say("simulateAdaptive.exceededHeld", { itemsMax, items: held.join(", ") })}${others}`
          : say("simulateAdaptive.exceededAbout"),
    }),
  ];
}

const percent = (share: number): string => String(Number((100 * share).toFixed(1)));

/**
 * Those of the items above the rate that are there because as many items as a test has keep the parameter 1. Where more items than
 * that have it, none was held at it: they have it because they came up seldom enough.
 */
function heldAbove({ options }: AdaptiveTest, above: readonly string[]): string[] {
  if (options.exposure?.method !== "sympson-hetter") return [];
  const { parameters } = options.exposure;
  const ones = Object.values(parameters).filter((parameter) => parameter === 1).length;
  return ones > options.stop.itemsMax ? [] : above.filter((item) => parameters[item] === 1);
}
