/**
 * What others may use: data in, calibration, abilities, fit, classical statistics, DIF, linking, equating, curves and simulation.
 * `docs/notation.md` has the symbols and parameterisations.
 */
export { notPresented, responseData, responseDataOf, scoreMax } from "./data.js";
export type { ResponseData, ResponseDataSource } from "./data.js";

export { fillSentence, message, Refusal, sentences } from "./messages/index.js";
export type {
  Message,
  MessageCode,
  MessageOf,
  MessageValue,
  MessageValues,
  ValuesOf,
} from "./messages/index.js";

export { slopeMax } from "./calibrate/bounds.js";
export { groupEdge } from "./calibrate/describe.js";
export { calibrate } from "./calibrate/calibrate.js";
export { CalibrationCancelled } from "./calibrate/em.js";
export type { CycleProgress } from "./calibrate/em.js";
export type {
  Anchor,
  CalibratedGroup,
  CalibratedItem,
  Calibration,
  CalibrationOptions,
  EqualParameters,
  ExcludedItem,
  GroupOptions,
  JointCovariance,
  LeftOutItem,
  ParameterPrior,
  ParameterValue,
  UniqueParameters,
} from "./calibrate/calibration.js";
export type { InformationMethod } from "./calibrate/standard-errors.js";
export type { Prior } from "./calibrate/priors.js";
export { defaultLowerAsymptotePrior } from "./calibrate/setup.js";
export { isModelName, modelNames, namedModel } from "./models/index.js";
export type { CategoryForm, CategorySums, ItemModel, ModelName, NamedModel } from "./models/index.js";
export { isOfGroup, partName } from "./calibrate/item-parts.js";
export { interceptsOf, logisticSlope, parametersOf, reportParameters } from "./parameters.js";
export type { GivenItem, ReportedParameters } from "./parameters.js";

export { estimators, scorePersons } from "./persons/score-persons.js";
export type { Estimator, PersonScore } from "./persons/score-persons.js";
export type { PointEstimate } from "./persons/point-estimates.js";
export {
  eapReliability,
  empiricalReliability,
  marginalReliability,
  wleReliability,
} from "./persons/reliability.js";
export { scoreTable } from "./persons/score-table.js";
export type { ScoreTableRow } from "./persons/score-table.js";

export { adjustedP } from "./fit/adjusted-p.js";
export { itemFit } from "./fit/item-fit.js";
export type { ItemFit } from "./fit/item-fit.js";
export { curveDeviations } from "./fit/curve-deviations.js";
export type { CurveDeviation, ItemDeviation } from "./fit/curve-deviations.js";
export { groupedFit } from "./fit/grouped-fit.js";
export type { GroupedFit, GroupedFitOptions } from "./fit/grouped-fit.js";
export type { AbilityCut } from "./fit/ability-groups.js";
export { plausibleQ1 } from "./fit/plausible-q1.js";
export type { PlausibleQ1, PlausibleQ1Options } from "./fit/plausible-q1.js";
export { informationCriteria } from "./fit/information-criteria.js";
export type { InformationCriteria } from "./fit/information-criteria.js";
export { modelFit } from "./fit/limited-information.js";
export type { ComparedBooklet, ModelFit } from "./fit/margin-fit.js";
export type { MarginKind } from "./fit/moments.js";
export { localDependence } from "./fit/local-dependence.js";
export type { LocalDependence } from "./fit/local-dependence.js";
export { plugInFit } from "./fit/plug-in-fit.js";
export type { PlugInFit } from "./fit/plug-in-fit.js";
export { q3 } from "./fit/q3.js";
export type { Q3 } from "./fit/q3.js";
export type { ResidualAt } from "./fit/residuals.js";

export { itemGroupDeviations } from "./invariance/deviations.js";
export type { ItemGroupDeviation } from "./invariance/deviations.js";
export { partialInvariance } from "./invariance/partial-invariance.js";
export { rmsdThresholds } from "./invariance/result.js";
export type {
  InvarianceCount,
  InvarianceOptions,
  InvarianceResult,
  InvarianceRound,
  InvarianceStep,
} from "./invariance/result.js";
export type { Partition } from "./invariance/partition.js";

export { classicalAnalysis } from "./classical/item-analysis.js";
export type { ClassicalAnalysis, ClassicalItem } from "./classical/item-analysis.js";
export type { ClassicalCases } from "./classical/cases.js";
export { conditionalErrors } from "./classical/conditional-sem.js";
export type { ConditionalError } from "./classical/conditional-sem.js";
export { reliabilityAnalysis } from "./classical/reliability-analysis.js";
export type { ReliabilityAnalysis } from "./classical/reliability-analysis.js";
export { distractorAnalysis } from "./classical/distractors.js";
export type { Distractor } from "./classical/distractors.js";

export { itemCurve, testInformation, thetaRange } from "./curves/curves.js";
export type { ItemCurve, TestInformation } from "./curves/curves.js";
export { empiricalPoints } from "./curves/empirical-points.js";
export type { EmpiricalPoint } from "./curves/empirical-points.js";
export { wrightMap } from "./curves/wright-map.js";
export type { WrightMap } from "./curves/wright-map.js";

export { link } from "./linking/link.js";
export type { Linking, LinkOptions } from "./linking/link.js";
export type { RobustRule, RobustSteps } from "./linking/drop-unstable.js";
export { linkMethods } from "./linking/constants.js";
export type { LinkMethod } from "./linking/constants.js";
export type { LinkConstants } from "./linking/moments.js";
export type { CurveWeights } from "./linking/weights.js";
export type { LinkedItem } from "./linking/compare-items.js";
export { formItem } from "./linking/form.js";
export type { CalibratedForm, FormItem } from "./linking/form.js";
export {
  transformCalibration,
  transformFormItem,
  transformItem,
  transformPersons,
} from "./linking/transform.js";
export {
  jackknifeLink,
  linkErrorAboveCut,
  linkErrorAt,
  linkErrorOfDifferences,
  robustLinkError,
  trend,
} from "./linking/link-error.js";
export type { EstimateWithError, JackknifedLink, Trend } from "./linking/link-error.js";
export { robustShift } from "./linking/robust-shift.js";
export type { RobustShift } from "./linking/robust-shift.js";

export {
  scoreDistribution,
  scoreDistributionOfCounts,
  scoreMoments,
  sumScoreDistributionOf,
} from "./equating/score-distribution.js";
export type { ScoreDistribution, ScoreMoments } from "./equating/score-distribution.js";
export { presmooth } from "./equating/presmooth.js";
export type { SmoothedDistribution } from "./equating/presmooth.js";
export { chooseSmoothing } from "./equating/choose-smoothing.js";
export type { ChosenSmoothing } from "./equating/choose-smoothing.js";
export { equateEquipercentile } from "./equating/equipercentile.js";
export type { EquatedScore } from "./equating/equipercentile.js";
export { equateByAnchor } from "./equating/nonequivalent-groups.js";
export type { AnchoredEquatingOptions, AnchoredScores } from "./equating/nonequivalent-groups.js";
export { irtEquatingMethods, scoreEquatingMethods } from "./equating/methods.js";
export type { IrtEquatingMethod, ScoreEquatingMethod } from "./equating/methods.js";
export { linkedForms } from "./equating/irt-equating.js";
export type { IrtForm, LinkedForms } from "./equating/irt-equating.js";
export { equateTrueScores } from "./equating/true-score.js";
export type { TrueScore } from "./equating/true-score.js";
export { equateObservedScores } from "./equating/observed-score.js";
export type { SyntheticPopulation } from "./equating/observed-score.js";

export { checkDif } from "./dif/check-dif.js";
export type { DifMethods } from "./dif/check-dif.js";
export { contingencyDif } from "./dif/contingency.js";
export type { DifOptions } from "./dif/compare-groups.js";
export type { ContingencyDif, ContingencyDifTable } from "./dif/contingency.js";
export type { EtsClass, MantelHaenszel } from "./dif/mantel-haenszel.js";
export type { MatchOn } from "./dif/matching.js";
export { likelihoodRatioDif } from "./dif/likelihood-ratio.js";
export type {
  LikelihoodRatioDif,
  LikelihoodRatioDifTable,
  LikelihoodRatioTest,
} from "./dif/likelihood-ratio.js";
export { crossingSibtest } from "./dif/crossing-sibtest.js";
export type { CrossingSibtest, CrossingTest } from "./dif/crossing-sibtest.js";
export type { RestScoreRow, RestScoreTable, SibtestOptions } from "./dif/over-rest-scores.js";
export type { DifferencePart } from "./dif/rest-scores.js";
export { sibtest, sibtestClass } from "./dif/sibtest.js";
export type { Sibtest } from "./dif/sibtest.js";
export { logisticDif } from "./dif/logistic.js";
export type { LogisticDif, LogisticDifTable, RegressionTest } from "./dif/logistic.js";

export { scoreProbabilities, simulateAbilities, simulateResponses } from "./simulation/simulate-responses.js";
export type { SimulatedItem } from "./simulation/simulate-responses.js";
export { simulateStudy } from "./simulation/simulate-study.js";
export type { SimulatedStudy, SimulatedTestTaker } from "./simulation/simulate-study.js";
export { simulateItems } from "./simulation/simulate-items.js";
export type { ItemSet } from "./simulation/simulate-items.js";
export type {
  ItemDifference,
  SchoolSample,
  SchoolStratum,
  StudyBooklet,
  StudyGroup,
  StudyItem,
  StudyPlan,
  StudyRegressor,
} from "./simulation/study-plan.js";
export type { Uniform } from "./numeric/random.js";

// For those who bring threads; see `Crew`.
export { workOn } from "./likelihood/crew.js";
export type { Crew, Engagement, SharedSums, SumsWork } from "./likelihood/crew.js";
export type { SumsData, SumsStep } from "./likelihood/part-sums.js";
export type { ScoreSumsData } from "./likelihood/score-sums.js";
export type { JointSumsData, LaidCases } from "./likelihood/joint-sums.js";

export { latentRegression } from "./population-model/latent-regression.js";
export type { LatentRegression, LatentRegressionOptions } from "./population-model/latent-regression.js";
export type { RegressionCoefficient, RegressionSummary } from "./population-model/regression-summary.js";
export type { DesignMatrix } from "./population-model/design-matrix.js";
export type { FixedDimension } from "./population-model/person-posteriors.js";
export type { PosteriorMethod } from "./population-model/posterior-method.js";
export { fixedItemsFrom, fixedItemsOf } from "./population-model/fixed-item.js";
export type { FixedItem } from "./population-model/fixed-item.js";
export { plausibleValues } from "./population-model/plausible-values.js";
export type { PlausibleValueOptions } from "./population-model/plausible-values.js";
export { contrastMatrix } from "./population-model/contrasts.js";
export type {
  BackgroundVariable,
  Contrast,
  ContrastMatrix,
  ContrastOptions,
} from "./population-model/contrasts.js";
export { principalComponents } from "./population-model/principal-components.js";
export type { PrincipalComponents } from "./population-model/principal-components.js";
export { populationModel } from "./population-model/population-model.js";
export type { PopulationModel, PopulationModelInput } from "./population-model/population-model.js";

export { calibrateMultidimensional } from "./multidimensional/calibrate-multidimensional.js";
export { fixedDimensionsOf } from "./multidimensional/fixed-dimensions.js";
export type { LaidNodes } from "./likelihood/laid-nodes.js";
export { itemFitMultidimensional } from "./multidimensional/item-fit.js";
export type { MultidimensionalItemFit } from "./multidimensional/item-fit.js";
export { dimensionsAlone } from "./multidimensional/dimensions-alone.js";
export { localDependenceMultidimensional } from "./multidimensional/local-dependence.js";
export type { DimensionalDependence } from "./multidimensional/local-dependence.js";
export { modelFitMultidimensional } from "./multidimensional/model-fit.js";
export { q3Multidimensional } from "./multidimensional/q3.js";
export { scorePersonsMultidimensional } from "./multidimensional/score-persons.js";
export type {
  AbilityCoefficient,
  CalibratedDimension,
  DimensionalGroup,
  HeldCovariance,
  MeasuredDimension,
  MultidimensionalCalibration,
  MultidimensionalItem,
  MultidimensionalOptions,
  MultidimensionalQuadrature,
  MultidimensionalResult,
} from "./multidimensional/options.js";

export { replication, replicationMethods } from "./survey/replication.js";
export type { Replication, ReplicationMethod } from "./survey/replication.js";
export {
  bootstrapReplication,
  fayReplication,
  jk1Replication,
  jk2Replication,
  zonesWithOneHalf,
} from "./survey/make-replicates.js";
export { combine, linearCombination } from "./survey/combine.js";
export type { ReplicatedValue, SamplingVarianceRule, SurveyEstimate } from "./survey/combine.js";
export { joinSpans, weightSpan } from "./survey/weight-span.js";
export type { WeightSpan } from "./survey/weight-span.js";
export { estimate, replicated } from "./survey/estimate.js";
export type { EstimateOptions, SurveyData } from "./survey/estimate.js";
export { combineGroup, groupSummaries, replicatedGroups } from "./survey/group-summaries.js";
export type { GroupSummary, ReplicatedGroup } from "./survey/group-summaries.js";
export {
  correlation,
  levelOf,
  levelShares,
  meanAndSd,
  percentiles,
  regression,
} from "./survey/statistics.js";
export type { Statistic } from "./survey/statistics.js";
export {
  compositeOf,
  differenceBetween,
  differenceFromComposite,
  differenceWithin,
} from "./survey/compare.js";
export type { ComparedEstimate, Difference } from "./survey/compare.js";
export { pisaSuppression, ruleOf62, suppressionReason } from "./survey/suppression.js";
export type { SuppressionRule } from "./survey/suppression.js";

export { pooledMoments, scaleConstants, toScale } from "./scale/transformation.js";
export type { ScaleConstants } from "./scale/transformation.js";
export { senateWeights } from "./scale/senate-weights.js";
export { isConcentrated, weightSpread } from "./scale/effective-size.js";
export type { WeightSpread } from "./scale/effective-size.js";
export { responseProbabilityLocation } from "./scale/response-probability.js";

export { connectedParts, requireConnected } from "./designs/connectedness.js";
export type { ConnectedPart } from "./designs/connectedness.js";

export { requireCutsInRange, routingCuts } from "./routing/cut-scores.js";
export type { CurveCuts, RoutingCuts } from "./routing/cut-scores.js";
export { drawsEasy, pisaEasyProbabilities, routingLevel } from "./routing/route.js";
export type { EasyProbabilities, RoutingLevel } from "./routing/route.js";
export {
  multistagePaths,
  nextTestlet,
  requireMultistageDesign,
  testletScoreMaxima,
} from "./routing/multistage-design.js";
export type { MultistageDesign, Route, RoutingStep } from "./routing/multistage-design.js";
export { informationCuts } from "./routing/information-cuts.js";
export type { InformationCuts } from "./routing/information-cuts.js";
export { proportionCuts } from "./routing/proportion-cuts.js";
export type { ProportionCuts } from "./routing/proportion-cuts.js";
export { planCuts } from "./routing/plan-cuts.js";
export type { CutRule, MultistagePlan, PlannedStep, StepCuts } from "./routing/plan-cuts.js";
export { levelProbabilities, routeProbabilities } from "./routing/route-probabilities.js";
export type { LevelProbability, RouteProbability } from "./routing/route-probabilities.js";
export type { TestletItems } from "./routing/arrival.js";
export { simulateMultistage } from "./routing/simulate-multistage.js";
export type { SimulatedMultistage, TestletItem } from "./routing/simulate-multistage.js";

export { adaptiveTest, nextItem } from "./adaptive/adaptive-test.js";
export type { AdaptiveOptions, AdaptiveState, AdaptiveStep, AdaptiveTest } from "./adaptive/adaptive-test.js";
export type { AdaptiveEstimator, CurrentAbility, GivenResponse } from "./adaptive/ability.js";
export type { ContentShares } from "./adaptive/content.js";
export type { ExposureControl } from "./adaptive/exposure.js";
export type { ItemPool, PoolItem } from "./adaptive/pool.js";
export type { Selection } from "./adaptive/select.js";
export type { StoppingRules, StopReason } from "./adaptive/stop.js";
export { simulateAdaptiveTest } from "./adaptive/simulate-adaptive.js";
export type { SimulatedAdaptiveTest } from "./adaptive/simulate-adaptive.js";
export { exposureRates, exposureRounds, sympsonHetter } from "./adaptive/sympson-hetter.js";
export type { SympsonHetter } from "./adaptive/sympson-hetter.js";

export { assembleForms } from "./assembly/assemble.js";
export type { AssembledForm, AssembledForms, AssemblyOptions, NoForms } from "./assembly/assemble.js";
export { measures } from "./assembly/blueprint.js";
export type {
  AssemblyItem,
  AssemblyPool,
  AssemblyTarget,
  Blueprint,
  ByForm,
  EnemySet,
  ForcedItems,
  Limits,
  Measure,
  OverlapLimits,
  Requirement,
  Stimulus,
} from "./assembly/blueprint.js";
export { checkForms } from "./assembly/check.js";
export type { DemandCheck } from "./assembly/check.js";
export { demandKinds } from "./assembly/demands.js";
export type { Demand, DemandKind } from "./assembly/demands.js";
export type { Infeasibility, Shortage } from "./assembly/explain.js";
export type {
  MixedIntegerProgramme,
  MixedIntegerSolver,
  SolverLimits,
  SolverProgress,
  SolverResult,
} from "./assembly/mixed-integer.js";

// Types that the ones above are made of.
export { adaptiveEstimators } from "./adaptive/ability.js";
export type { PooledItem } from "./adaptive/pool.js";
export type { ConfidenceInterval } from "./classical/alpha-interval.js";
export type { SplitHalf } from "./classical/split-half.js";
export type { CurveItem } from "./curves/curves.js";
export type { EffectClass } from "./dif/logistic.js";
export type { ChiSquareTest } from "./dif/mantel-haenszel.js";
export type { CumulativeOddsRatio } from "./dif/ordinal.js";
export type { NormalAbility } from "./equating/observed-score.js";
export type { InvarianceAction } from "./invariance/partition.js";
export type { Chunk, Level } from "./likelihood/chunks.js";
export type { CurveMethod } from "./linking/characteristic-curves.js";
export type { PreparedItem } from "./linking/form.js";
export type { MomentMethod } from "./linking/moments.js";
export type { FormGradient } from "./linking/sensitivity.js";
export type { NormalPrior } from "./persons/point-estimates.js";
export type { ScaledDesignMatrix } from "./population-model/design-matrix.js";
export type { DroppedContrast } from "./population-model/distinct-contrasts.js";
export type { ComponentOptions, ComponentSource } from "./population-model/principal-components.js";
export type { RegressionInformation } from "./population-model/regression-information.js";
export { curveMethods } from "./linking/characteristic-curves.js";
export { momentMethods } from "./linking/moments.js";
export type { ParameterisedItem } from "./likelihood/tables.js";
export type { DroppedColumn } from "./population-model/design-matrix.js";
