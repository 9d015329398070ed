import type { Design, Language } from "../types.js";

/** How often two blocks are together in a booklet. */
export interface PairCount {
  blockIds: [string, string];
  count: number;
}

/** What a design balances, with the counts that show it. */
export interface DesignCheck {
  /** Every block of the design, in the order of first appearance. */
  blockIds: string[];
  /** By block: how often it stands in position 1, 2 … of a booklet. */
  positions: Record<string, number[]>;
  /** Every pair of blocks, those that never meet among them. */
  pairs: PairCount[];
  /** Whether every block stands equally often in every position, the same for all blocks. */
  isPositionBalanced: boolean;
  /** Whether every pair is together equally often, at least once. */
  isPairBalanced: boolean;
  /** Whether booklets hang together through common blocks, without which their scales cannot be linked by items. */
  isConnected: boolean;
  /** What is balanced and what is not, for the designer. */
  sentence: Record<Language, string>;
}

/** Counts positions and pairs of a design's blocks and says in one sentence what is balanced. */
export function checkDesign(design: Design): DesignCheck {
  const booklets = design.booklets.map((booklet) => booklet.blockIds);
  const blockIds = [...new Set(booklets.flat())];
  const positionCount = Math.max(0, ...booklets.map((booklet) => booklet.length));
  const positions = Object.fromEntries(
    blockIds.map((id) => [
      id,
      Array.from(
        { length: positionCount },
        (_, at) => booklets.filter((booklet) => booklet[at] === id).length,
      ),
    ]),
  );
  const pairs = blockIds.flatMap((a, index) =>
    blockIds.slice(index + 1).map((b): PairCount => ({
      blockIds: [a, b],
      count: booklets.filter((booklet) => booklet.includes(a) && booklet.includes(b)).length,
    })),
  );
  const isPositionBalanced = new Set(Object.values(positions).flat()).size === 1;
  const isPairBalanced = new Set(pairs.map(({ count }) => count)).size === 1 && (pairs[0]?.count ?? 0) > 0;
  const isConnected = componentCount(booklets) <= 1;
  const check = { blockIds, positions, pairs, isPositionBalanced, isPairBalanced, isConnected };
  return { ...check, sentence: sentenceOf(check, booklets.length) };
}

/** How many groups of booklets there are that share no block with each other. */
function componentCount(booklets: readonly (readonly string[])[]): number {
  const groups: Set<string>[] = [];
  for (const booklet of booklets) {
    const touched = groups.filter((group) => booklet.some((id) => group.has(id)));
    const joined = new Set([...touched.flatMap((group) => [...group]), ...booklet]);
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push(joined);
  }
  return groups.length;
}

function sentenceOf(check: Omit<DesignCheck, "sentence">, bookletCount: number): Record<Language, string> {
  if (bookletCount === 1) {
    return {
      vi: "Một đề cho mọi học sinh: mỗi khối luôn ở một vị trí, nên ảnh hưởng của vị trí không tách được.",
      en: "One booklet for everyone: each block always has the same position, so position effects cannot be told apart.",
    };
  }
  const apart = check.pairs.filter(({ count }) => count === 0).length;
  const vi = [
    check.isPositionBalanced
      ? `mỗi khối ở mỗi vị trí ${check.positions[check.blockIds[0] ?? ""]?.[0] ?? 0} lần`
      : "vị trí của các khối chưa cân bằng",
    check.isPairBalanced
      ? `mỗi cặp khối chung một đề ${check.pairs[0]?.count ?? 0} lần`
      : `các cặp khối chưa cân bằng (${apart} cặp không bao giờ chung một đề)`,
    check.isConnected ? "các đề liên kết với nhau" : "có những đề không liên kết với phần còn lại",
  ];
  const en = [
    check.isPositionBalanced
      ? `every block stands ${timesOf(check.positions[check.blockIds[0] ?? ""]?.[0] ?? 0)} in every position`
      : "the positions of the blocks are not balanced",
    check.isPairBalanced
      ? `every pair of blocks is together ${timesOf(check.pairs[0]?.count ?? 0)}`
      : `the pairs of blocks are not balanced (${apart} ${apart === 1 ? "pair is" : "pairs are"} never together)`,
    check.isConnected
      ? "the booklets are linked by common blocks"
      : "some booklets share no block with the rest, so their scales cannot be linked",
  ];
  return { vi: asSentence(vi), en: asSentence(en) };
}

function timesOf(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

function asSentence(parts: readonly string[]): string {
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
