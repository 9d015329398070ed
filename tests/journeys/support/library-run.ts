import {
  calibrate,
  calibrateMultidimensional,
  itemFit,
  latentRegression,
  plausibleValues,
  scorePersons,
} from "../../../psychometrics/index.js";
import { simulatedPopulation } from "../../support/simulated-population.js";

/**
 * A small study from a seed, from its responses to its plausible values: numbers of every part of the library, in a list.
 */
export function libraryRun(): (number | null)[] {
  const { data, dimensions, design, ids } = simulatedPopulation({
    seed: "any engine",
    personCount: 400,
    itemsPerDimension: 8,
    coefficients: [
      [0, 0.4, 0.3],
      [0.2, -0.2, 0.5],
    ],
    factor: [[0.9], [0.4, 0.8]],
    presented: 0.8,
  });
  const single = calibrate(data, { model: "2pl" });
  const dual = calibrateMultidimensional(data, {
    model: "2pl",
    dimensions: [0, 1].map((d) => ({ name: `d${d}`, items: data.items.slice(8 * d, 8 * d + 8) })),
    quadrature: 15,
  });
  const regression = latentRegression(dimensions, data, design);
  return [
    ...[single, dual.calibration].flatMap(({ logLikelihood, items }) => [
      logLikelihood,
      ...items.flatMap(({ parameters, covariance }) => [...parameters, ...(covariance ?? [])]),
    ]),
    ...scorePersons(single, data, ["wle"]).map(({ estimates }) => estimates.wle?.theta ?? null),
    ...itemFit(single, data).flatMap(({ infit, sx2 }) => [infit, sx2]),
    ...plausibleValues(regression, { ids, seed: 2026, count: 3 }),
  ];
}
