// `npm start`: installs what is missing, builds what is stale, and starts the server.
import { ensureBuilt, ensureInstalled } from "./ensure.mjs";
import { endWithNpm } from "./end-with-npm.mjs";

endWithNpm();
ensureInstalled();
await ensureBuilt();
process.env.NODE_ENV ??= "production";
await import("../dist/server/main.js");
