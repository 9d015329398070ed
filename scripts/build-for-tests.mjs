// Before the tests: what is stale under dist/ is built, so that programs of the server start from there and the apps are there.
import { ensureBuilt } from "./ensure.mjs";

export const setup = () => ensureBuilt(undefined, { quiet: true });
