import { createServer, type Server as HttpServer } from "node:http";
import { join } from "node:path";
import compression from "compression";
import express, { type Express } from "express";
import type { Logger } from "pino";
import { Server } from "socket.io";
import { batchBytesMax } from "./contract/sitting.js";
import { connections, events, routes } from "./features.js";
import { errorHandler, notFound } from "./http/errors.js";
import { securityHeaders } from "./http/headers.js";
import { requestLog } from "./http/log.js";
import { mountRoutes } from "./http/mount.js";
import { pageNotFound } from "./http/not-found-page.js";
import { describeApi } from "./http/openapi.js";
import { mountBundles, mountPages } from "./http/pages.js";
import { route, type Route } from "./http/route.js";
import { packageRoot, programVersion } from "./package-root.js";
import { connectSockets } from "./sockets/connect.js";

export interface Application {
  app: Express;
  httpServer: HttpServer;
  io: Server;
}

/** A message of the socket carries a batch of entries and its frame. */
const socketBytesMax = batchBytesMax + 64_000;

/** The API's own routes. */
const apiRoutes: Route[] = [
  route(
    {
      method: "get",
      path: "/api/openapi.json",
      allow: "everyone",
      summary: "This description, OpenAPI 3.1.",
    },
    () => describeApi(allRoutes, programVersion),
  ),
  route(
    {
      method: "get",
      path: "/api/health",
      allow: "everyone",
      summary: "Whether the server answers, its version.",
    },
    () => ({ status: "ok", version: programVersion }),
  ),
];

/** Every route, for the server itself, its description and the test that walks them. */
export const allRoutes: Route[] = [...routes, ...apiRoutes];

/** The application without listening: routes, sockets and pages, put together. */
export function createApplication(parts: { log: Logger; trustedProxies: number }): Application {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", parts.trustedProxies);
  app.use(requestLog(parts.log));
  app.use(securityHeaders());
  // Level 3: a room that starts a block at once waits for the processor, and the usual 6 saves little more.
  app.use(compression({ level: 3 }));
  const pages = join(packageRoot, "dist", "client");
  mountBundles(app, pages);
  mountRoutes(app, allRoutes);
  app.use("/api", notFound);
  mountPages(app, pages);
  app.use(pageNotFound, notFound);
  app.use(errorHandler(parts.log));

  const httpServer = createServer(app);
  const io = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: socketBytesMax,
    // A tablet that loses the network for a moment goes on where it was.
    pingInterval: 10_000,
    pingTimeout: 15_000,
  });
  connectSockets(io, events, connections, parts.log);
  return { app, httpServer, io };
}
