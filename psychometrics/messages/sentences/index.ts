import { adaptiveSentences } from "./adaptive.js";
import { assemblySentences } from "./assembly.js";
import { calibrateSentences } from "./calibrate.js";
import { classicalSentences } from "./classical.js";
import { dataSentences } from "./data.js";
import { designsSentences } from "./designs.js";
import { difSentences } from "./dif.js";
import { equatingSentences } from "./equating.js";
import { fitSentences } from "./fit.js";
import { invarianceSentences } from "./invariance.js";
import { linkingSentences } from "./linking.js";
import { multidimensionalSentences } from "./multidimensional.js";
import { numericSentences } from "./numeric.js";
import { personsSentences } from "./persons.js";
import { populationModelSentences } from "./population-model.js";
import { routingSentences } from "./routing.js";
import { scaleSentences } from "./scale.js";
import { simulationSentences } from "./simulation.js";
import { surveySentences } from "./survey.js";

/** Every code of the library with its English sentence; what stands in {places} is given as values. */
export const sentences = {
  ...adaptiveSentences,
  ...assemblySentences,
  ...calibrateSentences,
  ...classicalSentences,
  ...dataSentences,
  ...designsSentences,
  ...difSentences,
  ...equatingSentences,
  ...fitSentences,
  ...invarianceSentences,
  ...linkingSentences,
  ...multidimensionalSentences,
  ...numericSentences,
  ...personsSentences,
  ...populationModelSentences,
  ...routingSentences,
  ...scaleSentences,
  ...simulationSentences,
  ...surveySentences,
};
