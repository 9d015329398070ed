import { ChangeUnitBody, NewUnitBody, assetBytesMax } from "../contract/bank.js";
import type { Role } from "../contract/common.js";
import { fileRoute, route } from "../http/route.js";
import { asset } from "./assets.service.js";
import { changeFigure, changeUnitTexts } from "./unit-changes.service.js";
import { addUnit, unit, units } from "./units.service.js";

const writers: Role[] = ["author", "admin"];
const readers: Role[] = ["author", "designer", "researcher", "admin"];
const unitBytesMax = 1_000_000;

export const unitsRoutes = [
  route({ method: "get", path: "/api/units", allow: readers, summary: "All units." }, () => units()),
  route(
    {
      method: "post",
      path: "/api/units",
      allow: writers,
      summary: "Make a unit without items.",
      reads: NewUnitBody,
    },
    ({ body, staff }) => addUnit(body, staff.login),
  ),
  route(
    {
      method: "get",
      path: "/api/units/:unitId",
      allow: ["author", "designer", "admin"],
      summary: "One unit with its stimulus and figures.",
    },
    ({ params }) => unit(params.unitId),
  ),
  route(
    {
      method: "put",
      path: "/api/units/:unitId",
      allow: writers,
      summary: "Change a unit's title, stimulus or order of items.",
      reads: ChangeUnitBody,
      bodyBytesMax: unitBytesMax,
    },
    ({ params, body, staff }) => changeUnitTexts(params.unitId, body.revision, body.unit, staff.login),
  ),
  fileRoute(
    {
      method: "put",
      path: "/api/units/:unitId/assets/:fileName",
      allow: writers,
      summary: "Add a figure to a unit or replace it.",
      file: { types: ["image/svg+xml", "image/png", "image/jpeg"], bytesMax: assetBytesMax },
    },
    ({ params, body, staff }) => changeFigure(params.unitId, params.fileName, body, staff.login),
  ),
  route(
    {
      method: "get",
      path: "/assets/:address",
      allow: "everyone",
      summary: "A figure. Its address is made from its content: it cannot be guessed, and never changes.",
    },
    async ({ params, response }) => {
      const { bytes, type } = await asset(params.address);
      response.setHeader("Content-Type", type);
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      // Opened by itself an SVG is a page: it gets no rights at all, whatever may stand in it.
      response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
      response.send(bytes);
    },
  ),
];
