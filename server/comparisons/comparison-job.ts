import { brokenInWords } from "../calibrations/calibration-job.js";
import { doKeptJob } from "../jobs/kept-job.js";
import type { JobKind } from "../jobs/queue.service.js";
import type { ComparisonProgress } from "./comparison-input.js";
import type { ComparisonOutput } from "./compare.js";
import {
  changeComparison,
  comparisonInput,
  comparisonNotices,
  findComparison,
  keepComparison,
} from "./comparisons.service.js";

/** Progress is stored no more often than this. */
const tellEveryMs = 500;

/** Comparisons of groups as jobs: `subject` is the comparison's id. */
export const comparisonJob: JobKind = { name: "comparison", work: makeComparison };

async function makeComparison(id: string, signal: AbortSignal): Promise<void> {
  const { attempts } = await findComparison(id);
  let toldAtMs = 0;
  await doKeptJob<ComparisonProgress, ComparisonOutput>({
    attempts,
    signal,
    change: (change) => changeComparison(id, change),
    onCancelled(stop) {
      const onCancelled = (cancelled: string): void => {
        if (cancelled === id) stop();
      };
      comparisonNotices.on("cancelled", onCancelled);
      return () => comparisonNotices.off("cancelled", onCancelled);
    },
    path: "./comparison.worker",
    base: import.meta.url,
    input: () => comparisonInput(id),
    told({ share, step }, stop) {
      if (Date.now() - toldAtMs < tellEveryMs) return;
      toldAtMs = Date.now();
      changeComparison(id, { progress: share, step }).then(
        (changed) => {
          if (!changed) stop();
        },
        // The next progress, or the end, will be stored.
        () => undefined,
      );
    },
    keep: (output) => keepComparison(id, output),
    sentences: {
      tooOften: (times) => ({
        vi: `So sánh đã được bắt đầu ${times} lần mà lần nào máy chủ cũng dừng giữa chừng. Hãy thử với ít câu hỏi hơn.`,
        en: `The comparison was begun ${times} times, and each time the server ended in the middle. Try fewer items.`,
      }),
      refused: (reason) => ({
        vi: `Không so sánh được với các lựa chọn này (${reason.vi}). Hãy chọn nhóm khác hoặc cách so khớp khác.`,
        en: `These groups cannot be compared in this way: ${reason.en}. Take other groups, or another way to match.`,
      }),
      broken: brokenInWords,
    },
  });
}
