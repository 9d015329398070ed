import type { ItemDetail, UnitDetail } from "../contract/bank.js";
import type { StudyDetail } from "../contract/studies.js";
import type { Item } from "../../item-bank/types.js";
import { SpokenError } from "../terminal/words.js";
import type { StaffClient } from "./staff-client.js";

/** A study as a simulation needs it: with the keys, which only staff may read. */
export interface SimulatedStudy {
  id: string;
  isDemo: boolean;
  items: Map<string, Item>;
}

/** @throws {Refused} as the server refuses; {SpokenError} for a study that is not open. */
export async function readStudy(staff: StaffClient, studyId: string): Promise<SimulatedStudy> {
  const study = await staff.get<StudyDetail>(`/api/studies/${studyId}`);
  if (study.status !== "open") {
    const status = { key: `simulate.${study.status}` } as const;
    throw new SpokenError("simulate.notOpen", { study: studyId, status });
  }
  const unitIds = [...new Set(study.blocks.flatMap((block) => block.unitIds))];
  const items = new Map<string, Item>();
  for (const unitId of unitIds) {
    const { unit } = await staff.get<UnitDetail>(`/api/units/${unitId}`);
    const details = await Promise.all(unit.itemIds.map((id) => staff.get<ItemDetail>(`/api/items/${id}`)));
    for (const { item } of details) items.set(item.id, item);
  }
  return { id: study.id, isDemo: study.isDemo, items };
}
