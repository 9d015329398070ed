import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = join(import.meta.dirname, "..", "..");

/** What takes longer than half a minute, longest first. */
const long = [
  "tests/journeys/staff-accessible.test.ts",
  "tests/server/calibrations/recovery.test.ts",
  "tests/client/player/screens.test.ts",
  "tests/client/player/interactions.test.ts",
  "tests/client/player/sitting.test.ts",
  "tests/server/calibrations/calibrations.test.ts",
  "tests/journeys/staff-researcher.test.ts",
  "tests/server/start.test.ts",
  "tests/server/comparisons/comparisons.test.ts",
  "tests/journeys/player.test.ts",
];

const placeOf = ({ moduleId, project }: TestSpecification): number => {
  const place = long.indexOf(relative(root, moduleId).replaceAll("\\", "/"));
  if (place >= 0) return place;
  if (project.name === "journeys") return long.length;
  // Together at the end: they share their workers as long as nothing else comes between.
  return project.name === "library" ? long.length + 2 : long.length + 1;
};

/** Starts the longest files first, so that at the end no worker waits for one that began late. */
export class LongestFirst extends BaseSequencer {
  /** @throws {Error} when a file that is named here is gone. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = long.filter((path) => !existsSync(join(root, path)));
    if (gone.length > 0)
      throw new Error(`tests/support/longest-first.ts names ${gone.join(", ")}, which is gone`);
    const others = await super.sort(files);
    return others
      .map((file) => ({ file, place: placeOf(file) }))
      .sort((a, b) => a.place - b.place)
      .map(({ file }) => file);
  }
}
