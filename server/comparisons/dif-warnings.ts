import type { Calibration, ResponseData } from "../../psychometrics/index.js";
import type { DifResult } from "../contract/comparisons.js";

/** Below so many in the smaller group, and in both, classes are unstable (Zieky, 2003: 200 and 500 for a decision on an item). */
const groupSizeAdvised = 200;
const totalSizeAdvised = 500;

/**
 * What a reader should know before using an analysis of differential functioning.
 *
 * @param isMatchedOtherwise on ability without having been asked to, because sums could not be compared.
 */
export function difWarnings(
  data: ResponseData,
  isMatchedOtherwise: boolean,
  together: Calibration,
): DifResult["warnings"] {
  const sizes = data.groupNames.map((_, g) => data.groups.filter((of) => of === g).length);
  const warnings: DifResult["warnings"] = [];
  if (Math.min(...sizes) < groupSizeAdvised || data.personCount < totalSizeAdvised) {
    warnings.push({
      vi: `Mẫu nhỏ (${sizes.join(" và ")} thí sinh): thường cần ít nhất ${groupSizeAdvised} ở nhóm nhỏ và ${totalSizeAdvised} cả hai nhóm để quyết định về một câu. Hãy xem khoảng tin cậy.`,
      en: `The groups are small (${sizes.join(" and ")} test takers): ${groupSizeAdvised} in the smaller one and ${totalSizeAdvised} in both are commonly asked for before deciding on an item. Mind the intervals.`,
    });
  }
  if (isMatchedOtherwise) {
    warnings.push({
      vi: "Các thí sinh gặp những câu khác nhau, nên được so khớp theo năng lực (WLE) của lần hiệu chỉnh thay cho tổng điểm.",
      en: "Test takers met different items, so they are matched on the run’s ability (WLE) in place of sums of scores.",
    });
  }
  if (!together.converged) {
    warnings.push({
      vi: "Hiệu chỉnh chung hai nhóm chưa hội tụ: RMSD theo nhóm chưa phải là cuối cùng.",
      en: "The calibration of both groups together did not converge: RMSD by group is not final.",
    });
  }
  return warnings;
}
