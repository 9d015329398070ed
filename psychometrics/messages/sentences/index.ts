import { calibrateSentences } from "./calibrate.js";
import { classicalSentences } from "./classical.js";
import { dataSentences } from "./data.js";
import { difSentences } from "./dif.js";
import { equatingSentences } from "./equating.js";
import { fitSentences } from "./fit.js";
import { invarianceSentences } from "./invariance.js";
import { linkingSentences } from "./linking.js";
import { multidimensionalSentences } from "./multidimensional.js";
import { numericSentences } from "./numeric.js";
import { personsSentences } from "./persons.js";
import { populationModelSentences } from "./population-model.js";
import { scaleSentences } from "./scale.js";
import { surveySentences } from "./survey.js";

/** Every code of the library with its English sentence; what stands in {places} is given as values. */
export const sentences = {
  ...calibrateSentences,
  ...classicalSentences,
  ...dataSentences,
  ...difSentences,
  ...equatingSentences,
  ...fitSentences,
  ...invarianceSentences,
  ...linkingSentences,
  ...multidimensionalSentences,
  ...numericSentences,
  ...personsSentences,
  ...populationModelSentences,
  ...scaleSentences,
  ...surveySentences,
};
