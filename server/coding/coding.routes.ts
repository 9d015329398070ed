import { CodeBody } from "../contract/coding.js";
import { route } from "../http/route.js";
import { codedByMe, codingOverview, giveCode, nextTask } from "./coding.service.js";
import { disagreements, resolveDisagreement } from "./disagreements.service.js";

const item = "/api/coding/:studyId/items/:itemId" as const;

export const codingRoutes = [
  route(
    {
      method: "get",
      path: "/api/coding/:studyId",
      allow: ["coder", "researcher", "admin"],
      summary: "The open items of a study: progress, waiting responses, agreement of two coders.",
    },
    ({ params, staff }) => codingOverview(params.studyId, staff.accountId),
  ),
  route(
    {
      method: "get",
      path: `${item}/next`,
      allow: ["coder"],
      summary: "The next response of an item for this coder, or null.",
    },
    ({ params, staff }) => nextTask(params.studyId, params.itemId, staff.accountId),
  ),
  route(
    {
      method: "get",
      path: `${item}/mine`,
      allow: ["coder"],
      summary: "The responses this coder coded last, to go back to.",
    },
    ({ params, staff }) => codedByMe(params.studyId, params.itemId, staff.accountId),
  ),
  route(
    {
      method: "put",
      path: "/api/coding/tasks/:taskId",
      allow: ["coder"],
      reads: CodeBody,
      summary: "Give a response a code, or change the one given.",
    },
    ({ params, staff, body }) => giveCode(params.taskId, staff.accountId, body),
  ),
  route(
    {
      method: "get",
      path: `${item}/disagreements`,
      allow: ["researcher", "admin"],
      summary: "Responses to which two coders gave different codes.",
    },
    ({ params }) => disagreements(params.studyId, params.itemId),
  ),
  route(
    {
      method: "put",
      path: `${item}/disagreements/:responseId`,
      allow: ["researcher", "admin"],
      reads: CodeBody,
      summary: "Decide which code counts for a response.",
    },
    ({ params, staff, body }) => resolveDisagreement(params, staff, body),
  ),
];
