import { accountsRoutes } from "./accounts/accounts.routes.js";
import { auditRoutes } from "./audit/audit.routes.js";
import { blocksRoutes } from "./blocks/blocks.routes.js";
import { calibrationsRoutes } from "./calibrations/calibrations.routes.js";
import { calibrationsEvents } from "./calibrations/calibrations.sockets.js";
import { codingRoutes } from "./coding/coding.routes.js";
import { comparisonsRoutes } from "./comparisons/comparisons.routes.js";
import { startAnalyses } from "./comparisons/start-analyses.js";
import { exportsRoutes } from "./exports/exports.routes.js";
import type { Route } from "./http/route.js";
import { itemsRoutes } from "./items/items.routes.js";
import { unitsRoutes } from "./items/units.routes.js";
import { linkingRoutes } from "./linking/linking.routes.js";
import { proctoringRoutes } from "./proctoring/proctoring.routes.js";
import { proctoringEvents, startProctoring } from "./proctoring/proctoring.sockets.js";
import { researchRoutes } from "./research/research.routes.js";
import { responsesRoutes } from "./responses/responses.routes.js";
import { responsesEvents, startResponses } from "./responses/responses.sockets.js";
import { startScoring } from "./scoring/score-after-end.js";
import { sessionsRoutes } from "./sessions/sessions.routes.js";
import { sittingsRoutes } from "./sittings/sittings.routes.js";
import { sittingsConnections, sittingsEvents, startSittings } from "./sittings/sittings.sockets.js";
import type { Starter } from "./starter.js";
import { studiesRoutes } from "./studies/studies.routes.js";
import { testTakersRoutes } from "./test-takers/test-takers.routes.js";
import type { SocketConnection, SocketEvent } from "./sockets/event.js";

/** Every route of the application. */
export const routes: Route[] = [
  ...accountsRoutes,
  ...auditRoutes,
  ...itemsRoutes,
  ...unitsRoutes,
  ...blocksRoutes,
  ...studiesRoutes,
  ...sessionsRoutes,
  ...testTakersRoutes,
  ...sittingsRoutes,
  ...responsesRoutes,
  ...proctoringRoutes,
  ...codingRoutes,
  ...researchRoutes,
  ...calibrationsRoutes,
  ...comparisonsRoutes,
  ...linkingRoutes,
  ...exportsRoutes,
];

/** Every socket event of the application. */
export const events: SocketEvent[] = [
  ...sittingsEvents,
  ...responsesEvents,
  ...proctoringEvents,
  ...calibrationsEvents,
];

/** What happens when sockets connect. */
export const connections: SocketConnection[] = [...sittingsConnections];

/** What runs in the background. */
export const starters: Starter[] = [
  startResponses,
  startSittings,
  startProctoring,
  startScoring,
  startAnalyses,
];
