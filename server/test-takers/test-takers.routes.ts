import { record } from "../audit/audit.service.js";
import { AddTestTakersBody, type RosterAnswer } from "../contract/studies.js";
import { fileRoute, route } from "../http/route.js";
import { sessionFor } from "../sessions/sessions.service.js";
import { readRoster, rosterBytesMax, rosterTypes } from "./roster.js";
import { addTestTakers, cardsOfSession } from "./test-takers.service.js";

export const testTakersRoutes = [
  route(
    {
      method: "get",
      path: "/api/sessions/:sessionId/test-takers",
      allow: ["proctor", "admin"],
      summary: "The login cards of a session, with names.",
    },
    async ({ params, staff }) => {
      const { id } = await sessionFor(staff, params.sessionId);
      return cardsOfSession(id);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/sessions/:sessionId/test-takers",
      allow: ["admin", "designer", "proctor"],
      summary: "Add test takers; codes and booklets are given by the server.",
      reads: AddTestTakersBody,
    },
    async ({ params, body, staff }) => {
      const { id } = await sessionFor(staff, params.sessionId, ["designer"]);
      const cards = await addTestTakers(id, body.testTakers);
      await record(staff.login, "test-takers-added", id, { count: body.testTakers.length });
      return cards;
    },
  ),
  fileRoute(
    {
      method: "post",
      path: "/api/sessions/:sessionId/roster",
      allow: ["admin", "designer", "proctor"],
      summary: "Read a school's list (Excel or CSV) and add those on it.",
      query: { dryRun: "1 to read the list and add nothing." },
      file: { types: rosterTypes, bytesMax: rosterBytesMax },
    },
    async ({ params, body, query, staff, language }): Promise<RosterAnswer> => {
      const { id } = await sessionFor(staff, params.sessionId, ["designer"]);
      const { testTakers, problems } = await readRoster(body, language);
      if (query("dryRun") === "1" || testTakers.length === 0) return { testTakers, problems, added: 0 };
      await addTestTakers(id, testTakers);
      await record(staff.login, "roster-added", id, { count: testTakers.length });
      return { testTakers, problems, added: testTakers.length };
    },
  ),
];
