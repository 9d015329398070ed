import type { NormalPrior } from "../persons/point-estimates.js";
import type { Uniform } from "../numeric/random.js";
import {
  adaptiveEstimators,
  currentAbility,
  placeResponses,
  type AdaptiveEstimator,
  type CurrentAbility,
  type GivenResponse,
} from "./ability.js";
import { requireContentShares, type ContentShares } from "./content.js";
import { requireExposureControl, type ExposureControl } from "./exposure.js";
import { itemPool, standardNormal, type ItemPool, type PoolItem } from "./pool.js";
import { candidatesAt, selectItem, type Selection } from "./select.js";
import { requireStoppingRules, stopReason, type StoppingRules, type StopReason } from "./stop.js";
import { Refusal } from "../messages/refusal.js";

/** How an adaptive test goes. */
export interface AdaptiveOptions {
  stop: StoppingRules;
  /** EAP by default. */
  estimator?: AdaptiveEstimator;
  /** Of EAP and MAP, and of where every test begins; mean 0 and variance 1 by default. */
  prior?: NormalPrior;
  /** Shares of the content areas; without them content does not count. */
  content?: ContentShares;
  /** Without it the most informative item is always given. */
  exposure?: ExposureControl;
}

/** An adaptive test made ready: what `nextItem` and the simulation take. */
export interface AdaptiveTest {
  pool: ItemPool;
  options: AdaptiveOptions;
}

/** One test taker's test so far. */
export interface AdaptiveState {
  /** In the order in which the items were given. */
  responses: readonly GivenResponse[];
  /** The items that exposure control has set aside: those of all `selection.setAside` so far. */
  setAside?: readonly string[];
}

/** What comes next. */
export interface AdaptiveStep {
  ability: CurrentAbility;
  /** Why the test ends here; null when it goes on. */
  stop: StopReason | null;
  /** The next item with the reason for it; null when the test ends. */
  selection: Selection | null;
}

/**
 * Make an adaptive test ready for its test takers.
 *
 * @throws {RangeError} naming what is wrong with the pool, the stopping rules, the content shares or the exposure control.
 */
export function adaptiveTest(items: readonly PoolItem[], options: AdaptiveOptions): AdaptiveTest {
  const { stop, estimator = "eap", prior = standardNormal, content, exposure } = options;
  requireStoppingRules(stop);
  if (!adaptiveEstimators.includes(estimator)) {
    throw new Refusal("unknown-estimator", { name: String(estimator), names: adaptiveEstimators });
  }
  if (!Number.isFinite(prior.mean) || !(prior.variance > 0) || !Number.isFinite(prior.variance)) {
    throw new Refusal("prior-spread", { mean: prior.mean, value: prior.variance });
  }
  const pool = itemPool(items, prior);
  if (content) requireContentShares(pool, content);
  if (exposure) requireExposureControl(exposure);
  return { pool, options };
}

/**
 * The ability after the responses so far, and the next item with the reason for it, or why the test ends.
 *
 * The same state and source give the same step; nothing is kept between calls.
 *
 * @param uniform is only asked under exposure control.
 * @throws {RangeError} when a response is to an item outside the pool, to one twice, or has a score that the item has not; or when
 * an item set aside is not in the pool.
 */
export function nextItem(
  { pool, options }: AdaptiveTest,
  state: AdaptiveState,
  uniform: Uniform,
): AdaptiveStep {
  const responses = placeResponses(pool, state.responses);
  const setAside = (state.setAside ?? []).map((item) => {
    const place = pool.places.get(item);
    if (place === undefined) throw new Refusal("item-not-in-pool", { item });
    return place;
  });
  const ability = currentAbility(
    pool,
    responses,
    options.estimator ?? "eap",
    options.prior ?? standardNormal,
  );
  const given = responses.map(({ place }) => place);
  const candidates = candidatesAt(pool, new Set(given), ability.theta);
  const progress = {
    itemCount: given.length,
    standardError: ability.standardError,
    bestInformation: candidates.length > 0 ? candidates[0].information : null,
  };
  const stop = stopReason(progress, options.stop);
  if (stop) return { ability, stop, selection: null };
  const selection = selectItem(pool, candidates, given, new Set(setAside), options, uniform);
  return { ability, stop, selection };
}
