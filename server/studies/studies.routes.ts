import { record } from "../audit/audit.service.js";
import type { Role } from "../contract/common.js";
import { BalancedDesignBody, CheckDesignBody, StudyBody, StudyStatusBody } from "../contract/studies.js";
import { route } from "../http/route.js";
import { balancedBooklets, designOf, reportOf } from "./designs.service.js";
import { endStudy, openStudy } from "./opening.service.js";
import { studyDetail, studyRows } from "./overview.service.js";
import { addStudy, changeStudy } from "./studies.service.js";

const designers: Role[] = ["designer", "admin"];

const designRoutes = [
  route(
    {
      method: "post",
      path: "/api/designs/check",
      allow: designers,
      summary: "The counts that show a design's balance.",
      reads: CheckDesignBody,
    },
    ({ body }) => reportOf(designOf(body.design)),
  ),
  route(
    {
      method: "post",
      path: "/api/designs/balanced",
      allow: designers,
      summary: "Seven booklets of three for seven blocks, balanced in position and pairs.",
      reads: BalancedDesignBody,
    },
    ({ body }) => balancedBooklets(body.blockIds),
  ),
];

export const studiesRoutes = [
  ...designRoutes,
  route(
    { method: "get", path: "/api/studies", allow: "staff", summary: "All studies with their counts." },
    () => studyRows(),
  ),
  route(
    {
      method: "post",
      path: "/api/studies",
      allow: designers,
      summary: "Make a study.",
      reads: StudyBody,
    },
    async ({ body, staff }) => {
      await addStudy(body as StudyBody);
      await record(staff.login, "study-added", body.id);
      return studyDetail(body.id);
    },
  ),
  route(
    {
      method: "get",
      path: "/api/studies/:studyId",
      allow: ["designer", "researcher", "author", "admin"],
      summary: "One study with its design and how balanced it is.",
    },
    ({ params }) => studyDetail(params.studyId),
  ),
  route(
    {
      method: "put",
      path: "/api/studies/:studyId",
      allow: designers,
      summary: "Change a study that is being prepared.",
      reads: StudyBody,
    },
    async ({ params, body, staff }) => {
      await changeStudy(params.studyId, body as StudyBody);
      await record(staff.login, "study-changed", params.studyId);
      return studyDetail(params.studyId);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/studies/:studyId/open",
      allow: designers,
      summary: "Seal the package and open the study; all its items have to be approved.",
      reads: StudyStatusBody,
    },
    async ({ params, staff }) => {
      const { hash } = await openStudy(params.studyId, staff.login);
      await record(staff.login, "study-opened", params.studyId, { packageHash: hash });
      return studyDetail(params.studyId);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/studies/:studyId/close",
      allow: designers,
      summary: "End a study and its sessions: nothing more is sat.",
      reads: StudyStatusBody,
    },
    async ({ params, staff }) => {
      await endStudy(params.studyId);
      await record(staff.login, "study-closed", params.studyId);
      return studyDetail(params.studyId);
    },
  ),
];
