import type { CycleProgress } from "../../psychometrics/index.js";
import type { JobKind } from "../jobs/queue.service.js";
import { runWorker, WorkRefused, WorkStopped } from "../jobs/worker.js";
import type { AnalysisOutput } from "./analysis.js";
import { changeRun, findRun, keepOutput, runInput, runNotices } from "./runs.service.js";

/** A run that was begun so often took its server down each time. */
const attemptsMax = 3;

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
  if (attempts >= attemptsMax) {
    await fail(runId, {
      vi: `Phân tích đã được bắt đầu ${attempts} lần mà lần nào máy chủ cũng dừng giữa chừng. Hãy thử với ít câu hỏi hoặc ít nút cầu phương hơn.`,
      en: `The analysis was begun ${attempts} times, and each time the server ended in the middle. Try fewer items or fewer quadrature nodes.`,
    });
    return;
  }
  const startedAt = new Date();
  const step = { vi: "Đang đọc dữ liệu", en: "Reading the data" };
  const begun = await changeRun(runId, {
    state: "running",
    startedAt,
    attempts: attempts + 1,
    progress: 0,
    step,
  });
  if (!begun) return;

  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  const onCancelled = (id: string): void => {
    if (id === runId) stop();
  };
  signal.addEventListener("abort", stop, { once: true });
  runNotices.on("cancelled", onCancelled);
  const told = progressTeller(runId, options.tolerance, stop);
  try {
    const output = await runWorker<CycleProgress, AnalysisOutput>(
      "./calibration.worker",
      import.meta.url,
      await runInput(runId),
      stopping.signal,
      told,
    );
    if (signal.aborted) return;
    await keepOutput(runId, output);
    await changeRun(runId, {
      state: "done",
      progress: 1,
      step: { vi: "Đã xong", en: "Done" },
      finishedAt: new Date(),
      seconds: (Date.now() - startedAt.getTime()) / 1000,
    });
  } catch (error) {
    if (error instanceof WorkStopped) return;
    await fail(runId, sentence(error));
    if (!(error instanceof WorkRefused)) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    runNotices.off("cancelled", onCancelled);
  }
}

async function fail(runId: string, error: { vi: string; en: string }): Promise<void> {
  await changeRun(runId, {
    state: "failed",
    error,
    step: { vi: "Không làm được", en: "Failed" },
    finishedAt: new Date(),
  });
}

function sentence(error: unknown): { vi: string; en: string } {
  if (error instanceof WorkRefused) {
    return {
      vi: `Dữ liệu không ước lượng được với các lựa chọn này (${error.message}). Hãy xem lại các câu hỏi và các câu trả lời còn thiếu.`,
      en: `These data cannot be calibrated with these options: ${error.message}. Look at the items and the missing responses.`,
    };
  }
  return {
    vi: "Chương trình gặp lỗi ngoài dự kiến khi phân tích; dữ liệu không bị thay đổi. Hãy báo cho người quản trị.",
    en: "The program met an unexpected error in the analysis; no data were changed. Tell the administrator.",
  };
}

/**
 * Stores how far a run is, some times a second. EM comes closer by a more or less steady factor with each cycle, so that
 * the share done is read from the logarithm of the largest change, on its way down to the tolerance.
 *
 * @param stop is called where the run turns out to be over, as when it was cancelled by another process.
 */
function progressTeller(
  runId: string,
  tolerance: number,
  stop: () => void,
): (progress: CycleProgress) => void {
  let first: number | null = null;
  let share = 0;
  let toldAtMs = 0;
  return ({ cycle, largestChange }) => {
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
