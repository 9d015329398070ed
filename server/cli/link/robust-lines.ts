import type { Linking } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";

/** What robust linking did, for the terminal: which items it dropped, of how many, and why it dropped no more; nothing without it. */
export function robustLines({ robust, items }: Pick<Linking, "robust" | "items">): string[] {
  if (!robust) return [];
  const { dropped, droppedMax: max, cutoff, end, standingOut } = robust;
  const names = dropped.map(({ item, robustZ }) => `${item} (z = ${robustZ.toFixed(2)})`).join(", ");
  const values = { count: dropped.length, common: items.length, max, items: names };
  const why = {
    "none-stands-out": say("link.noneStandsOut", { cutoff }),
    "share-reached": say("link.shareReached", { max, cutoff, items: standingOut.join(", ") }),
    "no-spread": say("link.noSpread"),
  };
  return [`${say(dropped.length > 0 ? "link.dropped" : "link.noneDropped", values)} ${why[end]}`];
}
