import { batchBytesMax, SaveEntriesBody } from "../contract/sitting.js";
import { route, type Route } from "../http/route.js";
import { requireOwnSitting } from "../sittings/own-sitting.js";
import { responsesForResuming, saveEntries } from "./responses.service.js";

export const responsesRoutes: Route[] = [
  route(
    {
      method: "post",
      path: "/api/sittings/:sittingId/entries",
      allow: "testTaker",
      summary:
        "Keep a batch of entries; sending it again changes nothing. Answers when they are on the disk.",
      reads: SaveEntriesBody,
      bodyBytesMax: batchBytesMax,
    },
    async ({ params, testTaker, body }) => {
      requireOwnSitting(testTaker, params.sittingId);
      return saveEntries(testTaker, body as SaveEntriesBody);
    },
  ),
  route(
    {
      method: "get",
      path: "/api/sittings/:sittingId/responses",
      allow: "testTaker",
      summary: "The newest response and mark of each item, to go on at another computer.",
    },
    async ({ params, testTaker }) => {
      requireOwnSitting(testTaker, params.sittingId);
      return responsesForResuming(testTaker);
    },
  ),
];
