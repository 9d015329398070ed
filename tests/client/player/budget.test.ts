import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPlayer } from "./support/built-player.js";

const kilobytesMax = 110;
let built: Awaited<ReturnType<typeof buildPlayer>>;
beforeAll(async () => {
  built = await buildPlayer("all");
});
afterAll(() => built.remove());

/** A chunk with everything it imports at once, and not later. */
function withImports(fileName: string, found = new Set<string>()): Set<string> {
  if (found.has(fileName)) return found;
  found.add(fileName);
  const chunk = built.output.find((each) => each.fileName === fileName);
  if (chunk?.type === "chunk") for (const each of chunk.imports) withImports(each, found);
  return found;
}
const gzipped = (fileName: string): number => {
  const chunk = built.output.find((each) => each.fileName === fileName);
  return chunk?.type === "chunk" ? gzipSync(chunk.code, { level: 9 }).length / 1000 : 0;
};
const chunkOf = (part: string): string => {
  const chunk = built.output.find(
    (each) => each.type === "chunk" && each.facadeModuleId?.replaceAll("\\", "/").includes(part),
  );
  if (!chunk) throw new Error(`the build has no chunk of ${part}`);
  return chunk.fileName;
};

describe("the player's script", () => {
  it(`stays within ${kilobytesMax} KB gzipped before the first item, the socket's code included`, () => {
    const start = chunkOf("client/player/index.html");
    const socket = built.output.find(
      (each) => each.type === "chunk" && each.moduleIds.some((id) => id.includes("socket.io-client")),
    );
    const interactions = ["choice", "true-false-cluster", "gap-match", "order", "hotspot", "likert"];
    const sizes = interactions.map((name) => {
      const needed = withImports(start);
      if (socket) withImports(socket.fileName, needed);
      withImports(chunkOf(`interactions/${name}.tsx`), needed);
      return [...needed].reduce((sum, fileName) => sum + gzipped(fileName), 0);
    });
    expect(socket).toBeDefined();
    expect(Math.min(...sizes)).toBeGreaterThan(50);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(kilobytesMax);
  });

  it("has each interaction in a file of its own, loaded when a block needs it", () => {
    const first = withImports(chunkOf("client/player/index.html"));
    expect([...first].some((fileName) => fileName.includes("gap-match"))).toBe(false);
  });

  it("has what nobody needs before the first item in one file, its words too, loaded after the first screen", () => {
    const first = withImports(chunkOf("client/player/index.html"));
    const later = chunkOf("client/player/view/later/index.ts");
    const { moduleIds } = built.output.find((each) => each.fileName === later) as { moduleIds: string[] };
    expect(first.has(later)).toBe(false);
    for (const part of ["later/review-screen.tsx", "later/closing-screens.tsx", "i18n/later/vi.json"])
      expect(
        moduleIds.some((id) => id.replaceAll("\\", "/").endsWith(part)),
        part,
      ).toBe(true);
  });

  it("needs no inline script or style, so the security policy can forbid both", () => {
    const page = built.output.find((each) => each.fileName.endsWith("index.html"));
    const html = page?.type === "asset" ? String(page.source) : "";
    expect(html).not.toMatch(/<style|style=|onload=|<script(?![^>]*\bsrc=)/);
  });
});
