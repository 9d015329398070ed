import type { ParameterisedItem } from "../likelihood/tables.js";
import type { FreeParameters } from "./free-parameters.js";
import {
  functionMeans,
  marginCount,
  marginsAtNodes,
  meanAtNodes,
  type ItemsAtNodes,
  type Moments,
} from "./moments.js";

/** One group's items, as derivatives in their parameters need them. */
export interface GroupItems extends ItemsAtNodes {
  /** Each item's ability at the nodes: that of its dimension. */
  abilities: readonly Float64Array[];
  items: readonly ParameterisedItem[];
  /** For each of these items its place among the calibration's. */
  places: readonly number[];
}

/** One group's items and ability, as derivatives need them. */
export interface GroupAtNodes extends GroupItems {
  nodes: Float64Array;
  mean: number;
  variance: number;
}

/**
 * The derivatives of a group's expected margins in the free parameters of the calibration: one column of margins for each
 * parameter, nothing in those of parameters that the group does not have.
 *
 * @param group its place among the calibration's groups.
 */
export function marginJacobian(
  moments: Moments,
  at: GroupAtNodes,
  free: FreeParameters,
  group: number,
): Float64Array[] {
  const columns = itemColumns(moments, at, free);
  addAbility(columns, moments, at, free.groups[group]);
  return columns;
}

/** The same in the items' parameters alone: the columns of all others are zeros yet. */
export function itemColumns(
  moments: Moments,
  at: GroupItems,
  { count, places }: Pick<FreeParameters, "count" | "places">,
): Float64Array[] {
  const columns = Array.from({ length: count }, () => new Float64Array(marginCount(moments)));
  const means = functionMeans(moments, at);
  at.items.forEach((_, i) => {
    probabilitySlopes(at, i).forEach((table, place) => {
      const parameter = places[at.places[i]][place];
      if (parameter >= 0) addItem(columns[parameter], moments, at.mass, means, i, table);
    });
  });
  return columns;
}

function addAbility(
  columns: readonly Float64Array[],
  moments: Moments,
  at: GroupAtNodes,
  free: FreeParameters["groups"][number],
): void {
  const margins = marginsAtNodes(moments, at);
  for (const [place, slope] of [
    [free.mean, (x: number) => (x - at.mean) / at.variance],
    [free.variance, (x: number) => (x - at.mean) ** 2 / (2 * at.variance ** 2)],
  ] as const) {
    if (place >= 0) fillAbilityColumn(columns[place], margins, at.mass, at.nodes.map(slope));
  }
}

/**
 * Fill the column of a parameter of the abilities' distribution.
 *
 * @param margins at the nodes, row by row.
 * @param slopes of the logarithm of the density in the parameter, up to a constant: the mass at the nodes sums to one, so
 * that its derivatives sum to nothing.
 */
export function fillAbilityColumn(
  column: Float64Array,
  margins: Float64Array,
  mass: Float64Array,
  slopes: Float64Array,
): void {
  const mean = slopes.reduce((sum, value, q) => sum + mass[q] * value, 0);
  for (let m = 0; m < column.length; m++) {
    let sum = 0;
    for (let q = 0; q < slopes.length; q++)
      sum += mass[q] * (slopes[q] - mean) * margins[m * slopes.length + q];
    column[m] = sum;
  }
}

/** For each of the item's parameters the derivatives of its probabilities, categories x nodes. */
function probabilitySlopes({ items, abilities, probabilities }: GroupItems, i: number): Float64Array[] {
  const { model, categories, parameters } = items[i];
  const nodes = abilities[i];
  const nodeCount = nodes.length;
  const table = probabilities[i];
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
      model.addGradient(nodes[q], parameters, one, at, gradient);
      gradient.forEach((value, place) => (out[place][k * nodeCount + q] = at[k] * value));
    }
  }
  return out;
}

/** Add what a change of an item's probabilities does to the margins that it is in. */
function addItem(
  column: Float64Array,
  { functions, single, pairs }: Moments,
  mass: Float64Array,
  means: readonly Float64Array[],
  i: number,
  slopes: Float64Array,
): void {
  const changes = functions.map(({ item, values }) =>
    item === i ? meanAtNodes(slopes, mass.length, (k) => values[k]) : null,
  );
  const add = (m: number, change: Float64Array | null, other: Float64Array | null) => {
    if (!change) return;
    let sum = 0;
    for (let q = 0; q < mass.length; q++) sum += mass[q] * change[q] * (other ? other[q] : 1);
    column[m] += sum;
  };
  single.forEach((f, m) => add(m, changes[f], null));
  pairs.forEach(([f, g], m) => {
    add(single.length + m, changes[f], means[g]);
    add(single.length + m, changes[g], means[f]);
  });
}

/** The model in which items have nothing in common: one node, and the shares of categories as parameters. */
export function independence(
  moments: Moments,
  shares: readonly Float64Array[],
): { atNode: ItemsAtNodes; columns: Float64Array[] } {
  const atNode = { mass: Float64Array.of(1), probabilities: [...shares] };
  const means = functionMeans(moments, atNode);
  const columns = shares.flatMap((table, i) =>
    Array.from({ length: table.length - 1 }, (_, h) => {
      const column = new Float64Array(marginCount(moments));
      const slopes = new Float64Array(table.length);
      slopes[0] = -1;
      slopes[h + 1] = 1;
      addItem(column, moments, atNode.mass, means, i, slopes);
      return column;
    }),
  );
  return { atNode, columns };
}
