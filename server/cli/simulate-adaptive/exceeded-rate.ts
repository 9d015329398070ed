import { say } from "../../terminal/words.js";

/** Items that were given to a larger share of the test takers than was wanted, the most given first. */
export function itemsAbove(rateMax: number, rates: ReadonlyMap<string, number>): string[] {
  const above = [...rates].filter(([, rate]) => rate > rateMax);
  return above.sort(([, a], [, b]) => b - a).map(([item]) => item);
}

/** The highest rate that was wanted, and how the parameters for it were found. */
export interface WantedRate {
  rateMax: number;
  rounds: number;
}

/** A sentence on the items that were given to more than was wanted, with the reason; none where no item was. */
export function exceededLines(
  wanted: WantedRate | null,
  rates: ReadonlyMap<string, number>,
  testTakers: number,
): string[] {
  const above = wanted === null ? [] : itemsAbove(wanted.rateMax, rates);
  if (wanted === null || above.length === 0) return [];
  const shown = (item: string) => `${item} (${percent(rates.get(item) ?? 0)} %)`;
  const highest = highestByChance(wanted.rateMax, testTakers);
  const more = above.filter((item) => (rates.get(item) ?? 0) > highest);
  const others = more.length < above.length ? ` ${say("simulateAdaptive.exceededAbout")}` : "";
  return [
    say("simulateAdaptive.exceeded", {
      rateMax: percent(wanted.rateMax),
      items: above.map(shown).join(", "),
      reason:
        more.length > 0
          ? `${say("simulateAdaptive.exceededMore", { items: more.join(", "), rounds: wanted.rounds })}${others}`
          : say("simulateAdaptive.exceededAbout"),
    }),
  ];
}

const percent = (share: number): string => String(Number((100 * share).toFixed(1)));

/**
 * Three standard errors above the rate: of the share of these test takers, and of the parameter, which was found with as many
 * others.
 */
function highestByChance(rateMax: number, testTakers: number): number {
  return rateMax + 3 * Math.sqrt((2 * rateMax * (1 - rateMax)) / testTakers);
}
