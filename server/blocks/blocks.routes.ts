import { record } from "../audit/audit.service.js";
import { PutBlockBody } from "../contract/studies.js";
import { route } from "../http/route.js";
import { blocks, putBlock } from "./blocks.service.js";

export const blocksRoutes = [
  route(
    {
      method: "get",
      path: "/api/blocks",
      allow: ["designer", "author", "researcher", "admin"],
      summary: "All blocks with what a designer weighs: items, points, minutes, domains.",
    },
    () => blocks(),
  ),
  route(
    {
      method: "put",
      path: "/api/blocks/:blockId",
      allow: ["designer", "admin"],
      summary: "Make a block, or change one that no opened study uses.",
      reads: PutBlockBody,
    },
    async ({ params, body, staff }) => {
      const block = await putBlock(params.blockId, body.block);
      await record(staff.login, "block-changed", block.id, { unitIds: block.unitIds });
      return block;
    },
  ),
];
