/** Items at nodes of ability, as what limited-information statistics are made from. */
export interface ItemsAtNodes {
  /** Mass of the population at the nodes. */
  mass: Float64Array;
  /** Each item's probabilities, categories x nodes row by row. */
  probabilities: Float64Array[];
}

/**
 * Which margins of one and two items a statistic compares: M2 the share of each category above the lowest and of each
 * pair of such categories, M2* each item's mean and each pair's mean product, C2 the former of one item and the latter
 * of two. For right-or-wrong items the three are the same.
 */
export type MarginKind = "M2" | "M2*" | "C2";

/** A function of an item's category: the category itself, or an indicator of one category. */
export interface CategoryFunction {
  item: number;
  values: readonly number[];
}

/** The first two orders of margins of a test: means of category functions, and of products of two items' functions. */
export interface Moments {
  functions: CategoryFunction[];
  /** Places in `functions`. */
  single: number[];
  pairs: [number, number][];
}

/** How many margins there are. */
export function marginCount({ single, pairs }: Moments): number {
  return single.length + pairs.length;
}

/** The margins of a test with the given numbers of categories. */
export function momentsOf(categories: readonly number[], kind: MarginKind): Moments {
  const range = (count: number) => Array.from({ length: count }, (_, k) => k);
  const scores = categories.map((count, item) => ({ item, values: range(count) }));
  const indicators = categories.flatMap((count, item) =>
    range(count - 1).map((h) => ({ item, values: range(count).map((k) => (k === h + 1 ? 1 : 0)) })),
  );
  const ofOne = kind === "M2*" ? scores : indicators;
  const ofTwo = kind === "M2" ? indicators : scores;
  const functions = kind === "C2" ? [...indicators, ...scores] : ofOne;
  const first = functions.length - ofTwo.length;
  const pairs = ofTwo.flatMap((one, a) =>
    range(ofTwo.length)
      .slice(a + 1)
      .filter((b) => ofTwo[b].item !== one.item)
      .map((b): [number, number] => [first + a, first + b]),
  );
  return { functions, single: range(ofOne.length), pairs };
}

/** The mean of a category function at each node. */
export function meanAtNodes(
  table: Float64Array,
  nodeCount: number,
  value: (category: number) => number,
): Float64Array {
  const out = new Float64Array(nodeCount);
  for (let k = 0; k * nodeCount < table.length; k++) {
    const factor = value(k);
    if (factor !== 0) for (let q = 0; q < nodeCount; q++) out[q] += factor * table[k * nodeCount + q];
  }
  return out;
}

/** The mean of each function at each node. */
export function functionMeans({ functions }: Moments, items: ItemsAtNodes): Float64Array[] {
  return functions.map(({ item, values }) =>
    meanAtNodes(items.probabilities[item], items.mass.length, (k) => values[k]),
  );
}

/** Each margin's expectation at each node, margins x nodes row by row: single ones first. */
export function marginsAtNodes(moments: Moments, items: ItemsAtNodes): Float64Array {
  const { single, pairs } = moments;
  const nodeCount = items.mass.length;
  const means = functionMeans(moments, items);
  const out = new Float64Array(marginCount(moments) * nodeCount);
  single.forEach((f, m) => out.set(means[f], m * nodeCount));
  pairs.forEach(([f, g], m) => {
    const row = (single.length + m) * nodeCount;
    for (let q = 0; q < nodeCount; q++) out[row + q] = means[f][q] * means[g][q];
  });
  return out;
}

/** The expectation of each margin over the population. */
export function expectedMargins(atNodes: Float64Array, mass: Float64Array): Float64Array {
  const nodeCount = mass.length;
  const out = new Float64Array(atNodes.length / nodeCount);
  for (let m = 0; m < out.length; m++)
    for (let q = 0; q < nodeCount; q++) out[m] += mass[q] * atNodes[m * nodeCount + q];
  return out;
}
