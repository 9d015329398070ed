import type { CycleProgress } from "../../psychometrics/index.js";
import type { JobKind } from "../jobs/queue.service.js";
import { doKeptJob } from "../jobs/kept-job.js";
import type { AnalysisOutput } from "./analysis-output.js";
import { changeRun, findRun, keepOutput, runInput, runNotices } from "./runs.service.js";

/** Progress is stored and pushed no more often than this; a store has better things to do. */
const tellEveryMs = 500;

/** The share of the progress bar that the EM cycles take; standard errors, persons and fit follow. */
const emShare = 0.9;

/** Where the change does not fall steadily, half of the bar is reached after so many cycles. */
const slowCycles = 300;

/** Calibrations as jobs: `subject` is the run's id. */
export const calibrationJob: JobKind = { name: "calibration", work: calibrateRun };

async function calibrateRun(runId: string, signal: AbortSignal): Promise<void> {
  const { attempts, options } = await findRun(runId);
  const told = progressTeller(runId, options.tolerance);
  await doKeptJob<CycleProgress, AnalysisOutput>({
    attempts,
    signal,
    change: (change) => changeRun(runId, change),
    onCancelled(stop) {
      const onCancelled = (id: string): void => {
        if (id === runId) stop();
      };
      runNotices.on("cancelled", onCancelled);
      return () => runNotices.off("cancelled", onCancelled);
    },
    path: "./calibration.worker",
    base: import.meta.url,
    input: () => runInput(runId),
    told,
    keep: (output) => keepOutput(runId, output),
    sentences: {
      tooOften: (times) => ({
        vi: `Phân tích đã được bắt đầu ${times} lần mà lần nào máy chủ cũng dừng giữa chừng. Hãy thử với ít câu hỏi hoặc ít nút cầu phương hơn.`,
        en: `The analysis was begun ${times} times, and each time the server ended in the middle. Try fewer items or fewer quadrature nodes.`,
      }),
      refused: (reason) => ({
        vi: `Dữ liệu không ước lượng được với các lựa chọn này (${reason.vi}). Hãy xem lại các câu hỏi và các câu trả lời còn thiếu.`,
        en: `These data cannot be calibrated with these options: ${reason.en}. Look at the items and the missing responses.`,
      }),
      broken: brokenInWords,
    },
  });
}

/** What is said of a mistake of ours. */
export const brokenInWords = {
  vi: "Chương trình gặp lỗi ngoài dự kiến khi phân tích; dữ liệu không bị thay đổi. Hãy báo cho người quản trị.",
  en: "The program met an unexpected error in the analysis; no data were changed. Tell the administrator.",
};

/**
 * Stores how far a run is, some times a second. EM comes closer by a more or less steady factor with each cycle, so that
 * the share done is read from the logarithm of the largest change, on its way down to the tolerance.
 *
 * What it gives is told each progress, and calls `stop` where the run turns out to be over, as when it was cancelled by
 * another process.
 */
function progressTeller(
  runId: string,
  tolerance: number,
): (progress: CycleProgress, stop: () => void) => void {
  let first: number | null = null;
  let share = 0;
  let toldAtMs = 0;
  return ({ cycle, largestChange }, stop) => {
    first ??= largestChange;
    const way = Math.log(first / tolerance);
    const done = way > 0 ? Math.log(first / largestChange) / way : 1;
    share = Math.max(share, cycle / (cycle + slowCycles), Number.isFinite(done) ? Math.min(1, done) : 0);
    const hasConverged = largestChange < tolerance;
    if (!hasConverged && Date.now() - toldAtMs < tellEveryMs) return;
    toldAtMs = Date.now();
    const change = largestChange.toPrecision(2);
    const step = hasConverged
      ? {
          vi: `Đã hội tụ sau ${cycle} vòng EM; đang tính sai số chuẩn, năng lực và độ phù hợp`,
          en: `Converged after ${cycle} EM cycles; computing standard errors, abilities and fit`,
        }
      : { vi: `Vòng EM ${cycle}, thay đổi ${change}`, en: `EM cycle ${cycle}, change ${change}` };
    changeRun(runId, { progress: emShare * share, step }).then(
      (changed) => {
        if (!changed) stop();
      },
      // The next progress, or the end, will be stored.
      () => undefined,
    );
  };
}
