import { normalMass } from "../numeric/quadrature.js";
import type { Population } from "./population.js";

/** One group's normal distribution, and which of its two parameters are estimated. */
export interface NormalGroup {
  name: string;
  mean: number;
  variance: number;
  isMeanFree: boolean;
  isVarianceFree: boolean;
}

/** The least variance a grid can tell: with a standard deviation of half the distance between nodes. */
export function varianceFloor(nodes: Float64Array): number {
  return ((nodes[1] - nodes[0]) / 2) ** 2;
}

/** Above this the distribution is flat on any grid, and the data say nothing more about it. */
const varianceCeiling = 1e4;

const updateStepsMax = 50;

/** A population of normal groups, with their parameters in sight. */
export interface NormalPopulation extends Population {
  readonly groups: readonly Readonly<NormalGroup>[];
}

/**
 * Normal distributions of ability, one per group, each scaled to mass one on the grid.
 *
 * The update solves for the mean and variance at which the normal on this very grid has the moments of the posterior,
 * so that EM climbs the likelihood of the discretised model exactly, also where a narrow grid cuts the tails.
 */
export function normalPopulation(nodes: Float64Array, start: readonly NormalGroup[]): NormalPopulation {
  const groups = start.map((group) => ({ ...group }));
  const masses = groups.map(() => new Float64Array(nodes.length));
  const freeNames: string[] = [];
  const places = groups.map((group) => {
    const mean = group.isMeanFree ? freeNames.push(`mean_${group.name}`) - 1 : -1;
    const variance = group.isVarianceFree ? freeNames.push(`variance_${group.name}`) - 1 : -1;
    return { mean, variance };
  });
  const refresh = (g: number) => {
    normalMass(nodes, groups[g].mean, groups[g].variance, masses[g]);
  };
  groups.forEach((_, g) => refresh(g));

  return {
    groups,
    groupCount: groups.length,
    freeNames,
    mass: (group) => masses[group],

    update(posteriorMass) {
      groups.forEach((group, g) => {
        fitMoments(nodes, group, posteriorMass[g], masses[g]);
        refresh(g);
      });
    },

    freeParameters() {
      const values = new Float64Array(freeNames.length);
      groups.forEach((group, g) => {
        if (places[g].mean >= 0) values[places[g].mean] = group.mean;
        if (places[g].variance >= 0) values[places[g].variance] = Math.log(group.variance);
      });
      return values;
    },

    setFreeParameters(values) {
      groups.forEach((group, g) => {
        if (places[g].mean >= 0) group.mean = values[places[g].mean];
        if (places[g].variance >= 0) group.variance = bounded(Math.exp(values[places[g].variance]), nodes);
        refresh(g);
      });
    },

    logMassDerivatives(g) {
      const derivatives = [];
      const { mean, variance } = groups[g];
      if (places[g].mean >= 0) {
        const raw = nodes.map((node) => (node - mean) / variance);
        derivatives.push({ place: places[g].mean, atNodes: centred(raw, masses[g]) });
      }
      if (places[g].variance >= 0) {
        const raw = nodes.map((node) => (node - mean) ** 2 / (2 * variance ** 2));
        derivatives.push({ place: places[g].variance, atNodes: centred(raw, masses[g]) });
      }
      return derivatives;
    },

    addInformation(g, posteriorMass, information) {
      const size = freeNames.length;
      const total = sum(posteriorMass);
      const derivatives = this.logMassDerivatives(g);
      for (const a of derivatives) {
        for (const b of derivatives) {
          let covariance = 0;
          for (let q = 0; q < nodes.length; q++) covariance += masses[g][q] * a.atNodes[q] * b.atNodes[q];
          information[a.place * size + b.place] += total * covariance;
        }
      }
      // The exponent's own second derivatives: they average out at the maximum, but not before.
      const { mean, variance } = groups[g];
      const subtract = (a: number, b: number, bend: Float64Array) => {
        if (a < 0 || b < 0) return;
        const difference = centred(bend, masses[g]);
        let weighted = 0;
        for (let q = 0; q < nodes.length; q++) weighted += posteriorMass[q] * difference[q];
        information[a * size + b] -= weighted;
        if (a !== b) information[b * size + a] -= weighted;
      };
      subtract(
        places[g].mean,
        places[g].variance,
        nodes.map((node) => -(node - mean) / variance ** 2),
      );
      subtract(
        places[g].variance,
        places[g].variance,
        nodes.map((node) => -((node - mean) ** 2) / variance ** 3),
      );
    },
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let q = 0; q < values.length; q++) total += values[q];
  return total;
}

function centred(values: Float64Array, mass: Float64Array): Float64Array {
  let mean = 0;
  for (let q = 0; q < values.length; q++) mean += mass[q] * values[q];
  return values.map((value) => value - mean);
}

/**
 * The normal on the grid is an exponential family in (x - c) and (x - c) squared, c being the mean at the start:
 * its likelihood is concave in their coefficients alpha = (mean - c) / variance and beta = -1 / (2 variance),
 * and its maximum is where the family's moments are the posterior's. Newton's method gets there in a few steps.
 */
function fitMoments(
  nodes: Float64Array,
  group: NormalGroup,
  posterior: Float64Array,
  mass: Float64Array,
): void {
  if (!group.isMeanFree && !group.isVarianceFree) return;
  const total = sum(posterior);
  if (!(total > 0)) return;
  const centre = group.mean;
  let first = 0;
  let second = 0;
  for (let q = 0; q < nodes.length; q++) {
    const distance = nodes[q] - centre;
    first += (posterior[q] / total) * distance;
    second += (posterior[q] / total) * distance * distance;
  }
  if (group.isMeanFree) group.mean = centre + first;
  if (group.isVarianceFree)
    group.variance = bounded(group.isMeanFree ? second - first * first : second, nodes);

  for (let step = 0; step < updateStepsMax; step++) {
    normalMass(nodes, group.mean, group.variance, mass);
    const now = momentsAbout(nodes, mass, centre);
    const gapFirst = group.isMeanFree ? first - now[1] : 0;
    const gapSecond = group.isVarianceFree ? second - now[2] : 0;
    if (Math.abs(gapFirst) < 1e-12 && Math.abs(gapSecond) < 1e-12) return;
    const move = newtonMove(group, now, gapFirst, gapSecond);
    // At the floor all mass is at a node or two, and there is nothing left to solve.
    if (!Number.isFinite(move.alpha) || !Number.isFinite(move.beta)) return;
    const beta = -1 / (2 * group.variance) + move.beta;
    const variance = group.isVarianceFree
      ? bounded(beta < 0 ? -1 / (2 * beta) : Infinity, nodes)
      : group.variance;
    if (group.isMeanFree)
      group.mean = centre + ((group.mean - centre) / group.variance + move.alpha) * variance;
    group.variance = variance;
  }
}

function bounded(variance: number, nodes: Float64Array): number {
  return Math.min(varianceCeiling, Math.max(varianceFloor(nodes), variance));
}

/** E(t), E(t^2), E(t^3), E(t^4) at places 1 to 4, where t is the distance from the centre. */
function momentsAbout(nodes: Float64Array, mass: Float64Array, centre: number): number[] {
  const moments = [1, 0, 0, 0, 0];
  for (let q = 0; q < nodes.length; q++) {
    const t = nodes[q] - centre;
    moments[1] += mass[q] * t;
    moments[2] += mass[q] * t * t;
    moments[3] += mass[q] * t ** 3;
    moments[4] += mass[q] * t ** 4;
  }
  return moments;
}

function newtonMove(
  group: NormalGroup,
  moments: number[],
  gapFirst: number,
  gapSecond: number,
): { alpha: number; beta: number } {
  const alphaAlpha = moments[2] - moments[1] ** 2;
  const betaBeta = moments[4] - moments[2] ** 2;
  if (!group.isVarianceFree) return { alpha: gapFirst / alphaAlpha, beta: 0 };
  if (!group.isMeanFree) return { alpha: 0, beta: gapSecond / betaBeta };
  const alphaBeta = moments[3] - moments[1] * moments[2];
  const determinant = alphaAlpha * betaBeta - alphaBeta ** 2;
  return {
    alpha: (gapFirst * betaBeta - gapSecond * alphaBeta) / determinant,
    beta: (gapSecond * alphaAlpha - gapFirst * alphaBeta) / determinant,
  };
}
