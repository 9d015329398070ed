// `npm run -s khao -- …`: the command line. Standard output belongs to the command, so preparation speaks on standard error.
import { ensureBuilt, ensureInstalled } from "./ensure.mjs";
import { standWhereCalled } from "./stand-where-called.mjs";

ensureInstalled({ quiet: true });
await ensureBuilt(["server"], { quiet: true });
standWhereCalled();
process.env.NODE_ENV ??= "production";
await import("../dist/server/cli/khao.js");
