import { linkMethods, type LinkMethod } from "../../psychometrics/index.js";
import { finishedRun, finishedRuns } from "../calibrations/runs.service.js";
import type { LinkableRun, LinkResult } from "../contract/linking.js";
import { Problem } from "../problem.js";
import { studiesById, studyPackage } from "../studies/studies.service.js";
import { linkRuns } from "./link-runs.js";

/** The finished calibrations of all studies, newest first: researchers see every study. */
export async function linkableRuns(): Promise<LinkableRun[]> {
  const runs = await finishedRuns();
  const studies = await studiesById([...new Set(runs.map(({ studyId }) => studyId))]);
  return runs.map(({ _id, title, studyId, finishedAt }) => ({
    id: _id,
    title,
    studyId,
    studyTitle: studies.get(studyId)?.title ?? {},
    finishedAt: finishedAt?.toISOString() ?? null,
  }));
}

/**
 * Put a run on the scale of another one.
 *
 * @throws {Problem} `run-not-found`, `run-not-done`, `runs-alike`, `method-unknown`, `cannot-link` with the library's reason.
 */
export async function linkedRuns(
  runId: string,
  baseRunId: string,
  method: string,
  isRobust: boolean,
): Promise<LinkResult> {
  if (runId === baseRunId) throw new Problem("runs-alike");
  if (!isMethod(method)) throw new Problem("method-unknown", { method, methods: linkMethods.join(", ") });
  const [base, other] = await Promise.all([finishedRun(baseRunId), finishedRun(runId)]);
  const pkg = await studyPackage(base.run.studyId);
  const unitOf = Object.fromEntries(Object.values(pkg.items).map(({ id, unitId }) => [id, unitId]));
  const about = ({ run }: typeof base) => ({ id: run._id, title: run.title, studyId: run.studyId });
  try {
    const found = linkRuns({ base: base.output, other: other.output, method, isRobust, unitOf });
    return { base: about(base), other: about(other), ...found };
  } catch (error) {
    if (error instanceof RangeError) throw new Problem("cannot-link", { reason: error.message });
    throw error;
  }
}

const isMethod = (word: string): word is LinkMethod => (linkMethods as readonly string[]).includes(word);
