import type { UnitDetail } from "../contract/bank.js";
import { canonicalJson } from "../studies/package.js";
import { inTransaction } from "../transaction.js";
import { recountProblems } from "./items.service.js";
import { sendBackToReview } from "./workflow.service.js";
import { changeUnit, putAsset, unit } from "./units.service.js";

/**
 * Change a unit's texts. Items that were approved with another stimulus are read again before they are used, and
 * the problems of all its items are counted anew.
 *
 * @throws {Problem} as `changeUnit`.
 */
export async function changeUnitTexts(
  unitId: string,
  revision: number,
  wire: unknown,
  by: string,
): Promise<UnitDetail> {
  return inTransaction(async () => {
    const before = await unit(unitId);
    const after = await changeUnit(unitId, revision, wire, by);
    const isShownOtherwise =
      canonicalJson([before.unit.title, before.unit.stimulus]) !==
      canonicalJson([after.unit.title, after.unit.stimulus]);
    await recountProblems(unitId);
    if (isShownOtherwise) await sendBackToReview(unitId, by);
    return after;
  });
}

/**
 * Add a figure to a unit or replace it; a replaced one sends the unit's approved items back to review.
 *
 * @throws {Problem} as `putAsset`.
 */
export async function changeFigure(
  unitId: string,
  name: string,
  bytes: Buffer,
  by: string,
): Promise<{ address: string }> {
  return inTransaction(async () => {
    const before = (await unit(unitId)).assets[name];
    const { address } = await putAsset(unitId, name, bytes, by);
    await recountProblems(unitId);
    if (before !== undefined && before !== address) await sendBackToReview(unitId, by);
    return { address };
  });
}
