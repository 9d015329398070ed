import { record } from "../audit/audit.service.js";
import type { Role } from "../contract/common.js";
import { SessionBody, SessionStatusBody } from "../contract/studies.js";
import { route } from "../http/route.js";
import { sessionRow, sessionRows } from "../studies/overview.service.js";
import { addSession, changeSession, sessionFor, setSessionStatus } from "./sessions.service.js";

const planners: Role[] = ["designer", "admin"];

export const sessionsRoutes = [
  route(
    {
      method: "get",
      path: "/api/sessions",
      allow: ["proctor", "designer", "admin"],
      summary: "Sessions: a proctor sees the own ones.",
      query: { studyId: "Only those of this study." },
    },
    ({ staff, query }) => sessionRows(staff, query("studyId")),
  ),
  route(
    {
      method: "post",
      path: "/api/sessions",
      allow: planners,
      summary: "Plan a session.",
      reads: SessionBody,
    },
    async ({ body, staff }) => {
      const added = await addSession(body);
      await record(staff.login, "session-added", added.id, { studyId: added.studyId });
      return sessionRow(added);
    },
  ),
  route(
    {
      method: "get",
      path: "/api/sessions/:sessionId",
      allow: ["proctor", "designer", "admin"],
      summary: "One session.",
    },
    async ({ params, staff }) => sessionRow(await sessionFor(staff, params.sessionId, ["designer"])),
  ),
  route(
    {
      method: "put",
      path: "/api/sessions/:sessionId",
      allow: planners,
      summary: "Change a session's plan.",
      reads: SessionBody,
    },
    async ({ params, body, staff }) => {
      const changed = await changeSession(params.sessionId, body);
      await record(staff.login, "session-changed", changed.id);
      return sessionRow(changed);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/sessions/:sessionId/status",
      allow: ["proctor", "designer", "admin"],
      summary: "Open, close or reopen a session.",
      reads: SessionStatusBody,
    },
    async ({ params, body, staff }) => {
      const { id } = await sessionFor(staff, params.sessionId, ["designer"]);
      const changed = await setSessionStatus(id, body.to);
      await record(staff.login, "session-status", id, { to: body.to });
      return sessionRow(changed);
    },
  ),
];
