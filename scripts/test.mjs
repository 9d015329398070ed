// `npm test`: installs what is missing (Chromium too), then runs every check. This is what CI calls.
import { ensureChromium, ensureInstalled, run } from "./ensure.mjs";

ensureInstalled();
process.env.KHAO_CHROMIUM = ensureChromium();
run(process.execPath, ["scripts/check.mjs"]);
