import {
  expectedMargins,
  functionMeans,
  marginsAtNodes,
  meanAtNodes,
  type ItemsAtNodes,
  type Moments,
} from "./moments.js";

/**
 * The covariance matrix of the margins of one test taker, row by row. Given ability items are independent, so that
 * margins without an item in common multiply node by node; with one in common its own second moments enter.
 */
export function marginCovariance(moments: Moments, items: ItemsAtNodes): Float64Array {
  const { single, pairs, functions } = moments;
  const { mass } = items;
  const nodeCount = mass.length;
  const atNodes = marginsAtNodes(moments, items);
  const expected = expectedMargins(atNodes, mass);
  const means = functionMeans(moments, items);
  const products = secondMoments(moments, items);
  const size = expected.length;
  const factors = [...single.map((f) => [f]), ...pairs];
  const itemsOf = factors.map((places) => places.map((f) => functions[f].item));
  const out = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const isApart = itemsOf[a].every((item) => !itemsOf[b].includes(item));
      const arrays = isApart
        ? [atNodes.subarray(a * nodeCount, (a + 1) * nodeCount), atNodes.subarray(b * nodeCount)]
        : factorsTogether(factors[a], factors[b], itemsOf[a], itemsOf[b], means, products);
      const value = meanOfProduct(mass, arrays) - expected[a] * expected[b];
      out[a * size + b] = value;
      out[b * size + a] = value;
    }
  }
  return out;
}

type Products = (f: number, g: number) => Float64Array;

/** E(f(x) g(x)) at the nodes of two functions of one item, each worked out once. */
function secondMoments({ functions }: Moments, items: ItemsAtNodes): Products {
  const known = new Map<number, Float64Array>();
  return (f, g) => {
    const key = Math.min(f, g) * functions.length + Math.max(f, g);
    const found =
      known.get(key) ??
      meanAtNodes(
        items.probabilities[functions[f].item],
        items.mass.length,
        (k) => functions[f].values[k] * functions[g].values[k],
      );
    known.set(key, found);
    return found;
  };
}

function factorsTogether(
  a: readonly number[],
  b: readonly number[],
  itemsA: readonly number[],
  itemsB: readonly number[],
  means: readonly Float64Array[],
  products: Products,
): Float64Array[] {
  const ofA = a.map((f, n) => {
    const same = itemsB.indexOf(itemsA[n]);
    return same < 0 ? means[f] : products(f, b[same]);
  });
  const onlyB = b.filter((_, n) => !itemsA.includes(itemsB[n]));
  return [...ofA, ...onlyB.map((g) => means[g])];
}

/** The sum of the mass times all arrays; written out for up to three, for this is where the time goes. */
function meanOfProduct(mass: Float64Array, arrays: readonly Float64Array[]): number {
  const [x, y, z] = arrays;
  let sum = 0;
  if (arrays.length === 1) for (let q = 0; q < mass.length; q++) sum += mass[q] * x[q];
  else if (arrays.length === 2) for (let q = 0; q < mass.length; q++) sum += mass[q] * x[q] * y[q];
  else for (let q = 0; q < mass.length; q++) sum += mass[q] * x[q] * y[q] * z[q];
  return sum;
}
