import type { Item } from "../../item-bank/types.js";
import type { AssemblyItem, AssemblyPool, FormItem, Stimulus } from "../../psychometrics/index.js";
import { finishedRun, newestRunId } from "../calibrations/runs.service.js";
import { itemRows, itemsById } from "../items/items.service.js";
import { unitsById } from "../items/units.service.js";
import { formOf } from "../linking/run-form.js";
import { studyPackage } from "../studies/studies.service.js";

/** What forms are assembled from, and where it is from. */
export interface ItemPool {
  pool: AssemblyPool;
  /** The calibration that the parameters are from; null where the study has none that is finished. */
  run: { id: string; title: string } | null;
  /** Items without parameters here because the bank has a newer version than the calibrated one. */
  changed: string[];
  /** How many scored items are left out because nobody has approved them, or they are retired. */
  notApprovedCount: number;
}

/**
 * The bank's approved items that are scored, with the parameters of a study's calibration. Their units are stimuli where they
 * have one; attributes are those of the bank, by their codes.
 *
 * @param runId of the calibration; the study's newest finished one by default.
 * @throws {Problem} `study-not-found`, `run-not-found`, `run-not-done`, and where the study is not open yet.
 */
export async function itemPool(studyId: string, runId?: string): Promise<ItemPool> {
  const { itemVersions } = await studyPackage(studyId);
  const chosen = runId ?? (await newestRunId(studyId));
  const found = chosen === null ? null : await finishedRun(chosen);
  const parameters = new Map<string, FormItem>();
  if (found) {
    const names = found.output.items.map(({ itemId }) => itemId);
    for (const item of formOf(found.output, names).items) parameters.set(item.item, item);
  }
  const scored = (await itemRows()).filter(({ maxScore, subject }) => maxScore > 0 && subject !== "practice");
  const approved = scored.filter(({ status }) => status === "approved");
  const [records, units] = await Promise.all([
    itemsById(approved.map(({ id }) => id)),
    unitsById([...new Set(approved.map(({ unitId }) => unitId))]),
  ]);
  const changed: string[] = [];
  const items = approved.flatMap(({ id, version }): AssemblyItem[] => {
    const content = records.get(id)?.content;
    if (!content) return [];
    const isChanged = (itemVersions[id] ?? version) !== version;
    if (isChanged && parameters.has(id)) changed.push(id);
    return [
      {
        item: id,
        curve: isChanged ? null : (parameters.get(id) ?? null),
        attributes: attributesOf(content),
        ...(units.get(content.unitId)?.unit.stimulus && { stimulus: content.unitId }),
      },
    ];
  });
  const stimuli = [...new Set(items.flatMap(({ stimulus }) => stimulus ?? []))].map((id): Stimulus => {
    const { subject, grade } = units.get(id)?.unit ?? {};
    return { stimulus: id, attributes: { ...(subject && { subject }), ...(grade && { grade }) } };
  });
  return {
    pool: { items, stimuli },
    run: found && { id: found.run._id, title: found.run.title },
    changed,
    notApprovedCount: scored.length - approved.length,
  };
}

/** What the bank knows of an item; what it does not know is not there. */
function attributesOf({
  metadata,
  interaction,
  scoring,
  maxScore,
  unitId,
}: Item): Record<string, string | number> {
  const { subject, grade, framework, domain, process, expectedDifficulty: difficulty, minutes } = metadata;
  const words = { unit: unitId, subject, framework, domain, process, difficulty, type: interaction.kind };
  const key = keyOf(scoring);
  return {
    ...Object.fromEntries(Object.entries(words).filter(([, word]) => word !== "")),
    ...{ grade, minutes, points: maxScore },
    ...(key !== null && { key }),
  };
}

/** The right option where there is one, so that right answers can be spread over A to D. */
function keyOf({ key }: Item["scoring"]): string | null {
  return Array.isArray(key) && key.length === 1 && typeof key[0] === "string" ? key[0] : null;
}
