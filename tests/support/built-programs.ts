import { join } from "node:path";
import { packageRoot } from "../../server/package-root.js";

/** A program of the server as `npm start` and `npm run khao` run it; `scripts/build-for-tests.mjs` has built it. */
export const builtProgram = (path: "server/main" | "server/cli/khao"): string =>
  join(packageRoot, "dist", `${path}.js`);
