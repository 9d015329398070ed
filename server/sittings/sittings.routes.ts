import {
  BlockBody,
  SubmitBody,
  TestTakerLoginBody,
  type TestTakerLoginBody as LoginBody,
} from "../contract/sitting.js";
import { route, type Route } from "../http/route.js";
import { logInWithCode } from "./login.service.js";
import { requireOwnSitting } from "./own-sitting.js";
import { beginBlock, blockContent, closeBlock, currentState, handIn } from "./sittings.service.js";

export const sittingsRoutes: Route[] = [
  route(
    {
      method: "post",
      path: "/api/test-takers/login",
      allow: "everyone",
      summary: "A test taker logs in with the code on the card; the first login makes the sitting.",
      reads: TestTakerLoginBody,
      // Refused attempts only. Never by address: a school's computers share one. The last limit is the whole server's, wide
      // enough for a province logging in at once, and too narrow for trying codes in a row.
      limits: [
        { key: ({ body }) => `device ${(body as LoginBody).deviceId}`, attemptsMax: 20, windowSeconds: 300 },
        { key: ({ body }) => `code ${(body as LoginBody).code}`, attemptsMax: 30, windowSeconds: 300 },
        { key: () => "all", attemptsMax: 1000, windowSeconds: 60 },
      ],
    },
    async ({ body }) => logInWithCode(body),
  ),
  route(
    {
      method: "get",
      path: "/api/sittings/:sittingId/state",
      allow: "testTaker",
      summary: "The sitting's phase, blocks and times.",
    },
    async ({ params, testTaker }) => {
      requireOwnSitting(testTaker, params.sittingId);
      return currentState(testTaker);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/sittings/:sittingId/blocks/start",
      allow: "testTaker",
      summary: "Begin the next block: the server starts its clock.",
      reads: BlockBody,
    },
    async ({ params, testTaker, body, language }) => {
      requireOwnSitting(testTaker, params.sittingId);
      return beginBlock(testTaker, body.blockId, language);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/sittings/:sittingId/blocks/finish",
      allow: "testTaker",
      summary: "Close the block under way for good.",
      reads: BlockBody,
    },
    async ({ params, testTaker, body }) => {
      requireOwnSitting(testTaker, params.sittingId);
      return closeBlock(testTaker, body.blockId);
    },
  ),
  route(
    {
      method: "get",
      path: "/api/sittings/:sittingId/blocks/:blockId",
      allow: "testTaker",
      summary: "What to show of the block under way, without any key.",
    },
    async ({ params, testTaker }) => {
      requireOwnSitting(testTaker, params.sittingId);
      return blockContent(testTaker, params.blockId);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/sittings/:sittingId/submit",
      allow: "testTaker",
      summary: "Hand in; refused until the server has every entry.",
      reads: SubmitBody,
    },
    async ({ params, testTaker, body }) => {
      requireOwnSitting(testTaker, params.sittingId);
      return handIn(testTaker, body);
    },
  ),
];
