/** Items at nodes of ability, as what limited-information statistics are made from. */
export interface ItemsAtNodes {
  /** Mass of the population at the nodes. */
  mass: Float64Array;
  /** Each item's probabilities, categories x nodes row by row. */
  probabilities: Float64Array[];
}

/**
 * The first two orders of margins of a test: for each item its mean category (M2*) or the probability of each category
 * above the lowest (C2), and for each pair of items the mean product of their categories.
 */
export interface Moments {
  /** Which category functions an item enters with: its category itself, or an indicator of one category. */
  single: { item: number; values: number[] }[];
  pairs: [number, number][];
}

/** The margins of a test with the given numbers of categories. */
export function momentsOf(categories: readonly number[], kind: "M2*" | "C2"): Moments {
  const single = categories.flatMap((count, item) =>
    kind === "M2*"
      ? [{ item, values: Array.from({ length: count }, (_, k) => k) }]
      : Array.from({ length: count - 1 }, (_, h) => ({
          item,
          values: Array.from({ length: count }, (__, k) => (k === h + 1 ? 1 : 0)),
        })),
  );
  const pairs: [number, number][] = [];
  categories.forEach((_, i) => {
    for (let j = i + 1; j < categories.length; j++) pairs.push([i, j]);
  });
  return { single, pairs };
}

/** Each margin's expectation at each node, margins x nodes row by row: single ones first. */
export function marginsAtNodes({ single, pairs }: Moments, items: ItemsAtNodes): Float64Array {
  const nodeCount = items.mass.length;
  const means = items.probabilities.map((table) => meanOf(table, nodeCount, (k) => k));
  const out = new Float64Array((single.length + pairs.length) * nodeCount);
  single.forEach(({ item, values }, m) => {
    out.set(
      meanOf(items.probabilities[item], nodeCount, (k) => values[k]),
      m * nodeCount,
    );
  });
  pairs.forEach(([i, j], m) => {
    const row = (single.length + m) * nodeCount;
    for (let q = 0; q < nodeCount; q++) out[row + q] = means[i][q] * means[j][q];
  });
  return out;
}

function meanOf(table: Float64Array, nodeCount: number, value: (k: number) => number): Float64Array {
  const out = new Float64Array(nodeCount);
  for (let k = 0; k * nodeCount < table.length; k++) {
    const factor = value(k);
    if (factor !== 0) for (let q = 0; q < nodeCount; q++) out[q] += factor * table[k * nodeCount + q];
  }
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

/**
 * The covariance matrix of the margins of one test taker, row by row. Given ability items are independent, so that
 * margins without an item in common multiply node by node; with one in common its own second moments enter.
 */
export function marginCovariance(moments: Moments, items: ItemsAtNodes): Float64Array {
  const { single, pairs } = moments;
  const nodeCount = items.mass.length;
  const atNodes = marginsAtNodes(moments, items);
  const expected = expectedMargins(atNodes, items.mass);
  const size = expected.length;
  const factors = [
    ...single.map(({ item, values }) => [{ item, values }]),
    ...pairs.map(([i, j]) => [i, j].map((item) => ({ item, values: null as number[] | null }))),
  ];
  const moment = secondMoments(items, nodeCount);
  const out = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const common = factors[a].some(({ item }) => factors[b].some((other) => other.item === item));
      let sum = 0;
      if (!common) {
        for (let q = 0; q < nodeCount; q++)
          sum += items.mass[q] * atNodes[a * nodeCount + q] * atNodes[b * nodeCount + q];
      } else {
        const arrays = productsOf(factors[a], factors[b], moment);
        for (let q = 0; q < nodeCount; q++) {
          let product = items.mass[q];
          for (const array of arrays) product *= array[q];
          sum += product;
        }
      }
      out[a * size + b] = sum - expected[a] * expected[b];
      out[b * size + a] = out[a * size + b];
    }
  }
  return out;
}

interface Factor {
  item: number;
  /** Null for the category itself. */
  values: number[] | null;
}

type SecondMoments = (item: number, first: number[] | null, second: number[] | null) => Float64Array;

/** E(f(x) g(x)) or E(f(x)) of one item at the nodes; those of the category itself are kept. */
function secondMoments(items: ItemsAtNodes, nodeCount: number): SecondMoments {
  const own = (values: number[] | null, k: number) => (values ? values[k] : k);
  const squares = items.probabilities.map((table) => meanOf(table, nodeCount, (k) => k * k));
  return (item, first, second) =>
    first === null && second === null
      ? squares[item]
      : meanOf(items.probabilities[item], nodeCount, (k) => own(first, k) * own(second, k));
}

function productsOf(a: Factor[], b: Factor[], moment: SecondMoments): Float64Array[] {
  const ones: Factor["values"] = [];
  const arrays: Float64Array[] = [];
  for (const factor of a) {
    const same = b.find(({ item }) => item === factor.item);
    arrays.push(moment(factor.item, factor.values, same ? same.values : onesLike(ones)));
  }
  for (const factor of b)
    if (!a.some(({ item }) => item === factor.item))
      arrays.push(moment(factor.item, factor.values, onesLike(ones)));
  return arrays;
}

/** A function that is 1 for every category, for an item that only one of two margins has. */
function onesLike(ones: number[]): number[] {
  while (ones.length < 128) ones.push(1);
  return ones;
}
