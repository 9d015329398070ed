/** The item bank: what items are, how they are checked, shown, scored and simulated. Pure; runs anywhere. */
export type * from "./types.js";
export type { AnyDeclaration, InteractionDeclaration, Variable } from "./interactions/declaration.js";
export type { ItemProblem } from "./problems.js";
export { declarationOf, declarations } from "./interactions/index.js";
export { isCompleteResponse, isEmptyResponse } from "./interactions/empty.js";
export { matchesNumber, readNumbers } from "./interactions/read-numbers.js";
export {
  type Library,
  type LibraryAsset,
  type LibraryFile,
  type LibraryProblem,
  readLibrary,
  readLibraryUnit,
} from "./library.js";
export { toPlayerItem, toPlayerUnit } from "./player-item.js";
export { scoreOfCode, scoreResponse } from "./scoring/score-item.js";
export { attainableScores, simulateResponse, type SimulatedResponse } from "./scoring/simulate-response.js";
export { svgProblem } from "./assets/safe-svg.js";
export { parseMarkup } from "./text/markup.js";
export { MarkupError, type MarkupProblem, type ToMathML } from "./text/markup-problem.js";
export { latexToMathML } from "./text/mathml.js";
export { formulaWords } from "./text/formula-words.js";
export { itemInWords, listLabel } from "./text/list-label.js";
export { normaliseRichText } from "./text/normalise.js";
export { plainInlines, plainLabel, plainText } from "./text/plain.js";
export { writeMarkup } from "./text/write-markup.js";
export { isUnscored, readBlock, readDesign, readItem, readUnit, type Reading } from "./validate.js";
export {
  classify,
  countDomains,
  frameworks,
  frameworksOf,
  termsOf,
  type Classification,
  type DomainCount,
  type Framework,
  type FrameworkTerm,
  type ItemTerm,
} from "./frameworks/index.js";
export { describePlace } from "./validation/place.js";
export { unfinishedWork } from "./validation/unfinished.js";
export { orderOptions, presentInteraction } from "./booklets/options.js";
export { assignBooklets } from "./booklets/assign.js";
export { checkDesign, type DesignCheck, type PairCount } from "./booklets/check-design.js";
export { fixedBooklet, rotateSevenBlocks } from "./booklets/rotation.js";
export { agreement, type Agreement, asScorePairs, type CodePair } from "./scoring/coding.js";
export { presentationStatuses, type PresentationStatus, type PresentedBlock } from "./scoring/missing.js";
export { renewItemFormulas, renewUnitFormulas } from "./text/renew.js";
