import { readUnit } from "../../item-bank/validate.js";
import { latexToMathML } from "../../item-bank/text/mathml.js";
import { renewUnitFormulas } from "../../item-bank/text/renew.js";
import type { Localised, Unit } from "../../item-bank/types.js";
import type { UnitDetail, UnitRow } from "../contract/bank.js";
import { Problem } from "../problem.js";
import { checkAsset, saveAssets } from "./assets.service.js";
import { contentProblem } from "./content-problem.js";
import { UnitModel, UnitVersionModel, type UnitAsset, type UnitRecord } from "./units.model.js";

/** All units by id. */
export async function units(): Promise<UnitRow[]> {
  const found = await UnitModel.find().sort({ _id: 1 }).lean();
  return found.map(({ content, version, isFrozen }) => ({
    id: content.id,
    title: content.title,
    subject: content.subject,
    grade: content.grade,
    itemIds: content.itemIds,
    version,
    isFrozen,
  }));
}

/** One unit. @throws {Problem} `unit-not-found`. */
export async function unit(unitId: string): Promise<UnitDetail> {
  return detail(await findUnit(unitId));
}

/** The newest versions of these units, by id. @throws {Problem} `unit-not-found` for the first that does not exist. */
export async function unitsById(unitIds: string[]): Promise<Map<string, UnitDetail>> {
  const found = await UnitModel.find({ _id: { $in: unitIds } }).lean();
  const byId = new Map(found.map((record) => [record._id, detail(record)]));
  const missing = unitIds.find((id) => !byId.has(id));
  if (missing !== undefined) throw new Problem("unit-not-found", { unitId: missing });
  return byId;
}

/** The titles of all units. */
export async function unitTitles(): Promise<Map<string, Localised<string>>> {
  const found = await UnitModel.find({}, { "content.title": 1 }).lean<
    { _id: string; content: Pick<Unit, "title"> }[]
  >();
  return new Map(found.map(({ _id, content }) => [_id, content.title]));
}

/** The names of the figures that a unit's texts may use. */
export async function assetNames(unitId: string): Promise<Set<string>> {
  const { assets } = await findUnit(unitId);
  return new Set(assets.map(({ name }) => name));
}

/** Make a unit that has no item yet; it gets its first one with `addItemToUnit`. @throws {Problem} `id-taken`, `content-invalid`. */
export async function addUnit(
  start: { id: string; title: unknown; subject: string; grade: number },
  by: string,
): Promise<UnitDetail> {
  // A unit has at least one item; until the first one is made, its place is held by the name it will have.
  const whole = { ...start, itemIds: [`${start.id}Q01`], source: "" };
  const { value, problems } = readUnit(whole);
  if (!value) throw contentProblem(problems);
  const record: UnitRecord = {
    _id: value.id,
    version: 1,
    revision: 1,
    isFrozen: false,
    content: { ...value, itemIds: [] },
    assets: [],
    changedBy: by,
    changedAt: new Date(),
  };
  await insertUnits([record]);
  return detail(record);
}

/** Put units into the bank as they are. @throws {Problem} `id-taken`. */
export async function insertUnits(records: UnitRecord[]): Promise<void> {
  try {
    await UnitModel.insertMany(records);
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    throw new Problem("id-taken", { id: records.map(({ _id }) => _id).join(", ") });
  }
}

/**
 * Change a unit's texts. The items stay those it has; one that is used by a study is left as it was and the next version made.
 *
 * @throws {Problem} `unit-not-found`, `content-invalid`, `changed-meanwhile`, `unit-items-fixed`.
 */
export async function changeUnit(
  unitId: string,
  revision: number,
  wire: unknown,
  by: string,
): Promise<UnitDetail> {
  const before = await findUnit(unitId);
  const names = new Set(before.assets.map(({ name }) => name));
  const itemIds = before.content.itemIds;
  const sent = wire as Partial<Unit> | null;
  if (sent?.id !== unitId) throw new Problem("id-fixed", { id: unitId });
  // The order of items may change; which they are does not change here.
  const sentIds = Array.isArray(sent.itemIds) ? [...sent.itemIds].sort() : [];
  if (sentIds.join() !== [...itemIds].sort().join()) throw new Problem("unit-items-fixed", { unitId });
  const whole = itemIds.length > 0 ? sent : { ...sent, itemIds: [`${unitId}Q01`] };
  const { value, problems } = readUnit(whole, names);
  if (!value) throw contentProblem(problems);
  const content = { ...renewUnitFormulas(value, latexToMathML), itemIds: sent.itemIds ?? [] };
  return detail(await replaceUnit(before, revision, { content }, by));
}

/** Put an item into a unit. */
export async function addItemToUnit(unitId: string, itemId: string, by: string): Promise<void> {
  const before = await findUnit(unitId);
  if (before.content.itemIds.includes(itemId)) return;
  const content = { ...before.content, itemIds: [...before.content.itemIds, itemId] };
  await replaceUnit(before, before.revision, { content }, by);
}

/** Add a figure to a unit or replace it. @throws {Problem} `asset-name-invalid`, `asset-invalid`, `unit-not-found`. */
export async function putAsset(
  unitId: string,
  name: string,
  bytes: Buffer,
  by: string,
): Promise<{ address: string }> {
  const before = await findUnit(unitId);
  const checked = checkAsset(name, bytes);
  await saveAssets([checked]);
  const others = before.assets.filter((asset) => asset.name !== name);
  const assets = [...others, { name, address: checked.address }];
  await replaceUnit(before, before.revision, { assets }, by);
  return { address: checked.address };
}

/** Keep the newest versions of these units as they are, because a study uses them. Call it in a transaction. */
export async function freezeUnits(unitIds: string[]): Promise<void> {
  const found = await UnitModel.find({ _id: { $in: unitIds }, isFrozen: false }).lean();
  if (found.length === 0) return;
  const frozenAt = new Date();
  await UnitVersionModel.insertMany(
    found.map(({ _id, version, content, assets }) => ({
      _id: `${_id}@${version}`,
      unitId: _id,
      version,
      content,
      assets,
      frozenAt,
    })),
  );
  await UnitModel.updateMany(
    { _id: { $in: found.map(({ _id }) => _id) } },
    { $set: { isFrozen: true }, $inc: { revision: 1 } },
  );
}

async function replaceUnit(
  before: UnitRecord,
  revision: number,
  change: { content?: Unit; assets?: UnitAsset[] },
  by: string,
): Promise<UnitRecord> {
  const version = before.isFrozen ? before.version + 1 : before.version;
  const after = await UnitModel.findOneAndUpdate(
    { _id: before._id, revision },
    {
      $set: { ...change, version, isFrozen: false, changedBy: by, changedAt: new Date() },
      $inc: { revision: 1 },
    },
    { returnDocument: "after" },
  ).lean();
  if (!after) throw new Problem("changed-meanwhile", { id: before._id });
  return after;
}

async function findUnit(unitId: string): Promise<UnitRecord> {
  const record = await UnitModel.findById(unitId).lean();
  if (!record) throw new Problem("unit-not-found", { unitId });
  return record;
}

function detail({ content, version, revision, isFrozen, assets }: UnitRecord): UnitDetail {
  return {
    unit: content,
    version,
    revision,
    isFrozen,
    assets: Object.fromEntries(assets.map(({ name, address }) => [name, address])),
  };
}
