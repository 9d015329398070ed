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
  const weighted = atNodes.map((value, at) => value * mass[at % nodeCount]);
  const expected = expectedMargins(atNodes, mass);
  const together = factorsTogether(moments, items);
  const size = expected.length;
  const factors = [...single.map((f) => [f]), ...pairs];
  // A margin of one item has it twice here, which spares a question in the loop over all pairs.
  const first = Int32Array.from(factors, (places) => functions[places[0]].item);
  const second = Int32Array.from(factors, (places) => functions[places[places.length - 1]].item);
  const out = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    const [i, j] = [first[a], second[a]];
    for (let b = 0; b <= a; b++) {
      const isApart = first[b] !== i && first[b] !== j && second[b] !== i && second[b] !== j;
      const product = isApart
        ? dotRows(weighted, a * nodeCount, atNodes, b * nodeCount, nodeCount)
        : meanOfProduct(mass, together(factors[a], factors[b]));
      const value = product - expected[a] * expected[b];
      out[a * size + b] = value;
      out[b * size + a] = value;
    }
  }
  return out;
}

function dotRows(x: Float64Array, fromX: number, y: Float64Array, fromY: number, count: number): number {
  let sum = 0;
  for (let q = 0; q < count; q++) sum += x[fromX + q] * y[fromY + q];
  return sum;
}

/** For two margins with an item in common the arrays whose product is that of the margins at the nodes. */
function factorsTogether(
  moments: Moments,
  items: ItemsAtNodes,
): (a: readonly number[], b: readonly number[]) => Float64Array[] {
  const { functions } = moments;
  const means = functionMeans(moments, items);
  const products = secondMoments(moments, items);
  const itemOf = (f: number) => functions[f].item;
  return (a, b) => {
    const out: Float64Array[] = [];
    for (const f of a) {
      const same = b.find((g) => itemOf(g) === itemOf(f));
      out.push(same === undefined ? means[f] : products(f, same));
    }
    for (const g of b) if (!a.some((f) => itemOf(f) === itemOf(g))) out.push(means[g]);
    return out;
  };
}

/** E(f(x) g(x)) at the nodes of two functions of one item, each worked out once. */
function secondMoments({ functions }: Moments, items: ItemsAtNodes): (f: number, g: number) => Float64Array {
  const known = new Map<number, Float64Array>();
  return (f, g) => {
    const key = Math.min(f, g) * functions.length + Math.max(f, g);
    let found = known.get(key);
    if (!found) {
      found = meanAtNodes(
        items.probabilities[functions[f].item],
        items.mass.length,
        (k) => functions[f].values[k] * functions[g].values[k],
      );
      known.set(key, found);
    }
    return found;
  };
}

/** The sum of the mass times all arrays, of which there are at most three. */
function meanOfProduct(mass: Float64Array, arrays: readonly Float64Array[]): number {
  const [x, y, z] = arrays;
  let sum = 0;
  if (arrays.length === 1) for (let q = 0; q < mass.length; q++) sum += mass[q] * x[q];
  else if (arrays.length === 2) for (let q = 0; q < mass.length; q++) sum += mass[q] * x[q] * y[q];
  else for (let q = 0; q < mass.length; q++) sum += mass[q] * x[q] * y[q] * z[q];
  return sum;
}
