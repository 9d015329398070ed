import type { Block, Item } from "../../item-bank/types.js";
import { blocksById, markUsed } from "../blocks/blocks.service.js";
import type { UnitDetail } from "../contract/bank.js";
import { approvedItems, freezeItems, type FrozenItem } from "../items/workflow.service.js";
import { freezeUnits, unitsById } from "../items/units.service.js";
import { Problem } from "../problem.js";
import { sessionsOfStudy, setSessionStatus } from "../sessions/sessions.service.js";
import { assignAgain } from "../test-takers/test-takers.service.js";
import { inTransaction } from "../transaction.js";
import { requireItsKind } from "./designs.service.js";
import { canonicalJson, seal, type StudyPackage } from "./package.js";
import { PackageModel, StudyModel, type StudyRecord } from "./studies.model.js";
import { blockIdsOf, closeStudy, findStudy } from "./studies.service.js";

/**
 * Open a study: check that everything in it may be used, seal the package, freeze the versions and deal the booklets, all
 * or nothing. From then on what test takers see can no longer change.
 *
 * @throws {Problem} `study-not-found`, `study-step-refused`, `items-not-approved` which names them, `languages-missing`,
 * `block-kind-wrong`, `unit-in-two-blocks`, `unit-empty`, `design-not-fixed` or `design-not-balanced`.
 */
export async function openStudy(studyId: string, by: string): Promise<StudyPackage> {
  return inTransaction(async () => {
    const record = await findStudy(studyId);
    if (record.status !== "preparing")
      throw new Problem("study-step-refused", { studyId, from: record.status });
    requireItsKind(record.design);
    const pkg = await packageOf(record);
    await freezeItems(Object.keys(pkg.items), by, studyId);
    await freezeUnits(Object.keys(pkg.units));
    await markUsed(Object.keys(pkg.blocks));
    const { hash, ...contents } = pkg;
    const openedAt = new Date();
    await PackageModel.create([{ _id: studyId, hash, json: canonicalJson(contents), sealedAt: openedAt }]);
    await StudyModel.updateOne({ _id: studyId }, { $set: { status: "open", packageHash: hash, openedAt } });
    await assignAgain(studyId);
    return pkg;
  });
}

/**
 * End a study and all its sessions: nothing more is sat, what there is stays.
 *
 * @throws {Problem} `study-not-found`, `study-step-refused`.
 */
export async function endStudy(studyId: string): Promise<void> {
  await closeStudy(studyId);
  for (const { id, status } of await sessionsOfStudy(studyId)) {
    if (status === "open") await setSessionStatus(id, "closed");
  }
}

async function packageOf(record: StudyRecord): Promise<StudyPackage> {
  const blocks = await blocksById(blockIdsOf(record));
  requireKinds(record, blocks);
  requireUnitsOnce(blocks);
  const units = await unitsById(blocks.flatMap(({ unitIds }) => unitIds));
  const empty = [...units].find(([, { unit }]) => unit.itemIds.length === 0);
  if (empty) throw new Problem("unit-empty", { unitId: empty[0] });
  const items = await approvedItems([...units.values()].flatMap(({ unit }) => unit.itemIds));
  requireLanguages(record, units, items);
  const { _id: studyId, title, languages, seed, design, practiceBlockId, questionnaireBlockId } = record;
  return seal({
    studyId,
    title,
    languages,
    seed,
    practiceBlockId,
    questionnaireBlockId,
    blocks: Object.fromEntries(blocks.map((block) => [block.id, block])),
    booklets: Object.fromEntries(design.booklets.map((booklet) => [booklet.id, booklet])),
    units: mapValues(units, ({ unit }) => unit),
    unitVersions: mapValues(units, ({ version }) => version),
    items: mapValues(items, ({ content }) => content),
    itemVersions: mapValues(items, ({ version }) => version),
    assets: Object.fromEntries(
      [...units].flatMap(([unitId, { assets }]) =>
        Object.entries(assets).map(([name, address]) => [`${unitId}/${name}`, address]),
      ),
    ),
  });
}

function mapValues<From, To>(map: Map<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}

function requireKinds(record: StudyRecord, blocks: Block[]): void {
  for (const { id, kind } of blocks) {
    const place =
      id === record.practiceBlockId
        ? "practice"
        : id === record.questionnaireBlockId
          ? "questionnaire"
          : "test";
    if (kind !== place) throw new Problem("block-kind-wrong", { blockId: id });
  }
}

function requireUnitsOnce(blocks: Block[]): void {
  const seen = new Set<string>();
  for (const unitId of blocks.flatMap(({ unitIds }) => unitIds)) {
    if (seen.has(unitId)) throw new Problem("unit-in-two-blocks", { unitId });
    seen.add(unitId);
  }
}

/** Every stem stands in every language of the study; the rest of an item was checked against its stem when it was approved. */
function requireLanguages(
  { languages }: StudyRecord,
  units: Map<string, UnitDetail>,
  items: Map<string, FrozenItem>,
): void {
  const lacks = ({ stem, unitId }: Item): boolean => {
    const stimulus = units.get(unitId)?.unit.stimulus;
    return languages.some((language) => !stem[language] || (stimulus && !stimulus[language]));
  };
  const lacking = [...items].filter(([, { content }]) => lacks(content)).map(([id]) => id);
  if (lacking.length > 0) throw new Problem("languages-missing", { items: lacking.join(", ") });
}
