import { normalMass } from "../numeric/quadrature.js";
import type { GroupDistribution } from "./distribution.js";
import {
  bounded,
  fitMoments,
  meanMax,
  varianceFloor,
  varianceMax,
  withinGrid,
  type NormalGroup,
} from "./fit-normal.js";

/**
 * A normal distribution of ability, scaled to mass one on the grid.
 *
 * The update solves for the mean and variance at which the normal on this very grid has the moments of the posterior,
 * so that EM climbs the likelihood of the discretised model exactly, also where a narrow grid cuts the tails.
 */
export function normalDistribution(nodes: Float64Array, start: NormalGroup): GroupDistribution {
  const group = { ...start };
  const mass = new Float64Array(nodes.length);
  const freeNames: string[] = [];
  if (group.isMeanFree) freeNames.push(`mean_${group.name}`);
  if (group.isVarianceFree) freeNames.push(`variance_${group.name}`);
  const refresh = () => normalMass(nodes, group.mean, group.variance, mass);
  refresh();

  return {
    name: group.name,
    shape: "normal",
    freeNames,
    parameterCount: freeNames.length,
    stateLength: freeNames.length,
    mass,
    moments: () => ({ mean: group.mean, variance: group.variance }),

    update(posteriorMass) {
      fitMoments(nodes, group, posteriorMass, mass);
      refresh();
    },

    freeParameters(out) {
      let next = 0;
      if (group.isMeanFree) out[next++] = group.mean;
      if (group.isVarianceFree) out[next] = Math.log(group.variance);
    },

    setFreeParameters(values) {
      let next = 0;
      if (group.isMeanFree) group.mean = withinGrid(values[next++], nodes);
      if (group.isVarianceFree) group.variance = bounded(Math.exp(values[next]), nodes);
      refresh();
    },

    atBound() {
      const isMeanOut = group.isMeanFree && Math.abs(group.mean) >= meanMax(nodes);
      const { variance } = group;
      const isVarianceOut =
        group.isVarianceFree && (variance >= varianceMax(nodes) || variance <= varianceFloor(nodes));
      return [
        ...(isMeanOut ? [`mean_${group.name}`] : []),
        ...(isVarianceOut ? [`variance_${group.name}`] : []),
      ];
    },

    canTurn: group.isMeanFree || group.mean === 0,

    turn() {
      group.mean = -group.mean;
      refresh();
    },

    logMassDerivatives() {
      const { mean, variance } = group;
      const derivatives: Float64Array[] = [];
      if (group.isMeanFree)
        derivatives.push(
          centred(
            nodes.map((node) => (node - mean) / variance),
            mass,
          ),
        );
      if (group.isVarianceFree)
        derivatives.push(
          centred(
            nodes.map((node) => (node - mean) ** 2 / (2 * variance ** 2)),
            mass,
          ),
        );
      return derivatives;
    },

    information(posteriorMass) {
      const size = freeNames.length;
      const total = posteriorMass.reduce((sum, value) => sum + value, 0);
      const derivatives = this.logMassDerivatives();
      const information = new Float64Array(size * size);
      derivatives.forEach((a, row) => {
        derivatives.forEach((b, column) => {
          let covariance = 0;
          for (let q = 0; q < nodes.length; q++) covariance += mass[q] * a[q] * b[q];
          information[row * size + column] += total * covariance;
        });
      });
      subtractBend(nodes, group, mass, posteriorMass, information, size);
      return information;
    },
  };
}

/** The exponent's own second derivatives: they average out at the maximum, but not before. */
function subtractBend(
  nodes: Float64Array,
  { mean, variance, isMeanFree, isVarianceFree }: NormalGroup,
  mass: Float64Array,
  posteriorMass: Float64Array,
  information: Float64Array,
  size: number,
): void {
  if (!isVarianceFree) return;
  const place = size - 1;
  const weighted = (bend: Float64Array) => {
    const difference = centred(bend, mass);
    let sum = 0;
    for (let q = 0; q < nodes.length; q++) sum += posteriorMass[q] * difference[q];
    return sum;
  };
  if (isMeanFree) {
    const mixed = weighted(nodes.map((node) => -(node - mean) / variance ** 2));
    information[place] -= mixed;
    information[place * size] -= mixed;
  }
  information[place * size + place] -= weighted(nodes.map((node) => -((node - mean) ** 2) / variance ** 3));
}

function centred(values: Float64Array, mass: Float64Array): Float64Array {
  let mean = 0;
  for (let q = 0; q < values.length; q++) mean += mass[q] * values[q];
  return values.map((value) => value - mean);
}
