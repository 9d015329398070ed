import { calibrate } from "../calibrate/calibrate.js";
import type { Calibration, CalibrationOptions } from "../calibrate/calibration.js";
import { nameFit } from "../calibrate/name-fit.js";
import { notPresented, type ResponseData } from "../data.js";
import { itemGroupDeviations, type ItemGroupDeviation } from "./deviations.js";
import {
  calibrationOptionsOf,
  freeWorst,
  tiedItemCount,
  type Deviation,
  type Partition,
} from "./partition.js";
import {
  rmsdThresholds,
  type InvarianceCount,
  type InvarianceOptions,
  type InvarianceResult,
  type InvarianceRound,
  type InvarianceStep,
} from "./result.js";
import { message } from "../messages/message.js";
import { Refusal } from "../messages/refusal.js";

type Rule = Required<Omit<InvarianceOptions, "onRound">>;

/** An item in a group with a deviation that is a number. */
type Cell = ItemGroupDeviation & { rmsd: number; md: number };

/** On the way the parameters need no more digits than the RMSD has. */
const toleranceOnTheWay = 1e-4;

/**
 * Partial invariance, as PISA has it since 2015, as one call with its record: calibrate with all items common to all
 * groups; find the item and group with the largest RMSD; give it parameters of its own there, one set for all groups
 * that deviate the same way; calibrate again from the present estimates; until no RMSD is above the threshold.
 *
 * Two groups deviate the same way where their MDs have the same sign and differ by no more than the threshold. Where an
 * item with parameters of its own in one group alone is still above it, the item is left out in that group.
 *
 * @param options of every calibration; `unique` and `leftOut` are where it begins.
 * @throws {RangeError} as `calibrate`, where there is one group, where `options.unique` names single parameters or `options.fixed` holds one in some
 * groups alone, where an anchor is for some groups alone, and for options out of range.
 *
 * OECD (2017). PISA 2015 technical report, chapter 9.
 * Joo, S., Khorramdel, L., Yamamoto, K., Shin, H. J., & Robin, F. (2021). Evaluating item fit statistic thresholds in
 * PISA: Analysis of cross-country comparability of cognitive items. Educational Measurement: Issues and Practice, 40(2),
 * 37-48.
 */
export function partialInvariance(
  data: ResponseData,
  options: CalibrationOptions,
  how: InvarianceOptions = {},
): InvarianceResult {
  const rule = ruleOf(data, how);
  let partitions = startingPartitions(data, options);
  const rounds: InvarianceRound[] = [];
  const steps: InvarianceStep[] = [];
  let present: Calibration | undefined = options.startFrom;
  const look = (isLast: boolean) => {
    const count = partitions.filter(({ unique, dropped }) => unique.length + dropped.length > 0).length;
    const fit = { number: rounds.length + 1, count };
    // Where single parameters start is of the first calibration; the others begin where the one before ended.
    const { start, ...others } = options;
    const own = present === options.startFrom ? { ...others, start } : others;
    const named = nameFit(own, isLast ? message("fit-round-to-end", fit) : message("fit-round", fit));
    const calibration = refit(data, named, partitions, present, isLast);
    present = calibration;
    const deviations = itemGroupDeviations(calibration, data);
    const above = cellsAbove(deviations, rule);
    const freed = freeRound(partitions, deviations, above, rule, rounds.length + 1, steps);
    return { calibration, deviations, above, freed };
  };
  for (;;) {
    let now = look(false);
    const isLimit = rounds.length + 1 >= rule.roundsMax;
    if (isLimit || now.freed.changeCount === 0) now = look(true);
    rounds.push(describeRound(rounds.length + 1, now.calibration, now.deviations, now.above));
    how.onRound?.(rounds[rounds.length - 1]);
    if (isLimit || now.freed.changeCount === 0) {
      const { calibration, deviations, above, freed } = now;
      steps.push(...freed.steps.filter(({ action }) => action === "kept"));
      const counts = countOutcomes(calibration, deviations, partitions, rule.threshold);
      const ended =
        above.length === 0
          ? "none above the threshold"
          : freed.changeCount === 0
            ? "too few items in common"
            : "limit of rounds";
      return { calibration, deviations, rounds, steps, counts, partitions, ended };
    }
    partitions = now.freed.partitions;
    steps.push(...now.freed.steps);
  }
}

function ruleOf(data: ResponseData, how: InvarianceOptions): Rule {
  if (data.groupNames.length < 2) throw new Refusal("invariance-one-group");
  const rule = {
    threshold: how.threshold ?? rmsdThresholds.cognitive,
    freePerRound: how.freePerRound ?? 1,
    roundsMax: how.roundsMax ?? 200,
    tiedItemsMin: how.tiedItemsMin ?? 2,
    responsesMin: how.responsesMin ?? 0,
  };
  if (!(rule.threshold > 0)) throw new Refusal("no-threshold", { value: rule.threshold });
  for (const name of ["freePerRound", "roundsMax"] as const) {
    if (!(Number.isInteger(rule[name]) && rule[name] >= 1))
      throw new Refusal("no-whole-number", { name, value: rule[name] });
  }
  return rule;
}

/** All groups with responses share each item, but for what the options say. */
function startingPartitions(
  data: ResponseData,
  { unique = [], leftOut = [], fixed = [], anchors = [] }: CalibrationOptions,
): Partition[] {
  const single = unique.find(({ parameters }) => parameters !== undefined);
  if (single) throw new Refusal("invariance-of-parameters", { item: single.item });
  const held = fixed.find(({ groups }) => groups !== undefined);
  if (held)
    throw new Refusal("invariance-of-held", {
      item: held.item,
      parameter: held.parameter,
      groups: held.groups ?? [],
    });
  const partial = anchors.find(({ item, groups }) => groups !== undefined && data.items.includes(item));
  if (partial)
    throw new Refusal("invariance-of-anchors", { item: partial.item, groups: partial.groups ?? [] });
  return data.items.map((item, column) => {
    const hasResponses = data.groupNames.map(() => false);
    for (let p = 0; p < data.personCount; p++) {
      if (data.scores[p * data.items.length + column] !== notPresented && data.weights[p] > 0)
        hasResponses[data.groups[p]] = true;
    }
    const sets = unique.filter((entry) => entry.item === item).map(({ groups }) => [...groups]);
    const dropped = leftOut.filter((entry) => entry.item === item).flatMap(({ groups }) => [...groups]);
    const elsewhere = new Set([...sets.flat(), ...dropped]);
    const common = data.groupNames.filter((name, g) => hasResponses[g] && !elsewhere.has(name));
    return { item, common, unique: sets, dropped };
  });
}

function refit(
  data: ResponseData,
  options: CalibrationOptions,
  partitions: readonly Partition[],
  startFrom: Calibration | undefined,
  isLast: boolean,
): Calibration {
  const { quadrature, range, widensGrid = quadrature === undefined && range === undefined } = options;
  // A grid that had to be made wider is not made anew in each round.
  const grid = startFrom &&
    widensGrid && { quadrature: startFrom.quadrature.count, range: startFrom.quadrature.range, widensGrid };
  const own = { ...options, ...grid, ...calibrationOptionsOf(partitions), startFrom };
  if (isLast) return calibrate(data, own);
  const tolerance = Math.max(options.tolerance ?? 0, toleranceOnTheWay);
  return calibrate(data, { ...own, tolerance, standardErrors: "none" });
}

/** The worst first; equal ones in the order of items and groups. */
function cellsAbove(deviations: readonly ItemGroupDeviation[], rule: Rule): Cell[] {
  return deviations
    .filter(
      (cell): cell is Cell =>
        cell.rmsd !== null && cell.rmsd > rule.threshold && cell.responses >= rule.responsesMin,
    )
    .sort((a, b) => b.rmsd - a.rmsd);
}

/** Free the worst cells of as many items as a round may; what would untie a group is kept, and said once. */
function freeRound(
  partitions: readonly Partition[],
  deviations: readonly ItemGroupDeviation[],
  above: readonly Cell[],
  rule: Rule,
  round: number,
  earlier: readonly InvarianceStep[],
): { partitions: Partition[]; steps: InvarianceStep[]; changeCount: number } {
  let present = [...partitions];
  const steps: InvarianceStep[] = [];
  const touched = new Set<string>();
  for (const cell of above) {
    if (touched.size >= rule.freePerRound) break;
    if (touched.has(cell.item)) continue;
    const place = present.findIndex(({ item }) => item === cell.item);
    const ofItem = deviations.filter(({ item }) => item === cell.item);
    const { partition, change } = freeWorst(
      present[place],
      cell,
      ofItem
        .filter(({ group }) => group !== cell.group)
        .flatMap(({ group, rmsd, md }) => deviationOf(group, { rmsd, md })),
      ofItem.flatMap(({ group, fromCommon }) => deviationOf(group, fromCommon)),
      rule.threshold,
    );
    const next = present.map((before, n) => (n === place ? partition : before));
    const isUntied = change.moved.some((group) => tiedItemCount(next, group) < rule.tiedItemsMin);
    const told = (group: string, action: InvarianceStep["action"], set: string[]): InvarianceStep => {
      const own = ofItem.find((candidate) => candidate.group === group);
      return { round, item: cell.item, group, rmsd: own?.rmsd ?? 0, md: own?.md ?? 0, action, set };
    };
    if (isUntied) {
      const isKnown = earlier.some(
        (step) => step.action === "kept" && step.item === cell.item && step.group === cell.group,
      );
      if (!isKnown) steps.push(told(cell.group, "kept", []));
      continue;
    }
    present = next;
    touched.add(cell.item);
    steps.push(...change.moved.map((group) => told(group, change.action, change.set)));
  }
  return { partitions: present, steps, changeCount: touched.size };
}

function deviationOf(group: string, of: { rmsd: number | null; md: number | null } | null): Deviation[] {
  return of === null || of.rmsd === null || of.md === null ? [] : [{ group, rmsd: of.rmsd, md: of.md }];
}

function describeRound(
  round: number,
  calibration: Calibration,
  deviations: readonly ItemGroupDeviation[],
  above: readonly Cell[],
): InvarianceRound {
  const { logLikelihood, parameterCount, cycles, converged, groups } = calibration;
  return {
    ...{ round, logLikelihood, parameterCount, cycles, converged },
    aboveCount: above.length,
    largestRmsd: Math.max(0, ...deviations.map(({ rmsd }) => rmsd ?? 0)),
    groups: groups.map(({ name, mean, variance }) => ({ name, mean, variance })),
  };
}

function countOutcomes(
  calibration: Calibration,
  deviations: readonly ItemGroupDeviation[],
  partitions: readonly Partition[],
  threshold: number,
): InvarianceCount[] {
  return calibration.groups.map(({ name: group }) => {
    const own = partitions.flatMap(({ unique }) => unique.filter((set) => set.includes(group)));
    return {
      group,
      common: partitions.filter(({ common }) => common.includes(group)).length,
      uniqueShared: own.filter((set) => set.length > 1).length,
      uniqueAlone: own.filter((set) => set.length === 1).length,
      dropped: partitions.filter(({ dropped }) => dropped.includes(group)).length,
      above: deviations.filter((cell) => cell.group === group && (cell.rmsd ?? 0) > threshold).length,
    };
  });
}
