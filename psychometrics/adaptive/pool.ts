import type { FormItem } from "../linking/form.js";
import type { ParameterisedItem } from "../likelihood/tables.js";
import { fisherInformation } from "../curves/curves.js";
import { logInPlace } from "../likelihood/tables.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { parameterised } from "../persons/align.js";
import type { NormalPrior } from "../persons/point-estimates.js";
import { probabilityTable } from "../persons/score-table.js";
import { Refusal } from "../messages/refusal.js";

/** A calibrated item that an adaptive test may give. */
export interface PoolItem extends FormItem {
  /** The content area that it counts for. */
  area?: string;
  /** Items that may not be in one test with it; to be named by one of the two is enough. */
  enemies?: readonly string[];
}

/** An item of the pool as formula, arrays and tables. */
export interface PooledItem {
  item: string;
  area: string | null;
  /** Places in the pool. */
  enemies: ReadonlySet<number>;
  scoreValues: readonly number[];
  known: ParameterisedItem;
  /** Logarithms of the probabilities, categories x nodes row by row. */
  logProbabilities: Float64Array;
}

/** The items of an adaptive test, made ready once for all its test takers. */
export interface ItemPool {
  items: readonly PooledItem[];
  places: ReadonlyMap<string, number>;
  /** The grid of the posterior, in logits. */
  nodes: Float64Array;
}

/** The prior where none is given. */
export const standardNormal: NormalPrior = { mean: 0, variance: 1 };

/**
 * The grid is at least as wide as that of a calibration by default, and finer: sums are right to 1e-7 where the standard error of the
 * posterior is the nodes' distance, and a pool of steep items can bring it below 0.1. At 0.2 it was off by a seventh there.
 */
const nodeDistance = 0.05;
const nodeDistanceMin = 0.005;
const nodeRange = 6;

/** So many standard deviations of the prior are on the grid, either way. */
const priorWidth = 5;

function nodesFor({ mean, variance }: NormalPrior): Float64Array {
  const range = Math.max(nodeRange, Math.abs(mean) + priorWidth * Math.sqrt(variance));
  const distance = Math.max(nodeDistanceMin, Math.min(nodeDistance, Math.sqrt(variance)));
  const steps = Math.ceil(range / distance - 1e-9);
  return equallySpacedNodes(2 * steps + 1, steps * distance);
}

/**
 * Make a pool ready.
 *
 * @param prior of the abilities, which the grid has to hold.
 * @throws {RangeError} when there are no items, two have one name, one has parameters that are not numbers, or an enemy is unknown
 * or the item itself.
 */
export function itemPool(source: readonly PoolItem[], prior: NormalPrior = standardNormal): ItemPool {
  if (source.length === 0) throw new Refusal("pool-empty");
  const places = new Map(source.map(({ item }, i) => [item, i]));
  const twice = source.find(({ item }, i) => places.get(item) !== i);
  if (twice) throw new Refusal("pool-items-alike", { item: twice.item });
  const nodes = nodesFor(prior);
  const enemies = enemiesOf(source, places);
  const items = source.map((one, i) => {
    if (one.scoreValues.length < 2 || !one.parameters.every(Number.isFinite)) {
      throw new Refusal("pool-item-unusable", { item: one.item });
    }
    const logProbabilities = probabilityTable(one, nodes);
    logInPlace(logProbabilities);
    const { item, area, scoreValues } = one;
    return {
      item,
      area: area ?? null,
      enemies: enemies[i],
      scoreValues,
      known: parameterised(one),
      logProbabilities,
    };
  });
  return { items, places, nodes };
}

/** Each item's enemies, whichever of the two named the other. */
function enemiesOf(source: readonly PoolItem[], places: ReadonlyMap<string, number>): Set<number>[] {
  const enemies = source.map(() => new Set<number>());
  source.forEach(({ item, enemies: names = [] }, i) => {
    for (const name of names) {
      const other = places.get(name);
      if (other === undefined) throw new Refusal("enemy-not-in-pool", { item, name });
      if (other === i) throw new Refusal("own-enemy", { item });
      enemies[i].add(other);
      enemies[other].add(i);
    }
  });
  return enemies;
}

/** Fisher information of an item of the pool at an ability. */
export function informationAt({ known }: PooledItem, theta: number): number {
  const { model, categories, parameters } = known;
  const probabilities = new Float64Array(categories);
  const derivatives = new Float64Array(categories);
  model.probabilities(theta, parameters, probabilities);
  model.thetaDerivatives(parameters, probabilities, derivatives);
  return fisherInformation(probabilities, derivatives);
}
