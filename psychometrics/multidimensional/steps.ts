import type { EmSteps } from "../calibrate/em.js";
import { logPriorOf } from "../calibrate/estimation.js";
import { readFree, stretch, writeFree } from "../calibrate/layout.js";
import { ItemMaximization } from "../calibrate/m-step.js";
import { countsFromScores, startFromCounts } from "../calibrate/score-start.js";
import type { Crew } from "../likelihood/crew.js";
import { fillProbabilities, logInPlace } from "../likelihood/tables.js";
import type { AbilityGroups } from "./ability-groups.js";
import { MultidimensionalExpectation } from "./expectation.js";
import type { MultidimensionalEstimation } from "./setup.js";

/** The two halves of EM in several dimensions: items move on expected counts of their own dimension, abilities on moments. */
export class MultidimensionalSteps implements EmSteps {
  readonly expectation: MultidimensionalExpectation;
  /** Expected counts of the last E-step, item x category rows at the nodes. */
  readonly counts: Float64Array;
  readonly logProbabilities: Float64Array;
  readonly estimation: MultidimensionalEstimation;
  private readonly items: ItemMaximization;

  /**
   * @param startsFromScores false where the caller gave values to start from.
   * @param crew threads to help.
   */
  constructor(estimation: MultidimensionalEstimation, startsFromScores: boolean, crew?: Crew) {
    const { layout, nodes, laid, rows, dimensions, cases, firstRows } = estimation;
    this.estimation = estimation;
    this.expectation = new MultidimensionalExpectation(dimensions, cases, nodes, firstRows, laid, crew);
    this.items = new ItemMaximization(layout, nodes, rows);
    this.counts = new Float64Array(rows[rows.length - 1] * nodes.length);
    this.logProbabilities = new Float64Array(this.counts.length);
    if (startsFromScores) this.startFromScores();
  }

  /** The abilities' distributions as they stand. */
  get abilities(): AbilityGroups {
    return this.estimation.abilities;
  }

  /** The log-probabilities of all items at the present parameters. */
  fillTable(): void {
    const { layout, nodes } = this.estimation;
    const current = layout.items.map((item, i) => ({
      ...item,
      parameters: stretch(layout, layout.values, i),
    }));
    fillProbabilities(current, nodes, this.logProbabilities);
    logInPlace(this.logProbabilities);
  }

  /** Lay nodes about the posteriors at the present parameters, where nodes are laid. */
  lay(): void {
    this.fillTable();
    this.expectation.lay(this.logProbabilities, this.abilities);
  }

  expect(): number {
    this.fillTable();
    const logLikelihood = this.expectation.expect(this.logProbabilities, this.abilities, this.counts);
    return logLikelihood + logPriorOf(this.estimation.layout);
  }

  /** Expected counts and moments of one group's test takers alone, or of all, at the items' parameters of the last E-step. */
  expectGroup(g?: number): void {
    this.expectation.expect(this.logProbabilities, this.abilities, this.counts, { onlyGroup: g });
  }

  maximize(): void {
    this.items.maximize(this.counts);
    this.abilities.maximize(this.expectation.moments);
  }

  parameters(): Float64Array {
    return Float64Array.from([...readFree(this.estimation.layout), ...this.abilities.parameters()]);
  }

  setParameters(values: Float64Array): void {
    const { layout } = this.estimation;
    writeFree(layout, values.subarray(0, layout.freeCount));
    this.abilities.setParameters(values.subarray(layout.freeCount));
  }

  /** Each dimension's items start from the scores on them; a dimension whose scores say nothing leaves all as they are. */
  private startFromScores(): void {
    const { layout, nodes, dimensions, firstRows } = this.estimation;
    const counts = new Float64Array(this.counts.length);
    for (const [d, { patterns }] of dimensions.entries()) {
      const own = countsFromScores(patterns, nodes);
      if (!own) return;
      counts.set(own, firstRows[d] * nodes.length);
    }
    startFromCounts(counts, layout, this.items);
  }
}
