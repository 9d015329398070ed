import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Two cores is what a build machine has; more workers only make the server tests wait for each other.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: ["tests/journeys/**"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "journeys",
          include: ["tests/journeys/**/*.test.ts"],
          fileParallelism: false,
          // A real browser on a loaded machine may miss a beat; the report names what needed a second try.
          retry: 1,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
