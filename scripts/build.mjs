// `npm run build`: builds server and client anew, stale or not.
import { ensureInstalled } from "./ensure.mjs";

ensureInstalled();
const { buildClient, buildServer } = await import("./bundles.mjs");
await buildServer();
await buildClient();
