import {
  ChangeItemBody,
  CheckItemBody,
  ItemCommentBody,
  ItemStatusBody,
  NewItemBody,
  ReadMarkupBody,
  TryItemBody,
  type ItemRow,
} from "../contract/bank.js";
import type { Role } from "../contract/common.js";
import { account } from "../accounts/accounts.service.js";
import { route } from "../http/route.js";
import { exposureCounts } from "../studies/overview.service.js";
import { addComment } from "./comments.service.js";
import { addItem, changeItem, checkItem, findItem, item, itemRows, tryItem } from "./items.service.js";
import { readMarkup } from "./markup.js";
import { newItem } from "./new-item.js";
import { itemStatistics } from "./statistics.service.js";
import { setStatus } from "./workflow.service.js";

const writers: Role[] = ["author", "admin"];

/** An item with its texts in two languages, and a table in each, stays well below this. */
const itemBytesMax = 1_000_000;

async function allRows(): Promise<ItemRow[]> {
  const [rows, exposure, statistics] = await Promise.all([itemRows(), exposureCounts(), itemStatistics()]);
  return rows.map((row) => ({
    ...row,
    exposureCount: exposure.get(row.id) ?? 0,
    statistics: statistics.get(row.id) ?? null,
  }));
}

export const itemsRoutes = [
  route(
    {
      method: "get",
      path: "/api/items",
      allow: ["author", "designer", "researcher", "admin"],
      summary: "The whole bank, without texts and keys.",
    },
    () => allRows(),
  ),
  route(
    {
      method: "post",
      path: "/api/items",
      allow: writers,
      summary: "Make a draft from an interaction's starter, and with `newUnit` the unit it stands in.",
      reads: NewItemBody,
    },
    async ({ body, staff }) => {
      const { name } = await account(staff.accountId);
      return addItem(newItem(body, name), staff.login, body.newUnit);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/items/check",
      allow: writers,
      summary: "What is wrong with an item that is not saved yet.",
      reads: CheckItemBody,
      bodyBytesMax: itemBytesMax,
    },
    async ({ body }) => ({ problems: await checkItem(body.item, body.unit) }),
  ),
  route(
    {
      method: "post",
      path: "/api/items/try",
      allow: writers,
      summary: "The score of a response to an item that is not saved yet.",
      reads: TryItemBody,
      bodyBytesMax: itemBytesMax,
    },
    async ({ body }) => ({ scored: await tryItem(body.item, body.value) }),
  ),
  route(
    {
      method: "get",
      path: "/api/items/:itemId",
      allow: ["author", "designer", "admin"],
      summary: "One item with its unit, key, history and comments.",
      query: { version: "An older version that a study used; the newest if not given." },
    },
    ({ params, query }) => {
      const version = Number(query("version"));
      return item(params.itemId, Number.isInteger(version) ? version : undefined);
    },
  ),
  route(
    {
      method: "put",
      path: "/api/items/:itemId",
      allow: writers,
      summary: "Change an item; a version that a study used stays, and the next one is made.",
      reads: ChangeItemBody,
      bodyBytesMax: itemBytesMax,
    },
    ({ params, body, staff }) => changeItem(params.itemId, body.revision, body.item, staff.login),
  ),
  route(
    {
      method: "post",
      path: "/api/items/:itemId/status",
      allow: writers,
      summary: "Move an item one step: draft, review, approved, retired.",
      reads: ItemStatusBody,
    },
    ({ params, body, staff }) => setStatus(params.itemId, body, staff),
  ),
  route(
    {
      method: "post",
      path: "/api/items/:itemId/comments",
      allow: ["author", "designer", "admin"],
      summary: "Add a remark to an item.",
      reads: ItemCommentBody,
    },
    async ({ params, body, staff }) => {
      await findItem(params.itemId);
      await addComment(params.itemId, staff.login, body.text);
      return item(params.itemId);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/text",
      allow: writers,
      summary: "The bank's markup as rich text, with LaTeX turned into MathML.",
      reads: ReadMarkupBody,
    },
    ({ body }) => ({ text: readMarkup(body.markup) }),
  ),
];
