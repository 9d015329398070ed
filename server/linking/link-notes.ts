import { counted } from "../counted.js";
import type { Linking } from "../../psychometrics/index.js";
import type { AnalysisOutput } from "../calibrations/analysis-output.js";
import type { LinkResult } from "../contract/linking.js";
import { whyNoCovariance } from "./run-form.js";

/** Fewer common items give constants that rest on hardly anything. */
const itemsAdvised = 10;

interface Runs {
  base: AnalysisOutput;
  other: AnalysisOutput;
}

/** Why there are no standard errors, of either run; null where there are. */
export function whyNoErrors({ base, other }: Runs): LinkResult["standardErrorReason"] {
  const reasons = [
    { of: { vi: "Lần gốc", en: "The base calibration" }, reason: whyNoCovariance(base) },
    { of: { vi: "Lần này", en: "This calibration" }, reason: whyNoCovariance(other) },
  ].flatMap(({ of, reason }) =>
    reason === null
      ? []
      : [
          {
            vi: `${of.vi} không giữ hiệp phương sai của các tham số: ${reason.vi}.`,
            en: `${of.en} has kept no covariance of its parameters: ${reason.en}.`,
          },
        ],
  );
  if (reasons.length === 0) return null;
  return { vi: reasons.map(({ vi }) => vi).join(" "), en: reasons.map(({ en }) => en).join(" ") };
}

/** What a reader should know before using a link. */
export function linkWarnings(
  usedCount: number,
  { converged, items, standardErrors }: Linking,
  { base, other }: Runs,
): LinkResult["warnings"] {
  const warnings: LinkResult["warnings"] = [];
  if (usedCount < itemsAdvised) {
    warnings.push({
      vi: `Chỉ có ${usedCount} câu chung: các hằng số phụ thuộc nhiều vào từng câu. Hãy xem sai số liên kết.`,
      en: `Only ${counted(usedCount, "common item was", "common items were")} used: the constants hang on single items. Mind the link error.`,
    });
  }
  const unstable = items.filter(({ isUnstable, isUsed }) => isUnstable && isUsed).length;
  if (unstable > 0) {
    warnings.push({
      vi: `${unstable} câu chung không ổn định (|z bền vững| > 1,645) vẫn được dùng; cách bền vững bỏ chúng ra.`,
      en: `${counted(unstable, "common item is", "common items are")} unstable (|robust z| > 1.645) and still used; robust linking drops ${unstable === 1 ? "it" : "them"}.`,
    });
  }
  const inBase = new Set(base.persons.map(({ id }) => id));
  const both = other.persons.filter(({ id }) => inBase.has(id)).length;
  if (standardErrors && both > 0) {
    warnings.push({
      vi: `${both} thí sinh có mặt ở cả hai lần hiệu chỉnh: sai số chuẩn của hằng số coi hai mẫu là độc lập nên không đúng ở đây.`,
      en: `${counted(both, "test taker is", "test takers are")} in both calibrations: the standard errors of the constants take the samples as independent, and do not hold here.`,
    });
  }
  if (!converged) {
    warnings.push({
      vi: "Phép tìm hằng số chưa hội tụ.",
      en: "The search for the constants did not converge.",
    });
  }
  return warnings;
}
