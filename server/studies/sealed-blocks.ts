import { classify, countDomains } from "../../item-bank/frameworks/index.js";
import type { BlockRow } from "../contract/studies.js";
import type { StudyPackage } from "./package.js";

/** The blocks of a sealed package with their counts: what test takers get, whatever authors do in the bank meanwhile. */
export function sealedBlocks(pkg: StudyPackage): BlockRow[] {
  return Object.values(pkg.blocks).map((block) => {
    const items = block.unitIds
      .flatMap((unitId) => pkg.units[unitId]?.itemIds ?? [])
      .flatMap((itemId) => pkg.items[itemId] ?? []);
    return {
      block,
      itemCount: items.length,
      scorePoints: items.reduce((sum, { maxScore }) => sum + maxScore, 0),
      itemMinutes: items.reduce((sum, { metadata }) => sum + metadata.minutes, 0),
      domains: countDomains(items.map(({ metadata }) => classify(metadata).domain)),
      isUsed: true,
    };
  });
}
