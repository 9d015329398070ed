import { notPresented, type ResponseData } from "../data.js";
import { inversePositiveDefinite } from "../numeric/linear-algebra.js";
import { equallySpacedNodes } from "../numeric/quadrature.js";
import { reportParameters } from "../parameters.js";
import { normalPopulation, varianceFloor, type NormalPopulation } from "../population/normal.js";
import type { Anchor, CalibratedItem, Calibration, CalibrationOptions } from "./calibration.js";
import { runEm, type EmSteps } from "./em.js";
import { Expectation, Posteriors, type ExpectedCounts } from "../likelihood/expectation.js";
import { layOut, readFree, stretch, writeFree, type Layout } from "./layout.js";
import { ItemMaximization } from "./m-step.js";
import { findPatterns } from "../likelihood/patterns.js";
import { findCategories, recodeResponses, type Recoding } from "./recode.js";
import { modelOf, setUpAnchor, setUpGroups, setUpItem } from "./setup.js";
import { crossProductInformation, observedInformation } from "./standard-errors.js";
import { fillProbabilities, logInPlace } from "../likelihood/tables.js";

/** Beyond this a slope is a step function, and the likelihood has no maximum for it. */
const slopeSuspicious = 15;

/** The state of one estimation: what the E-step reads and the M-step moves. */
interface Estimation {
  layout: Layout;
  population: NormalPopulation;
  posteriors: Posteriors;
  nodes: Float64Array;
  logProbabilities: Float64Array;
  expectation: Expectation;
  logMass(): Float64Array[];
  fillTable(): void;
}

/**
 * Calibrate items by marginal maximum likelihood (Bock & Aitkin, 1981): EM over equally spaced quadrature nodes,
 * normal groups, sampling weights as frequencies.
 *
 * Slopes and intercepts are in logits with D = 1. For `rasch` and `pcm` slopes are 1 and the variance of the reference
 * group is estimated; for the others its variance is 1. Its mean is 0. With anchors, every group's mean and variance
 * are estimated. Further groups always have both estimated. Not presented is left out of the likelihood.
 *
 * Items without two different scores are left out with a note, as are scores that nobody got; see `notes` in the
 * result. An iteration that does not converge is a result too: see `converged`.
 *
 * @throws {RangeError} when no item can be calibrated, an item has more categories than its model allows,
 * or an anchor does not fit the data.
 * @throws {CalibrationCancelled} when `isCancelled` returned true.
 *
 * Bock, R. D., & Aitkin, M. (1981). Marginal maximum likelihood estimation of item parameters: Application of an EM
 * algorithm. Psychometrika, 46(4), 443-459.
 */
export function calibrate(data: ResponseData, options: CalibrationOptions): Calibration {
  const anchors = new Map((options.anchors ?? []).map((anchor) => [anchor.item, anchor]));
  const recoding = findCategories(data, options.anchors ?? []);
  if (recoding.items.length === 0) {
    throw new RangeError("no item can be calibrated: none has responses with two different scores");
  }
  const estimation = setUp(data, recoding, options, anchors);
  const { layout, population } = estimation;
  const em = runEm(emSteps(estimation), {
    tolerance: options.tolerance ?? 1e-6,
    cyclesMax: options.cyclesMax ?? 2000,
    onCycle: options.onCycle,
    isCancelled: options.isCancelled,
  });
  const logPrior = logPriorOf(layout);
  const logLikelihood = em.objective - logPrior;
  const parameterCount = layout.freeCount + population.freeNames.length;
  const method = options.standardErrors ?? "observed";
  const covariance = method === "none" ? null : covarianceOf(estimation, method);
  const counted = countPersons(data, recoding);
  const personCount = counted.reduce((sum, count) => sum + count, 0);
  const calibration: Calibration = {
    items: recoding.items.map(({ item, scoreValues }, i) => ({
      ...describeItem(layout, i, covariance, parameterCount),
      item,
      model: modelOf(item, options, anchors),
      scoreValues,
      isAnchored: anchors.has(item),
    })),
    excluded: recoding.excluded,
    groups: describeGroups(population, layout.freeCount, covariance, parameterCount, counted),
    quadrature: { count: estimation.nodes.length, range: estimation.nodes[estimation.nodes.length - 1] },
    logLikelihood,
    logPrior,
    parameterCount,
    personCount,
    aic: -2 * logLikelihood + 2 * parameterCount,
    bic: -2 * logLikelihood + Math.log(personCount) * parameterCount,
    cycles: em.cycles,
    converged: em.converged,
    largestChange: em.largestChange,
    history: em.history,
    notes: recoding.notes,
  };
  return {
    ...calibration,
    notes: [...recoding.notes, ...notesOn(calibration, method !== "none" && !covariance)],
  };
}

function setUp(
  data: ResponseData,
  recoding: Recoding,
  options: CalibrationOptions,
  anchors: ReadonlyMap<string, Anchor>,
): Estimation {
  const setups = recoding.items.map((recoded) => {
    const anchor = anchors.get(recoded.item);
    return anchor
      ? setUpAnchor(anchor)
      : setUpItem(recoded, modelOf(recoded.item, options, anchors), options);
  });
  const layout = layOut(
    setups,
    recoding.items.map(({ item }) => item),
  );
  const hasAnchors = recoding.items.some(({ item }) => anchors.has(item));
  const nodes = equallySpacedNodes(options.quadrature ?? 61, options.range ?? 6);
  const population = normalPopulation(nodes, setUpGroups(data.groupNames, setups, hasAnchors));
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
  const current = setups.map((setup, i) => ({ ...setup, parameters: stretch(layout, layout.values, i) }));
  return {
    layout,
    population,
    posteriors,
    nodes,
    logProbabilities,
    expectation: new Expectation(posteriors),
    logMass: () => {
      logMass.forEach((out, g) => population.mass(g).forEach((mass, q) => (out[q] = Math.log(mass))));
      return logMass;
    },
    fillTable: () => {
      fillProbabilities(current, nodes, logProbabilities);
      logInPlace(logProbabilities);
    },
  };
}

function emSteps(estimation: Estimation): EmSteps {
  const { layout, population, posteriors, nodes } = estimation;
  const items = new ItemMaximization(layout, nodes, posteriors.rows);
  let expected: ExpectedCounts | null = null;
  return {
    expect() {
      estimation.fillTable();
      expected = estimation.expectation.expect(estimation.logProbabilities, estimation.logMass());
      return expected.logLikelihood + logPriorOf(layout);
    },
    maximize() {
      if (!expected) return;
      items.maximize(expected.counts);
      population.update(expected.groupMass);
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

function logPriorOf(layout: Layout): number {
  let sum = 0;
  layout.items.forEach(({ priors }, i) => {
    priors.forEach((prior, j) => {
      if (prior) sum += prior.logDensity(layout.values[layout.offsets[i] + j]);
    });
  });
  return sum;
}

/** The covariance of all free parameters, or null where the information is not positive definite. */
function covarianceOf(estimation: Estimation, method: "observed" | "cross-product"): Float64Array | null {
  const { layout, population, posteriors, nodes, logProbabilities, expectation } = estimation;
  estimation.fillTable();
  const logMass = estimation.logMass();
  const countsOfGroup = Array.from({ length: population.groupCount }, (_, g) => {
    const { counts, groupMass, logLikelihood } = expectation.expect(logProbabilities, logMass, g);
    return { counts: counts.slice(), groupMass: groupMass.map((mass) => mass.slice()), logLikelihood };
  });
  const input = { layout, population, posteriors, nodes, logProbabilities, logMass, countsOfGroup };
  const information = method === "observed" ? observedInformation(input) : crossProductInformation(input);
  return inversePositiveDefinite(information, layout.freeCount + population.freeNames.length);
}

function describeItem(
  layout: Layout,
  i: number,
  covariance: Float64Array | null,
  size: number,
): Omit<CalibratedItem, "item" | "model" | "scoreValues" | "isAnchored"> {
  const parameters = Array.from(stretch(layout, layout.values, i));
  const places = Array.from(stretchOfPlaces(layout, i));
  const own =
    covariance &&
    places.flatMap((place) =>
      places.map((other) => (place < 0 || other < 0 ? 0 : covariance[place * size + other])),
    );
  return { ...reportParameters(layout.items[i].model, parameters, own), parameters, covariance: own };
}

function stretchOfPlaces(layout: Layout, i: number): Int32Array {
  return layout.freePlace.subarray(layout.offsets[i], layout.offsets[i + 1]);
}

function describeGroups(
  population: NormalPopulation,
  first: number,
  covariance: Float64Array | null,
  size: number,
  counted: number[],
): Calibration["groups"] {
  const errorOf = (name: string) => {
    const place = population.freeNames.indexOf(name);
    if (place < 0 || !covariance) return null;
    return Math.sqrt(covariance[(first + place) * size + first + place]);
  };
  return population.groups.map(({ name, mean, variance }, g) => ({
    name,
    personCount: counted[g],
    mean,
    variance,
    meanStandardError: errorOf(`mean_${name}`),
    varianceStandardError: errorOf(`variance_${name}`),
  }));
}

/** Test takers with a positive weight and at least one response to a calibrated item, by group. */
function countPersons(data: ResponseData, recoding: Recoding): number[] {
  const counted = new Array<number>(data.groupNames.length).fill(0);
  for (let p = 0; p < data.personCount; p++) {
    const row = p * data.items.length;
    const hasResponse = recoding.items.some(({ column }) => data.scores[row + column] !== notPresented);
    if (hasResponse && data.weights[p] > 0) counted[data.groups[p]]++;
  }
  return counted;
}

function notesOn(calibration: Calibration, informationFailed: boolean): string[] {
  const notes: string[] = [];
  if (!calibration.converged) {
    notes.push(
      `The iteration stopped at its limit of ${calibration.cycles} cycles while a parameter still changed by ` +
        `${calibration.largestChange.toPrecision(2)} a cycle: the estimates are not final.`,
    );
  }
  if (informationFailed) {
    notes.push(
      "There are no standard errors: the information matrix is not positive definite, so the data do not determine every parameter.",
    );
  }
  for (const { item, slope, isAnchored } of calibration.items) {
    if (isAnchored) continue;
    if (Math.abs(slope) > slopeSuspicious) {
      notes.push(`Item ${item}: its slope of ${slope.toFixed(1)} means that the data hardly bound it.`);
    } else if (slope < 0) {
      notes.push(`Item ${item}: its slope is negative, so abler test takers score lower; check its key.`);
    }
  }
  const floor = varianceFloor(equallySpacedNodes(calibration.quadrature.count, calibration.quadrature.range));
  for (const { name, variance } of calibration.groups) {
    if (variance <= floor) {
      notes.push(
        `Group ${name}: its variance is at the floor of ${floor.toPrecision(2)} that the grid can tell; its test takers do not differ enough to tell.`,
      );
    }
  }
  return notes;
}
