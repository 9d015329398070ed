import type { ItemStatus } from "../../item-bank/types.js";
import type { ItemDetail, ItemStatusBody } from "../contract/bank.js";
import type { StaffCaller } from "../caller.js";
import { Problem } from "../problem.js";
import { noteHistory } from "./history.service.js";
import { findItem, item, itemsById, problemsOf } from "./items.service.js";
import { ItemModel, ItemVersionModel, type ItemRecord } from "./items.model.js";

/** Where an item may go from where it is. */
const steps: Record<ItemStatus, readonly ItemStatus[]> = {
  draft: ["review"],
  review: ["approved", "draft"],
  approved: ["retired"],
  retired: [],
};

/**
 * Move an item one step: draft → review once it has no errors and nothing is left unfinished, review → approved or back
 * by someone else than the one who changed it last (an administrator may always), with a comment, approved → retired.
 *
 * @throws {Problem} `item-not-found`, `status-step-refused`, `item-has-problems`, `status-needs-other-person`,
 * `status-needs-comment`, `changed-meanwhile`.
 */
export async function setStatus(
  itemId: string,
  { to, comment }: ItemStatusBody,
  staff: StaffCaller,
): Promise<ItemDetail> {
  const before = await findItem(itemId);
  if (!steps[before.status].includes(to)) {
    throw new Problem("status-step-refused", { from: before.status, to });
  }
  if (before.status === "review") requireReviewer(before, staff, comment, to);
  // The unit may have changed since the item was sent to review, so approving asks again.
  if (to === "review" || to === "approved") await requireFinished(before);
  const { matchedCount } = await ItemModel.updateOne(
    { _id: itemId, revision: before.revision },
    { $set: { status: to, changedAt: new Date() }, $inc: { revision: 1 } },
  );
  if (matchedCount === 0) throw new Problem("changed-meanwhile", { id: itemId });
  const { version } = before;
  await noteHistory([{ itemId, version, status: to, by: staff.login, act: "status", comment }]);
  return item(itemId);
}

async function requireFinished(record: ItemRecord): Promise<void> {
  const errors = (await problemsOf(record)).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const details = errors.map(({ path, message }) => ({ path, message }));
  throw new Problem("item-has-problems", { count: errors.length }, details);
}

function requireReviewer(record: ItemRecord, staff: StaffCaller, comment: string, to: ItemStatus): void {
  if (comment.trim() === "") throw new Problem("status-needs-comment");
  const isOther = staff.login !== record.changedBy || staff.roles.includes("admin");
  if (to === "approved" && !isOther) throw new Problem("status-needs-other-person");
}

/**
 * Items of a unit that were approved go back to review, because what they stand with has changed; one that a study used
 * gets its next version. Call it in a transaction.
 */
export async function sendBackToReview(unitId: string, by: string): Promise<void> {
  const found = await ItemModel.find({ unitId, status: "approved" }).lean();
  if (found.length === 0) return;
  const nextOf = ({ version, isFrozen }: ItemRecord): number => (isFrozen ? version + 1 : version);
  await ItemModel.bulkWrite(
    found.map((record) => ({
      updateOne: {
        filter: { _id: record._id },
        update: {
          $set: {
            status: "review",
            version: nextOf(record),
            isFrozen: false,
            changedBy: by,
            changedAt: new Date(),
          },
          $inc: { revision: 1 },
        },
      },
    })),
  );
  await noteHistory(
    found.map((record) => ({
      itemId: record._id,
      version: nextOf(record),
      status: "review" as const,
      by,
      act: "unit-changed",
      comment: "",
    })),
  );
}

/** An item of a study: its content and the version that is frozen. */
export interface FrozenItem {
  version: number;
  content: ItemRecord["content"];
}

/**
 * The newest versions of these items, all of them approved.
 *
 * @throws {Problem} `items-not-approved`, which names those that are not.
 */
export async function approvedItems(itemIds: string[]): Promise<Map<string, FrozenItem>> {
  const found = await itemsById(itemIds);
  const others = itemIds.filter((id) => found.get(id)?.status !== "approved");
  if (others.length > 0) throw notApproved(others, found);
  return new Map(
    [...found].map(([id, { version, content }]): [string, FrozenItem] => [id, { version, content }]),
  );
}

function notApproved(itemIds: string[], found: Map<string, ItemRecord>): Problem {
  const details = itemIds.map((id) => {
    const status = found.get(id)?.status;
    return {
      path: id,
      message: {
        vi: status ? `đang ở trạng thái “${statusNames[status].vi}”` : "không có trong ngân hàng",
        en: status ? `its status is “${statusNames[status].en}”` : "it is not in the bank",
      },
    };
  });
  return new Problem("items-not-approved", { items: itemIds.join(", ") }, details);
}

const statusNames: Record<ItemStatus, { vi: string; en: string }> = {
  draft: { vi: "bản nháp", en: "draft" },
  review: { vi: "chờ duyệt", en: "in review" },
  approved: { vi: "đã duyệt", en: "approved" },
  retired: { vi: "đã ngừng dùng", en: "retired" },
};

/** Keep the newest versions of these items as they are, because a study uses them. Call it in a transaction. */
export async function freezeItems(itemIds: string[], by: string, studyId: string): Promise<void> {
  const found = await ItemModel.find({ _id: { $in: itemIds }, isFrozen: false }).lean();
  if (found.length === 0) return;
  const frozenAt = new Date();
  await ItemVersionModel.insertMany(
    found.map(({ _id, version, content }) => ({
      _id: `${_id}@${version}`,
      itemId: _id,
      version,
      content,
      frozenAt,
    })),
  );
  await ItemModel.updateMany(
    { _id: { $in: found.map(({ _id }) => _id) } },
    { $set: { isFrozen: true }, $inc: { revision: 1 } },
  );
  await noteHistory(
    found.map(({ _id, version, status }) => ({
      itemId: _id,
      version,
      status,
      by,
      act: "frozen",
      comment: studyId,
    })),
  );
}
