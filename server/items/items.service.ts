import { classify } from "../../item-bank/frameworks/index.js";
import { scoreResponse } from "../../item-bank/scoring/score-item.js";
import { listLabel } from "../../item-bank/text/list-label.js";
import type { ItemProblem } from "../../item-bank/problems.js";
import { readUnit } from "../../item-bank/validate.js";
import type { Item, ItemStatus, Localised, ResponseValue, Scored } from "../../item-bank/types.js";
import type { ItemDetail, ItemRow, UnitDetail } from "../contract/bank.js";
import { Problem } from "../problem.js";
import { inTransaction } from "../transaction.js";
import { comments } from "./comments.service.js";
import { contentProblem } from "./content-problem.js";
import { history, noteHistory } from "./history.service.js";
import { ItemModel, ItemVersionModel, type ItemRecord } from "./items.model.js";
import { readDraft, readSound, type Draft, type Surroundings } from "./read-draft.js";
import { addItemToUnit, addUnit, unit, unitTitles } from "./units.service.js";

/** A row of the bank's list without what only data can say. */
export type BankRow = Omit<ItemRow, "exposureCount" | "statistics">;

/** The whole bank, by id. */
export async function itemRows(): Promise<BankRow[]> {
  const [records, titles] = await Promise.all([ItemModel.find().sort({ _id: 1 }).lean(), unitTitles()]);
  return records.map((record) => row(record, titles.get(record.unitId) ?? {}));
}

/**
 * One item with all that the studio shows of it.
 *
 * @param version an older version that a study used; the newest if left out.
 * @throws {Problem} `item-not-found`.
 */
export async function item(itemId: string, version?: number): Promise<ItemDetail> {
  const record = await findItem(itemId);
  const isOlder = version !== undefined && version !== record.version;
  const older = isOlder ? await ItemVersionModel.findById(`${itemId}@${version}`).lean() : null;
  if (isOlder && !older) throw new Problem("item-not-found", { itemId: `${itemId}@${version}` });
  const content = older?.content ?? record.content;
  const [ofUnit, past, remarks] = await Promise.all([unit(record.unitId), history(itemId), comments(itemId)]);
  return {
    item: content,
    version: older?.version ?? record.version,
    revision: record.revision,
    status: record.status,
    isFrozen: older !== null || record.isFrozen,
    changedBy: record.changedBy,
    problems: readDraft(content, surroundings(ofUnit)).problems,
    unit: ofUnit.unit,
    unitRevision: ofUnit.revision,
    assets: ofUnit.assets,
    history: past,
    comments: remarks,
  };
}

/**
 * Make a new draft and put it into its unit, which is made as well where `newUnit` gives its title. All of it or nothing:
 * an item without a place in a unit, or a unit that an author did not get an item into, helps nobody.
 *
 * @throws {Problem} `unit-not-found`, `id-taken`, `content-invalid`.
 */
export async function addItem(content: Item, by: string, newUnit?: { title: unknown }): Promise<ItemDetail> {
  const { id, unitId, metadata } = content;
  await inTransaction(async () => {
    const { subject, grade } = metadata;
    if (newUnit) await addUnit({ id: unitId, title: newUnit.title, subject, grade }, by);
    const draft = readDraft(content, surroundings(await unit(unitId)));
    if (!draft.item) throw contentProblem(draft.problems);
    await insertItems([recordOf(draft, draft.item, { status: "draft", by })]);
    await addItemToUnit(unitId, id, by);
    await noteHistory([{ itemId: id, version: 1, status: "draft", by, act: "made", comment: "" }]);
  });
  return item(id);
}

/**
 * Change an item. What does not fit the schema is refused; what merely is not finished is kept as a draft with its problems.
 * A version that a study used is left as it is, and the next one is made.
 *
 * @throws {Problem} `item-not-found`, `id-fixed`, `content-invalid`, `changed-meanwhile`.
 */
export async function changeItem(
  itemId: string,
  revision: number,
  wire: unknown,
  by: string,
): Promise<ItemDetail> {
  const before = await findItem(itemId);
  const draft = readDraft(wire, surroundings(await unit(before.unitId)));
  if (!draft.item) throw contentProblem(draft.problems);
  const { id, unitId } = draft.item;
  if (id !== itemId || unitId !== before.unitId) throw new Problem("id-fixed", { id: itemId });
  const version = before.isFrozen ? before.version + 1 : before.version;
  const change = {
    ...recordOf(draft, draft.item, { status: "draft", by }),
    version,
    revision: before.revision + 1,
  };
  const { matchedCount } = await ItemModel.updateOne({ _id: itemId, revision }, { $set: change });
  if (matchedCount === 0) throw new Problem("changed-meanwhile", { id: itemId });
  await noteHistory([{ itemId, version, status: "draft", by, act: "changed", comment: "" }]);
  return item(itemId);
}

/** What is wrong with an item that is not saved yet, beside its unit as it is stored or as an author is changing it. */
export async function checkItem(wire: unknown, unitWire?: unknown): Promise<ItemProblem[]> {
  const around = await surroundingsOf(wire);
  const typed = unitWire === undefined ? null : readUnit(unitWire, around?.assets).value;
  return readDraft(wire, around && { ...around, unit: typed ?? around.unit }).problems;
}

/** The score of a response to an item that is not saved yet. @throws {Problem} `content-invalid` while the item has errors. */
export async function tryItem(wire: unknown, value: unknown): Promise<Scored> {
  const sound = readSound(wire, (await surroundingsOf(wire))?.assets);
  return scoreResponse(sound, value as ResponseValue);
}

/** Put items into the bank as they are. @throws {Problem} `id-taken`. */
export async function insertItems(records: ItemRecord[]): Promise<void> {
  try {
    await ItemModel.insertMany(records);
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    throw new Problem("id-taken", { id: records.map(({ _id }) => _id).join(", ") });
  }
}

/** The record of a first version. */
export function recordOf(
  { problems }: Pick<Draft, "problems">,
  content: Item,
  { status, by }: { status: ItemStatus; by: string },
): ItemRecord {
  return {
    _id: content.id,
    unitId: content.unitId,
    version: 1,
    revision: 1,
    status,
    isFrozen: false,
    problemCount: problems.length,
    content,
    changedBy: by,
    changedAt: new Date(),
  };
}

/**
 * Count the problems of a unit's items anew, because its texts or figures have changed. The items themselves stay as they
 * are, revision and all. Call it in a transaction, after the change.
 *
 * @throws {Problem} `unit-not-found`.
 */
export async function recountProblems(unitId: string): Promise<void> {
  const around = surroundings(await unit(unitId));
  const found = await ItemModel.find({ unitId }).lean();
  const changed = found
    .map(({ _id, content, problemCount }) => {
      const { length } = readDraft(content, around).problems;
      return { _id, before: problemCount, problemCount: length };
    })
    .filter(({ before, problemCount }) => before !== problemCount);
  if (changed.length === 0) return;
  await ItemModel.bulkWrite(
    changed.map(({ _id, problemCount }) => ({
      updateOne: { filter: { _id }, update: { $set: { problemCount } } },
    })),
  );
}

/** An item's newest version as stored. @throws {Problem} `item-not-found`. */
export async function findItem(itemId: string): Promise<ItemRecord> {
  const record = await ItemModel.findById(itemId).lean();
  if (!record) throw new Problem("item-not-found", { itemId });
  return record;
}

/** The newest versions of these items; those that do not exist are left out. */
export async function itemsById(itemIds: string[]): Promise<Map<string, ItemRecord>> {
  const records = await ItemModel.find({ _id: { $in: itemIds } }).lean();
  return new Map(records.map((record) => [record._id, record]));
}

/** So many characters of the stem stand in lists. */
const summaryLength = 120;

/** The stem's first words, for lists. Made when it is read, so that how it is written may change without a change of the item. */
function summaryOf({ stem }: Pick<Item, "stem">): Localised<string> {
  const label = listLabel(stem);
  const short = (text: string): string =>
    text.length <= summaryLength ? text : `${text.slice(0, summaryLength - 1).trimEnd()}…`;
  return Object.fromEntries(Object.entries(label).map(([language, text]) => [language, short(text)]));
}

async function surroundingsOf(wire: unknown): Promise<Surroundings | undefined> {
  const unitId = (wire as { unitId?: unknown } | null)?.unitId;
  if (typeof unitId !== "string") return undefined;
  return surroundings(await unit(unitId));
}

function surroundings({ unit: content, assets }: UnitDetail): Surroundings {
  return { unit: content, assets: new Set(Object.keys(assets)) };
}

/**
 * What is wrong or not finished in an item as it is stored, beside its unit as it is now.
 *
 * @throws {Problem} `unit-not-found`.
 */
export async function problemsOf({ content, unitId }: ItemRecord): Promise<ItemProblem[]> {
  return readDraft(content, surroundings(await unit(unitId))).problems;
}

function row(record: ItemRecord, unitTitle: Localised<string>): BankRow {
  const { _id, unitId, status, version, isFrozen, problemCount, content, changedAt } = record;
  const { subject, grade, expectedDifficulty } = content.metadata;
  return {
    id: _id,
    unitId,
    unitTitle,
    summary: summaryOf(content),
    kind: content.interaction.kind,
    subject,
    grade,
    ...classify(content.metadata),
    expectedDifficulty,
    maxScore: content.maxScore,
    status,
    version,
    isFrozen,
    languages: (["vi", "en"] as const).filter((language) => content.stem[language] !== undefined),
    problemCount,
    changedAt: changedAt.toISOString(),
  };
}
