import type { AlignedData } from "../persons/align.js";
import type { FreeParameters } from "./free-parameters.js";
import { marginsAtNodes, type ItemsAtNodes, type Moments } from "./moments.js";

/**
 * The derivatives of the expected margins in the free parameters: one column of margins for each parameter.
 */
export function marginJacobian(
  moments: Moments,
  items: ItemsAtNodes,
  aligned: AlignedData,
  group: { mean: number; variance: number },
  free: FreeParameters,
): Float64Array[] {
  const size = moments.single.length + moments.pairs.length;
  const columns = Array.from({ length: free.count }, () => new Float64Array(size));
  const means = items.probabilities.map((table) => meanCategory(table, items.mass.length));
  aligned.items.forEach((_, i) => {
    const slopes = probabilitySlopes(aligned, items, i);
    slopes.forEach((table, place) => {
      const at = free.places[i][place];
      if (at >= 0) addItem(columns[at], moments, items.mass, means, i, table);
    });
  });
  const margins = marginsAtNodes(moments, items);
  for (const [place, slope] of [
    [free.mean, (x: number) => (x - group.mean) / group.variance],
    [free.variance, (x: number) => (x - group.mean) ** 2 / (2 * group.variance ** 2)],
  ] as const) {
    if (place < 0) continue;
    // The mass sums to one on the grid, so that its derivatives sum to nothing.
    const raw = aligned.nodes.map(slope);
    const mean = raw.reduce((sum, value, q) => sum + items.mass[q] * value, 0);
    columns[place].forEach((__, m) => {
      let sum = 0;
      for (let q = 0; q < raw.length; q++)
        sum += items.mass[q] * (raw[q] - mean) * margins[m * raw.length + q];
      columns[place][m] = sum;
    });
  }
  return columns;
}

function meanCategory(table: Float64Array, nodeCount: number): Float64Array {
  const out = new Float64Array(nodeCount);
  table.forEach((p, at) => (out[at % nodeCount] += Math.floor(at / nodeCount) * p));
  return out;
}

/** For each of the item's parameters the derivatives of its probabilities, categories x nodes. */
function probabilitySlopes(aligned: AlignedData, items: ItemsAtNodes, i: number): Float64Array[] {
  const { model, categories, parameters } = aligned.items[i];
  const nodeCount = aligned.nodes.length;
  const table = items.probabilities[i];
  const out = Array.from(parameters, () => new Float64Array(table.length));
  const at = new Float64Array(categories);
  const one = new Float64Array(categories);
  const gradient = new Float64Array(parameters.length);
  for (let q = 0; q < nodeCount; q++) {
    for (let k = 0; k < categories; k++) at[k] = table[k * nodeCount + q];
    for (let k = 0; k < categories; k++) {
      // One response in category k: its gradient is that of log P_k.
      one.fill(0);
      one[k] = 1;
      gradient.fill(0);
      model.addGradient(aligned.nodes[q], parameters, one, at, gradient);
      gradient.forEach((value, place) => (out[place][k * nodeCount + q] = at[k] * value));
    }
  }
  return out;
}

function addItem(
  column: Float64Array,
  { single, pairs }: Moments,
  mass: Float64Array,
  means: readonly Float64Array[],
  i: number,
  slopes: Float64Array,
): void {
  const nodeCount = mass.length;
  single.forEach(({ item, values }, m) => {
    if (item !== i) return;
    slopes.forEach((slope, at) => {
      column[m] += mass[at % nodeCount] * values[Math.floor(at / nodeCount)] * slope;
    });
  });
  const meanSlope = meanCategory(slopes, nodeCount);
  pairs.forEach(([a, b], m) => {
    if (a !== i && b !== i) return;
    const other = means[a === i ? b : a];
    let sum = 0;
    for (let q = 0; q < nodeCount; q++) sum += mass[q] * meanSlope[q] * other[q];
    column[single.length + m] += sum;
  });
}

/** The model in which items have nothing in common: one node, and the observed shares of categories as parameters. */
export function independence(
  moments: Moments,
  shares: readonly Float64Array[],
): { atNode: ItemsAtNodes; jacobian: Float64Array[] } {
  const atNode = { mass: Float64Array.of(1), probabilities: [...shares] };
  const means = shares.map((table) => meanCategory(table, 1));
  const size = moments.single.length + moments.pairs.length;
  const jacobian = shares.flatMap((table, i) =>
    Array.from({ length: table.length - 1 }, (_, h) => {
      const column = new Float64Array(size);
      const slopes = new Float64Array(table.length);
      slopes[0] = -1;
      slopes[h + 1] = 1;
      addItem(column, moments, atNode.mass, means, i, slopes);
      return column;
    }),
  );
  return { atNode, jacobian };
}
