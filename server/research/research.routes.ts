import { route } from "../http/route.js";
import { classicalTable } from "./classical.service.js";
import { studyOverview } from "./overview.service.js";

const researchers = ["researcher", "admin"] as const;

export const researchRoutes = [
  route(
    {
      method: "get",
      path: "/api/research/:studyId/overview",
      allow: researchers,
      summary: "Counts of a study: test takers, booklets, cells of the response matrix, items.",
    },
    ({ params }) => studyOverview(params.studyId),
  ),
  route(
    {
      method: "get",
      path: "/api/research/:studyId/classical",
      allow: researchers,
      summary: "Classical statistics of a study's items, from the responses as they are now.",
      query: { subjects: "Only items of these subjects, separated by commas." },
    },
    ({ params, query }) =>
      classicalTable(
        params.studyId,
        (query("subjects") ?? "").split(",").filter((subject) => subject !== ""),
      ),
  ),
];
