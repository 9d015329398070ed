import { counted } from "../counted.js";
import {
  partialInvariance,
  type InvarianceResult,
  type InvarianceRound,
  type ItemGroupDeviation,
} from "../../psychometrics/index.js";
import { calibrationOptions } from "../calibrations/calibration-options.js";
import { finite } from "../calibrations/finite.js";
import type { InvarianceBody, InvarianceReport } from "../contract/comparisons.js";
import { groupedData, type ComparisonInput, type ComparisonProgress } from "./comparison-input.js";

/** With fewer test takers to a group, chance alone gives RMSDs near the threshold. */
const groupSizeAdvised = 250;

/** Calibrations at most; a study of some thirty groups needs this many. */
const roundsMax = 200;

/** Partial invariance of a run's items over groups, with the run's models and numerics. @throws {RangeError} as `partialInvariance`. */
export function invarianceOf(
  input: ComparisonInput,
  { threshold, freePerRound, responsesMin }: InvarianceBody,
  told: (progress: ComparisonProgress) => void,
): InvarianceReport {
  const { data } = groupedData(input);
  const result = partialInvariance(data, calibrationOptions(input.run), {
    threshold,
    freePerRound,
    responsesMin,
    roundsMax,
    onRound: roundTeller(told),
  });
  return {
    ended: result.ended,
    rounds: result.rounds.map(({ groups: _, ...round }) => round),
    steps: result.steps.map(({ item, ...step }) => ({ itemId: item, ...step })),
    groups: groupsOf(result),
    items: data.items.map((itemId) => ({
      itemId,
      cells: data.groupNames.map((group) => cellOf(result, itemId, group)),
    })),
    warnings: warningsOf(result),
  };
}

/** Rounds are done when no deviation is left above the threshold, so that the share is read from how many are. */
function roundTeller(told: (progress: ComparisonProgress) => void): (round: InvarianceRound) => void {
  let first: number | null = null;
  let share = 0;
  return ({ round, aboveCount, largestRmsd }) => {
    first ??= aboveCount;
    share = Math.max(share, Math.min(0.95, 1 - aboveCount / (first + 1)));
    const size = largestRmsd.toFixed(3);
    told({
      share,
      step: {
        vi: `Vòng ${round}: ${aboveCount} cặp câu–nhóm trên ngưỡng, RMSD lớn nhất ${size.replace(".", ",")}`,
        en: `Round ${round}: ${counted(aboveCount, "pair", "pairs")} of item and group above the threshold, largest RMSD ${size}`,
      },
    });
  };
}

function groupsOf({ calibration, counts }: InvarianceResult): InvarianceReport["groups"] {
  return calibration.groups.map(({ name, personCount, mean, meanStandardError, variance }) => {
    const found = counts.find(({ group }) => group === name);
    return {
      id: name,
      n: personCount,
      mean,
      meanSe: finite(meanStandardError),
      variance,
      common: found?.common ?? 0,
      uniqueShared: found?.uniqueShared ?? 0,
      uniqueAlone: found?.uniqueAlone ?? 0,
      dropped: found?.dropped ?? 0,
      above: found?.above ?? 0,
    };
  });
}

function cellOf(
  { partitions, deviations }: InvarianceResult,
  itemId: string,
  group: string,
): InvarianceReport["items"][number]["cells"][number] {
  const partition = partitions.find(({ item }) => item === itemId);
  const found: ItemGroupDeviation | undefined = deviations.find(
    (each) => each.item === itemId && each.group === group,
  );
  const state = partition?.dropped.includes(group)
    ? "dropped"
    : partition?.unique.some((set) => set.includes(group))
      ? "unique"
      : found && found.responses > 0
        ? "common"
        : "none";
  return {
    state,
    n: Math.round(found?.responses ?? 0),
    rmsd: finite(found?.rmsd),
    rmsdFromCommon: finite(found?.fromCommon?.rmsd),
    md: finite(found?.md),
  };
}

function warningsOf({ calibration, ended }: InvarianceResult): InvarianceReport["warnings"] {
  const warnings: InvarianceReport["warnings"] = [];
  const small = calibration.groups.filter(({ personCount }) => personCount < groupSizeAdvised);
  if (small.length > 0) {
    warnings.push({
      vi: `${small.length} nhóm có dưới ${groupSizeAdvised} thí sinh: RMSD của chúng lớn lên do ngẫu nhiên, nên có thể giải phóng nhầm câu.`,
      en: `${counted(small.length, "group has", "groups have")} fewer than ${groupSizeAdvised} test takers: chance makes their RMSD larger, so that items may be freed that fit.`,
    });
  }
  if (ended === "limit of rounds") {
    warnings.push({
      vi: `Dừng ở giới hạn ${roundsMax} vòng khi vẫn còn cặp trên ngưỡng. Hãy tăng số câu giải phóng mỗi vòng.`,
      en: `It stopped at ${roundsMax} rounds with pairs above the threshold left. Free more items a round.`,
    });
  }
  if (!calibration.converged) {
    warnings.push({
      vi: "Lần hiệu chỉnh cuối chưa hội tụ.",
      en: "The last calibration did not converge.",
    });
  }
  return warnings;
}
