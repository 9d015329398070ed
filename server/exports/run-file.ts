import type { AnalysisOutput } from "../calibrations/analysis-output.js";
import type { RunRecord } from "../calibrations/runs.service.js";

/** run.json: what was asked for, what it read, and how it ended. */
export function runFile(run: RunRecord, { result }: AnalysisOutput): string {
  const { title, options, group = null, programVersion, dataHash, createdAt, finishedAt, seconds } = run;
  return `${JSON.stringify(
    {
      id: run._id,
      title,
      options,
      group,
      data: {
        sha256: dataHash,
        of: "the score matrix as CSV: a header of id and items, a row per test taker, empty for not presented, line feeds",
      },
      randomNumbers: "none: the same data and options give the same result",
      programVersion,
      createdAt: createdAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      seconds,
      summary: result.summary,
      warnings: result.warnings,
    },
    null,
    2,
  )}\n`;
}
