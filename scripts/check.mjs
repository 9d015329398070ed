// `npm run check`: types, format, import arrows, API documentation, build, lint, tests of the library, of the application, and journeys;
// stops at the first stage that fails.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, root } from "./ensure.mjs";

const reports = join(root, "node_modules", ".cache", "reports");
// A report of an earlier run would be counted where this one does not finish.
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const bin = (name) => join(root, "node_modules", ".bin", name);
const totals = { passed: 0, failed: 0, skipped: 0 };

/** Programs one after the other until one fails; the words of each come when it ends. @returns the exit code. */
async function inTurn(programs) {
  for (const [title, file, ...args] of programs) {
    const started = performance.now();
    const child = spawn(file, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    const code = await new Promise((end) => {
      child.on("error", (error) => {
        said += error.message;
        end(1);
      });
      child.on("close", (status) => end(status ?? 1));
    });
    console.log(`\n── ${title}`);
    if (said !== "") console.log(said.trimEnd());
    tellEnd(title, code, started);
    if (code !== 0) return code;
  }
  return 0;
}

/** Rows of programs side by side, about as long as each other: each row keeps one processor busy. */
async function together(...rows) {
  return (await Promise.all(rows.map(inTurn))).find((code) => code !== 0) ?? 0;
}

function tellEnd(title, code, started) {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`── ${title}: ${code === 0 ? "ok" : "FAILED"}, ${seconds} s`);
}

/** Where a run of the tests leaves what it counted. */
const reportOf = (name) => join(reports, `${name}.json`);
const tests = (name, ...options) => [
  bin("vitest"),
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${reportOf(name)}`,
  ...options,
];

/** Adds a run to the totals. @returns 1 where there is nothing to add. */
function count(name) {
  try {
    const report = JSON.parse(readFileSync(reportOf(name), "utf8"));
    totals.passed += report.numPassedTests;
    totals.failed += report.numFailedTests;
    totals.skipped += report.numPendingTests;
    return 0;
  } catch {
    console.error(`No report at ${reportOf(name)}: the test runner did not finish.`);
    return 1;
  }
}

function finishIfFailed(code) {
  if (code !== 0) finish(code);
}

function finish(code) {
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  process.exit(code);
}

finishIfFailed(
  await together(
    [["types", bin("tsc"), "-b"]],
    [
      ["format", bin("prettier"), "--check", "--log-level", "warn", "."],
      ["import arrows", bin("depcruise"), "server", "client", "item-bank", "psychometrics", "tests"],
      ["API documentation", process.execPath, "scripts/docs.mjs", "--check"],
    ],
  ),
);
await ensureBuilt();
// The linter reads what the types' step has written.
const code = await together(
  [["lint", bin("eslint"), ".", "--cache", "--cache-location", "node_modules/.cache/eslint/"]],
  [["tests of the library", ...tests("library", "--project", "library", "--maxWorkers=1")]],
);
finishIfFailed(count("library") || code);
// In one run, so that no worker waits for the end of the other's kind.
const title = "tests of the application, journeys in Chromium";
console.log(`\n── ${title}`);
const started = performance.now();
const [vitest, ...options] = tests("application", "--project", "unit", "--project", "journeys");
const status = spawnSync(vitest, options, { stdio: "inherit", cwd: root }).status ?? 1;
tellEnd(title, status, started);
finish(count("application") || status);
