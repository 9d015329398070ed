import type { ResponseData } from "../data.js";
import { Expectation, Posteriors } from "../likelihood/expectation.js";
import { findPatterns } from "../likelihood/patterns.js";
import { fillProbabilities, logInPlace } from "../likelihood/tables.js";
import { inversePositiveDefinite } from "../numeric/linear-algebra.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { groupPopulation } from "../population/groups.js";
import type { Population } from "../population/population.js";
import { placesAtBounds } from "./at-bounds.js";
import type { Anchor, CalibrationOptions } from "./calibration.js";
import { cycleByNodes, cycleByScores, isByScores, type ItemCycle } from "./e-step.js";
import type { EmSteps } from "./em.js";
import { usualGrid, type Grid } from "./grid.js";
import { layOut, readFree, stretch, writeFree, type Layout } from "./layout.js";
import { ItemMaximization } from "./m-step.js";
import { recodeResponses, type Recoding } from "./recode.js";
import { partName } from "./item-parts.js";
import { startFromScores } from "./score-start.js";
import { setUpGroups } from "./setup-groups.js";
import { setUpItems } from "./setup.js";
import {
  crossProductInformation,
  observedInformation,
  sandwich,
  type InformationMethod,
} from "./standard-errors.js";

/** The state of one estimation: what the E-step reads and the M-step moves. */
export interface Estimation {
  layout: Layout;
  population: Population;
  posteriors: Posteriors;
  nodes: Float64Array;
  logProbabilities: Float64Array;
  /** Expected counts at the nodes; made when it is first asked for. */
  readonly expectation: Expectation;
  cycle(): ItemCycle;
  /** False where the caller gave values to start from, or anchors, whose scale scores know nothing of. */
  startsFromScores: boolean;
  logMass(): Float64Array[];
  fillTable(): void;
}

/** Everything in place for the first cycle. */
export function setUp(
  data: ResponseData,
  recoding: Recoding,
  options: CalibrationOptions,
  anchors: ReadonlyMap<string, Anchor>,
  { count, range }: Grid = usualGrid,
): Estimation {
  const setups = setUpItems(data, recoding.items, options, anchors);
  const layout = layOut(
    setups,
    recoding.items.map(({ item, groups }) =>
      partName(item, groups && [...groups].map((g) => data.groupNames[g])),
    ),
  );
  const hasAnchors = recoding.items.some(({ anchor }) => anchor !== null);
  const nodes = equallySpacedNodes(count, range);
  const population = groupPopulation(setUpGroups(nodes, data.groupNames, setups, hasAnchors, options));
  const categories = Int32Array.from(setups, (setup) => setup.categories);
  const patterns = findPatterns(
    recodeResponses(data, recoding.items),
    categories,
    data.weights,
    data.groups,
    data.groupNames.length,
  );
  const posteriors = new Posteriors(patterns, nodes.length);
  const logProbabilities = new Float64Array(posteriors.rows[categories.length] * nodes.length);
  const logMass = Array.from({ length: population.groupCount }, () => new Float64Array(nodes.length));
  let expectation: Expectation | null = null;
  const current = setups.map((setup, i) => ({ ...setup, parameters: stretch(layout, layout.values, i) }));
  const fillTable = () => {
    fillProbabilities(current, nodes, logProbabilities);
    logInPlace(logProbabilities);
  };
  const estimation: Estimation = {
    layout,
    population,
    posteriors,
    nodes,
    logProbabilities,
    get expectation() {
      return (expectation ??= new Expectation(posteriors, options.crew));
    },
    cycle: () =>
      isByScores(layout, patterns)
        ? cycleByScores(layout, patterns, nodes, options.crew)
        : cycleByNodes(estimation.expectation, logProbabilities, fillTable),
    startsFromScores: anchors.size === 0 && !options.startFrom && !options.start?.length,
    logMass: () => {
      logMass.forEach((out, g) => population.mass(g).forEach((mass, q) => (out[q] = Math.log(mass))));
      return logMass;
    },
    fillTable,
  };
  return estimation;
}

/** The two halves of EM on an estimation. */
export function emSteps(estimation: Estimation): EmSteps {
  const { layout, population, posteriors, nodes } = estimation;
  const items = new ItemMaximization(layout, nodes, posteriors.rows);
  if (estimation.startsFromScores) startFromScores(posteriors.patterns, layout, nodes, items);
  const cycle = estimation.cycle();
  let groupMass: readonly Float64Array[] | null = null;
  return {
    expect() {
      const expected = cycle.expect(estimation.logMass());
      groupMass = expected.groupMass;
      return expected.logLikelihood + logPriorOf(layout);
    },
    maximize() {
      if (!groupMass) return;
      cycle.maximize(items);
      population.update(groupMass);
    },
    parameters() {
      const ofPopulation = population.freeParameters();
      const all = new Float64Array(layout.freeCount + ofPopulation.length);
      all.set(readFree(layout));
      all.set(ofPopulation, layout.freeCount);
      return all;
    },
    setParameters(values) {
      writeFree(layout, values.subarray(0, layout.freeCount));
      population.setFreeParameters(values.subarray(layout.freeCount));
    },
  };
}

/** The log density of the priors at the present parameters. */
export function logPriorOf(layout: Layout): number {
  let sum = 0;
  layout.items.forEach(({ priors, jointPriors }, i) => {
    for (const prior of jointPriors) sum += prior.logDensity(stretch(layout, layout.values, i));
    priors.forEach((prior, j) => {
      if (prior) sum += prior.logDensity(layout.values[layout.offsets[i] + j]);
    });
  });
  return sum;
}

/** The places of the groups' parameters that ended at the most or the least that the grid can tell. */
function groupPlacesAtBounds({ layout, population }: Estimation): number[] {
  return Array.from({ length: population.groupCount }, (_, g) => population.atBound(g))
    .flat()
    .map((name) => layout.freeCount + population.freeNames.indexOf(name));
}

/**
 * The covariance of all free parameters, or null where the information is not positive definite. What is held at a
 * bound counts as known: zeros.
 */
export function covarianceOf(estimation: Estimation, method: InformationMethod): Float64Array | null {
  const { layout, population, posteriors, nodes, logProbabilities, expectation } = estimation;
  estimation.fillTable();
  const logMass = estimation.logMass();
  const countsOfGroup = Array.from({ length: population.groupCount }, (_, g) => {
    const { counts, groupMass, logLikelihood } = expectation.expect(logProbabilities, logMass, g);
    return { counts: counts.slice(), groupMass: groupMass.map((mass) => mass.slice()), logLikelihood };
  });
  const input = { layout, population, posteriors, nodes, logProbabilities, logMass, countsOfGroup };
  const size = layout.freeCount + population.freeNames.length;
  const information =
    method === "cross-product" ? crossProductInformation(input) : observedInformation(input);
  const held = [...placesAtBounds(layout), ...groupPlacesAtBounds(estimation)];
  for (const k of held) {
    for (let j = 0; j < size; j++) information[k * size + j] = information[j * size + k] = Number(j === k);
  }
  const inverse = inversePositiveDefinite(information, size);
  if (inverse) for (const k of held) inverse[k * size + k] = 0;
  return inverse && method === "sandwich" ? sandwich(inverse, crossProductInformation(input), size) : inverse;
}
