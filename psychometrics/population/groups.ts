import type { GroupDistribution } from "./distribution.js";
import type { Population } from "./population.js";

/** A population of groups, each with a distribution of its own. */
export function groupPopulation(groups: readonly GroupDistribution[]): Population {
  const freeNames = groups.flatMap((group) => group.freeNames);
  const firstPlace = startsOf(groups.map((group) => group.freeNames.length));
  const firstState = startsOf(groups.map((group) => group.stateLength));
  const stateOf = (values: Float64Array, g: number) => values.subarray(firstState[g], firstState[g + 1]);

  return {
    groupCount: groups.length,
    freeNames,
    parameterCount: groups.reduce((sum, group) => sum + group.parameterCount, 0),
    mass: (g) => groups[g].mass,
    moments: (g) => groups[g].moments(),
    shape: (g) => groups[g].shape,

    update(posteriorMass) {
      groups.forEach((group, g) => group.update(posteriorMass[g]));
    },

    freeParameters() {
      const values = new Float64Array(firstState[groups.length]);
      groups.forEach((group, g) => group.freeParameters(stateOf(values, g)));
      return values;
    },

    setFreeParameters(values) {
      groups.forEach((group, g) => group.setFreeParameters(stateOf(values, g)));
    },

    atBound: (g) => groups[g].atBound(),
    canTurn: groups.every((group) => group.canTurn),

    turn() {
      for (const group of groups) group.turn();
    },

    logMassDerivatives: (g) =>
      groups[g].logMassDerivatives().map((atNodes, n) => ({ place: firstPlace[g] + n, atNodes })),

    addInformation(g, posteriorMass, information) {
      const own = groups[g].freeNames.length;
      groups[g].information(posteriorMass).forEach((value, n) => {
        const row = firstPlace[g] + Math.floor(n / own);
        information[row * freeNames.length + firstPlace[g] + (n % own)] += value;
      });
    },
  };
}

function startsOf(lengths: readonly number[]): number[] {
  const starts = [0];
  for (const length of lengths) starts.push(starts[starts.length - 1] + length);
  return starts;
}
