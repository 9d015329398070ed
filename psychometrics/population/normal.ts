import { normalMass } from "../numeric/quadrature.js";
import { bounded, fitMoments, type NormalGroup } from "./fit-normal.js";
import type { Population } from "./population.js";

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
      const total = posteriorMass.reduce((sum, value) => sum + value, 0);
      const derivatives = this.logMassDerivatives(g);
      for (const a of derivatives) {
        for (const b of derivatives) {
          let covariance = 0;
          for (let q = 0; q < nodes.length; q++) covariance += masses[g][q] * a.atNodes[q] * b.atNodes[q];
          information[a.place * size + b.place] += total * covariance;
        }
      }
      subtractBend(nodes, groups[g], places[g], masses[g], posteriorMass, information, size);
    },
  };
}

/** The exponent's own second derivatives: they average out at the maximum, but not before. */
function subtractBend(
  nodes: Float64Array,
  { mean, variance }: NormalGroup,
  place: { mean: number; variance: number },
  mass: Float64Array,
  posteriorMass: Float64Array,
  information: Float64Array,
  size: number,
): void {
  const subtract = (a: number, b: number, bend: Float64Array) => {
    if (a < 0 || b < 0) return;
    const difference = centred(bend, mass);
    let weighted = 0;
    for (let q = 0; q < nodes.length; q++) weighted += posteriorMass[q] * difference[q];
    information[a * size + b] -= weighted;
    if (a !== b) information[b * size + a] -= weighted;
  };
  const mixed = nodes.map((node) => -(node - mean) / variance ** 2);
  const own = nodes.map((node) => -((node - mean) ** 2) / variance ** 3);
  subtract(place.mean, place.variance, mixed);
  subtract(place.variance, place.variance, own);
}

function centred(values: Float64Array, mass: Float64Array): Float64Array {
  let mean = 0;
  for (let q = 0; q < values.length; q++) mean += mass[q] * values[q];
  return values.map((value) => value - mean);
}
