import type { Localised } from "../../item-bank/types.js";
import { Localised as LocalisedSchema } from "../../item-bank/schema/text.js";
import { schemaProblems } from "../../item-bank/validation/schema-problems.js";
import { Type } from "@sinclair/typebox";
import { blocksById } from "../blocks/blocks.service.js";
import type { StudyBody, StudyDetail, StudyRow } from "../contract/studies.js";
import { contentProblem } from "../items/content-problem.js";
import { Problem } from "../problem.js";
import { designOf, reportOf } from "./designs.service.js";
import type { StudyPackage } from "./package.js";
import { PackageModel, StudyModel, type StudyRecord } from "./studies.model.js";

/** A study without the counts of its sessions, which `overview.service.ts` adds. */
export type StudyCore = Omit<StudyRow, "sessionCount" | "testTakerCount" | "submittedCount">;
export type StudyCoreDetail = Omit<
  StudyDetail,
  "sessionCount" | "testTakerCount" | "submittedCount" | "sealedBlocks"
>;

const TitleSchema = LocalisedSchema(Type.String({ minLength: 1, maxLength: 200 }));

/** All studies, the newest first. */
export async function studies(): Promise<StudyCore[]> {
  return (await StudyModel.find().sort({ createdAt: -1 }).lean()).map(core);
}

/** One study with its design. @throws {Problem} `study-not-found`. */
export async function study(studyId: string): Promise<StudyCoreDetail> {
  const record = await findStudy(studyId);
  const blocks = await blocksById(blockIdsOf(record));
  const { design, practiceBlockId, questionnaireBlockId, seed, packageHash } = record;
  return {
    ...core(record),
    design,
    blocks,
    practiceBlockId,
    questionnaireBlockId,
    seed,
    designReport: reportOf(design),
    packageHash,
  };
}

/** Make a study. @throws {Problem} `study-id-taken`, `content-invalid`, `block-not-found`. */
export async function addStudy(body: StudyBody, isDemo = false): Promise<void> {
  const content = await readStudy(body);
  try {
    await StudyModel.create({
      ...content,
      _id: body.id,
      status: "preparing",
      isDemo,
      packageHash: null,
      createdAt: new Date(),
      openedAt: null,
      closedAt: null,
    });
  } catch (error) {
    if ((error as { code?: number }).code === 11000)
      throw new Problem("study-id-taken", { studyId: body.id });
    throw error;
  }
}

/** Change a study that is being prepared. @throws {Problem} `study-not-found`, `study-fixed`, `id-fixed`, and as `addStudy`. */
export async function changeStudy(studyId: string, body: StudyBody): Promise<void> {
  await findStudy(studyId);
  if (body.id !== studyId) throw new Problem("id-fixed", { id: studyId });
  const content = await readStudy(body);
  const { matchedCount } = await StudyModel.updateOne(
    { _id: studyId, status: "preparing" },
    { $set: content },
  );
  if (matchedCount === 0) throw new Problem("study-fixed", { studyId });
}

/** Mark an open study as closed; `endStudy` closes its sessions too. @throws {Problem} `study-not-found`, `study-step-refused`. */
export async function closeStudy(studyId: string): Promise<void> {
  const { status } = await findStudy(studyId);
  const { matchedCount } = await StudyModel.updateOne(
    { _id: studyId, status: "open" },
    { $set: { status: "closed", closedAt: new Date() } },
  );
  if (matchedCount === 0) throw new Problem("study-step-refused", { studyId, from: status });
}

/** The blocks of a study: practice, those of its booklets, questionnaire. */
export function blockIdsOf(
  record: Pick<StudyRecord, "design" | "practiceBlockId" | "questionnaireBlockId">,
): string[] {
  const { design, practiceBlockId, questionnaireBlockId } = record;
  const ids = [practiceBlockId, ...design.booklets.flatMap(({ blockIds }) => blockIds), questionnaireBlockId];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** A study as stored. @throws {Problem} `study-not-found`. */
export async function findStudy(studyId: string): Promise<StudyRecord> {
  const record = await StudyModel.findById(studyId).lean();
  if (!record) throw new Problem("study-not-found", { studyId });
  return record;
}

/** The studies with these ids; those that do not exist are left out. */
export async function studiesById(studyIds: string[]): Promise<Map<string, StudyCore>> {
  const found = await StudyModel.find({ _id: { $in: studyIds } }).lean();
  return new Map(found.map((record) => [record._id, core(record)]));
}

/** Packages never change, so each is read once. */
const packages = new Map<string, Promise<StudyPackage>>();

/**
 * What a study gives to its test takers, as it was sealed. Take it as read-only: everyone gets the same object.
 *
 * @throws {Problem} `study-not-found`, or `study-not-open` where nothing was sealed yet.
 */
export function studyPackage(studyId: string): Promise<StudyPackage> {
  const known = packages.get(studyId);
  if (known) return known;
  const loading = loadPackage(studyId);
  packages.set(studyId, loading);
  loading.catch(() => packages.delete(studyId));
  return loading;
}

async function loadPackage(studyId: string): Promise<StudyPackage> {
  const record = await PackageModel.findById(studyId).lean();
  if (record) return { ...(JSON.parse(record.json) as Omit<StudyPackage, "hash">), hash: record.hash };
  await findStudy(studyId);
  throw new Problem("study-not-open", { studyId });
}

async function readStudy(body: StudyBody) {
  const problems = schemaProblems(TitleSchema, body.title, "/title");
  if (problems.length > 0) throw contentProblem(problems);
  const design = designOf(body.design);
  const { languages, practiceBlockId, questionnaireBlockId, seed } = body;
  const title: Localised<string> = body.title;
  const content = { title, languages, design, practiceBlockId, questionnaireBlockId, seed };
  await blocksById(blockIdsOf(content));
  return content;
}

function core({ _id, title, status, isDemo, languages, design }: StudyRecord): StudyCore {
  return { id: _id, title, status, isDemo, languages, designKind: design.kind };
}
