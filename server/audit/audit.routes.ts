import { route } from "../http/route.js";
import { auditEntries } from "./audit.service.js";

export const auditRoutes = [
  route(
    {
      method: "get",
      path: "/api/audit",
      allow: ["admin"],
      summary: "What staff did, newest first.",
      query: { before: "Only what was before this ISO time.", limit: "How many at most; 100 if not given." },
    },
    ({ query }) => {
      const before = new Date(query("before") ?? Number.NaN);
      const limit = Number(query("limit") ?? 100);
      return auditEntries(
        Number.isNaN(before.getTime()) ? new Date(Date.now() + 1000) : before,
        Number.isInteger(limit) ? limit : 100,
      );
    },
  ),
];
