import { linkMethods, type LinkMethod } from "../../psychometrics/index.js";
import { record } from "../audit/audit.service.js";
import { finishedRun, finishedRuns } from "../calibrations/runs.service.js";
import type { LinkableRun, LinkResult } from "../contract/linking.js";
import { Problem } from "../problem.js";
import { studiesById, studyPackage } from "../studies/studies.service.js";
import { KeptLinkModel, type KeptLink } from "./kept-links.model.js";
import { linkRuns } from "./link-runs.js";
import { reasonInWords } from "../library-words/reason-in-words.js";
import { reasonOf } from "../library-words/reason-of.js";

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

/** A run, the one on whose scale it is to be put, and how. */
export interface LinkAsk {
  runId: string;
  baseRunId: string;
  /** A `LinkMethod`, which is checked. */
  method: string;
  isRobust: boolean;
}

/**
 * Put a run on the scale of another one.
 *
 * @throws {Problem} `run-not-found`, `run-not-done`, `runs-alike`, `method-unknown`, `cannot-link` with the library's reason.
 */
export async function linkedRuns(ask: LinkAsk): Promise<LinkResult> {
  const { runId, baseRunId, method, isRobust } = ask;
  if (runId === baseRunId) throw new Problem("runs-alike");
  if (!isMethod(method)) throw new Problem("method-unknown", { method, methods: linkMethods.join(", ") });
  const [base, other] = await Promise.all([finishedRun(baseRunId), finishedRun(runId)]);
  const pkg = await studyPackage(base.run.studyId);
  const unitOf = Object.fromEntries(Object.values(pkg.items).map(({ id, unitId }) => [id, unitId]));
  const about = ({ run }: typeof base) => ({ id: run._id, title: run.title, studyId: run.studyId });
  const isKept = (await KeptLinkModel.findById(keyOf(ask))) !== null;
  try {
    const found = linkRuns({ base: base.output, other: other.output, method, isRobust, unitOf });
    return { base: about(base), other: about(other), isRobust, isKept, ...found };
  } catch (error) {
    if (error instanceof RangeError)
      throw new Problem("cannot-link", { reason: reasonInWords(reasonOf(error)) });
    throw error;
  }
}

/**
 * Put a link into the download of its run, or take it out. Doing it twice is doing it once.
 *
 * @throws {Problem} as `linkedRuns`: what cannot be linked is not kept.
 */
export async function keepLink(ask: LinkAsk, isKept: boolean, login: string): Promise<LinkResult> {
  const found = await linkedRuns(ask);
  const { runId, ...rest } = ask;
  const _id = keyOf(ask);
  if (isKept) {
    const link: KeptLink = { _id, ...ask, method: found.method, keptAt: new Date() };
    await KeptLinkModel.updateOne({ _id }, { $setOnInsert: link }, { upsert: true });
  } else {
    await KeptLinkModel.deleteOne({ _id });
  }
  if (isKept !== found.isKept) await record(login, isKept ? "link-kept" : "link-dropped", runId, { ...rest });
  return { ...found, isKept };
}

/** The links that go with the download of a run, the one kept first in front, as they come out now. */
export async function keptLinks(runId: string): Promise<LinkResult[]> {
  const kept = await KeptLinkModel.find({ runId }).sort({ keptAt: 1, _id: 1 }).lean<KeptLink[]>();
  const links: LinkResult[] = [];
  for (const link of kept) links.push(await linkedRuns(link));
  return links;
}

const keyOf = ({ runId, baseRunId, method, isRobust }: LinkAsk): string =>
  [runId, baseRunId, method, ...(isRobust ? ["robust"] : [])].join(" ");

const isMethod = (word: string): word is LinkMethod => (linkMethods as readonly string[]).includes(word);
