// `npm run check`: format, types, lint, import arrows, API documentation, build, unit and API tests, journeys; stops at the first stage that fails.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, root } from "./ensure.mjs";

const reports = join(root, "node_modules", ".cache", "reports");
mkdirSync(reports, { recursive: true });
const bin = (name) => join(root, "node_modules", ".bin", name);
const totals = { passed: 0, failed: 0, skipped: 0 };

async function step(title, work) {
  const started = performance.now();
  console.log(`\n── ${title}`);
  const code = await work();
  console.log(
    `── ${title}: ${code === 0 ? "ok" : "FAILED"}, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  if (code !== 0) finish(code);
}

/** Programs that do not wait for each other, side by side: each keeps one processor busy. Each one's words come when it ends. */
async function together(...programs) {
  const ends = programs.map(async ([title, file, ...args]) => {
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
    console.log(
      `── ${title}: ${code === 0 ? "ok" : "FAILED"}, ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
    return code;
  });
  const failed = (await Promise.all(ends)).find((code) => code !== 0);
  if (failed !== undefined) finish(failed);
}

function suite(project) {
  const file = join(reports, `${project}.json`);
  return () => {
    const args = [
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ];
    const status = spawnSync(bin("vitest"), args, { stdio: "inherit", cwd: root }).status ?? 1;
    try {
      const report = JSON.parse(readFileSync(file, "utf8"));
      totals.passed += report.numPassedTests;
      totals.failed += report.numFailedTests;
      totals.skipped += report.numPendingTests;
    } catch {
      console.error(`No report at ${file}: the test runner did not finish.`);
      return 1;
    }
    return status;
  };
}

function finish(code) {
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  process.exit(code);
}

await together(
  ["format", bin("prettier"), "--check", "--log-level", "warn", "."],
  ["types", bin("tsc"), "-b"],
);
// The linter reads what the types' step has written.
await together(
  ["lint", bin("eslint"), ".", "--cache", "--cache-location", "node_modules/.cache/eslint/"],
  ["import arrows", bin("depcruise"), "server", "client", "item-bank", "psychometrics", "tests"],
  ["API documentation", process.execPath, "scripts/docs.mjs", "--check"],
);
await step("build", async () => {
  await ensureBuilt();
  return 0;
});
await step("unit and API tests", suite("unit"));
await step("journeys in Chromium", suite("journeys"));
finish(0);
