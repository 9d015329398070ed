import { CommandBody, IncidentBody } from "../contract/room.js";
import { route, type Route } from "../http/route.js";
import { command } from "./commands.service.js";
import { historyOf } from "./history.service.js";
import { addIncident, incidentsOf } from "./incidents.service.js";
import { sessionFor } from "../sessions/sessions.service.js";
import { roomState } from "./room.service.js";
import { tellIncident } from "./tell.js";

const proctors = ["proctor", "admin"] as const;

export const proctoringRoutes: Route[] = [
  route(
    {
      method: "get",
      path: "/api/sessions/:sessionId/room",
      allow: proctors,
      summary: "The whole room as it is now; the socket /staff sends it live.",
    },
    async ({ params, staff }) => {
      await sessionFor(staff, params.sessionId);
      return roomState(params.sessionId, 0);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/sessions/:sessionId/commands",
      allow: proctors,
      summary:
        "Authorise, pause, resume, add minutes, end, reopen or send a message, for one or many; repeatable.",
      reads: CommandBody,
    },
    async ({ params, staff, body, language }) => {
      await sessionFor(staff, params.sessionId);
      return command(staff.login, language, params.sessionId, body);
    },
  ),
  route(
    {
      method: "get",
      path: "/api/sessions/:sessionId/test-takers/:testTakerId/history",
      allow: proctors,
      summary: "What happened to a test taker’s sitting, newest first.",
    },
    async ({ params, staff }) => {
      await sessionFor(staff, params.sessionId);
      return historyOf(params.sessionId, params.testTakerId);
    },
  ),
  route(
    {
      method: "get",
      path: "/api/sessions/:sessionId/incidents",
      allow: proctors,
      summary: "The incidents of the session, newest first.",
    },
    async ({ params, staff }) => {
      await sessionFor(staff, params.sessionId);
      return incidentsOf(params.sessionId);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/sessions/:sessionId/incidents",
      allow: proctors,
      summary: "Note an incident; everyone who watches the room sees it.",
      reads: IncidentBody,
    },
    async ({ params, staff, body }) => {
      await sessionFor(staff, params.sessionId);
      const incident = await addIncident(params.sessionId, staff.login, body);
      tellIncident(params.sessionId, incident);
      return incident;
    },
  ),
];
