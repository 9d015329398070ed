import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";

const library = ["tests/psychometrics/**/*.test.ts", "tests/item-bank/**/*.test.ts"];
// What the server starts, the server where a test starts it, and the apps are what is shipped; built before the first test.
const programs = {
  globalSetup: ["scripts/build-for-tests.mjs"],
  env: { KHAO_BUILT_ROOT: join(import.meta.dirname, "dist") },
};

export default defineConfig({
  test: {
    // Two cores is what a build machine has; more workers only make the server tests wait for each other.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "library",
          include: library,
          // Pure functions keep nothing from one file to the next, and loading them anew for each costs more than most tests.
          isolate: false,
          pool: "threads",
          // Nothing here waits; only a busy machine takes long.
          testTimeout: 240_000,
        },
      },
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: [...library, "tests/journeys/**"],
          ...programs,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "journeys",
          include: ["tests/journeys/**/*.test.ts"],
          ...programs,
          // A real browser on a loaded machine may miss a beat; the report names what needed a second try.
          retry: 1,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
