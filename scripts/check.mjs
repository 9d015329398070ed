// `npm run check`: format, types, lint, import arrows, API documentation, build, unit and API tests, journeys; stops at the first that fails.
import { spawnSync } from "node:child_process";
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

const command =
  (name, ...args) =>
  () =>
    spawnSync(bin(name), args, { stdio: "inherit", cwd: root }).status ?? 1;

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

await step("format", command("prettier", "--check", "--log-level", "warn", "."));
await step("types", command("tsc", "-b"));
await step("lint", command("eslint", ".", "--cache", "--cache-location", "node_modules/.cache/eslint/"));
await step("import arrows", command("depcruise", "server", "client", "item-bank", "psychometrics", "tests"));
await step(
  "API documentation",
  () =>
    spawnSync(process.execPath, ["scripts/docs.mjs", "--check"], { stdio: "inherit", cwd: root }).status ?? 1,
);
await step("build", async () => {
  await ensureBuilt();
  return 0;
});
await step("unit and API tests", suite("unit"));
await step("journeys in Chromium", suite("journeys"));
finish(0);
