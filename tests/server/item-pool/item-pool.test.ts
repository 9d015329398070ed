import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemStatus } from "../../../item-bank/types.js";
import { formItem } from "../../../psychometrics/index.js";
import type { AnalysisOutput, ItemRow } from "../../../server/calibrations/analysis-output.js";
import { RunModel } from "../../../server/calibrations/runs.model.js";
import { keepOutput } from "../../../server/calibrations/runs.service.js";
import { itemPool } from "../../../server/item-pool/item-pool.service.js";
import { insertItems } from "../../../server/items/items.service.js";
import { insertUnits } from "../../../server/items/units.service.js";
import { builtProgram } from "../../support/built-programs.js";
import { makeItem, makePackage, storeStudy } from "../../support/make-study.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { startServer, type TestServer } from "../../support/start-server.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

let server: TestServer;
const place = temporaryFolder("khao-item-pool");
const changedAt = new Date("2026-01-02");

/** Units U1 with a text and U2 without; U1Q1 to U1Q4 and U2Q1 to U2Q6. */
const unitIds = ["U1A", "U2A"];
const itemIds = [4, 6].map((count, u) => Array.from({ length: count }, (_, n) => `${unitIds[u]}Q${n + 1}`));
/** U1AQ4 was changed since the study, U2AQ5 is in review, U2AQ6 was not in the study. */
const statusOf = (id: string): ItemStatus => (id === "U2AQ5" ? "review" : "approved");
const versionOf = (id: string) => (id === "U1AQ4" ? 2 : 1);

const row = (itemId: string, n: number): ItemRow => {
  const { parameters } = formItem({
    item: itemId,
    model: "2pl",
    slope: 1 + n / 10,
    difficulties: [n / 4 - 1],
  });
  return {
    ...{ itemId, model: "2pl", maxScore: 1, scoreValues: [0, 1], n: 500, slope: 1 + n / 10, slopeSe: null },
    ...{ steps: [n / 4 - 1], stepSes: [null], intercepts: [], interceptSes: [], parameters: [...parameters] },
    ...{ infit: null, outfit: null, sx2: null, sx2Df: null, sx2P: null, rmsd: null, md: null },
  };
};

async function addRun(id: string, finishedAt: string | null, items: ItemRow[]): Promise<void> {
  const at = new Date(finishedAt ?? "2026-03-01");
  await RunModel.create({
    ...{ _id: id, studyId: "small", title: `Run ${id}`, state: finishedAt ? "done" : "running", progress: 1 },
    ...{ step: { vi: "", en: "" }, options: {}, createdAt: at, finishedAt: finishedAt && at },
    ...{ programVersion: "0", dataHash: "0", createdBy: "researcher", attempts: 1 },
  });
  if (finishedAt) await keepOutput(id, { items, persons: [], result: {} } as unknown as AnalysisOutput);
}

beforeAll(async () => {
  server = await startServer();
  const all = itemIds.flat();
  await insertUnits(
    unitIds.map((id, u) => {
      const text = [{ type: "paragraph" as const, children: [{ type: "text" as const, text: "Kites" }] }];
      const content = {
        ...{
          id,
          title: { vi: id, en: id },
          itemIds: itemIds[u] ?? [],
          subject: "mathematics" as const,
          grade: 9,
        },
        ...{ source: "", ...(u === 0 && { stimulus: { vi: text, en: text } }) },
      };
      return {
        _id: id,
        version: 1,
        revision: 1,
        isFrozen: true,
        content,
        assets: [],
        changedBy: "a",
        changedAt,
      };
    }),
  );
  await insertItems(
    all.map((id, n) => {
      const content = makeItem(id, id.slice(0, 3));
      content.metadata = { ...content.metadata, domain: n % 2 ? "quantity" : "", minutes: 2 };
      return {
        ...{ _id: id, unitId: id.slice(0, 3), version: versionOf(id), revision: 1, status: statusOf(id) },
        ...{ isFrozen: true, problemCount: 0, content, changedBy: "a", changedAt },
      };
    }),
  );
  const itemVersions = Object.fromEntries(all.filter((id) => id !== "U2AQ6").map((id) => [id, 1]));
  await storeStudy({ ...makePackage(), itemVersions });
  const calibrated = all.filter((id) => id !== "U2AQ6").map(row);
  await addRun("R1", "2026-01-10", calibrated);
  await addRun("R2", "2026-02-10", calibrated.slice(0, 8));
  await addRun("R3", null, []);
});

afterAll(() => server.close());

describe("the bank as a pool", () => {
  it("has approved items with attributes, their units as stimuli, and parameters of the newest calibration", async () => {
    const { pool, run, changed, notApprovedCount } = await itemPool("small");
    expect(run).toEqual({ id: "R2", title: "Run R2" });
    expect(pool.items.map(({ item }) => item)).toEqual(itemIds.flat().filter((id) => id !== "U2AQ5"));
    expect(notApprovedCount).toBe(1);
    const calibrated = pool.items.filter(({ curve }) => curve).map(({ item }) => item);
    // Eight items were calibrated; one of them is not the one in the bank any more.
    expect(calibrated).toEqual(["U1AQ1", "U1AQ2", "U1AQ3", "U2AQ1", "U2AQ2", "U2AQ3", "U2AQ4"]);
    expect(changed).toEqual(["U1AQ4"]);
    expect(pool.items[1]).toMatchObject({
      stimulus: "U1A",
      curve: { model: "2pl", scoreValues: [0, 1] },
      attributes: {
        ...{ unit: "U1A", subject: "mathematics", grade: 9, domain: "quantity", difficulty: "medium" },
        ...{ type: "choice", minutes: 2, points: 1, key: "A" },
      },
    });
    expect(pool.items[0]?.attributes).not.toHaveProperty("domain");
    expect(pool.items[5]).not.toHaveProperty("stimulus");
    expect(pool.stimuli).toEqual([{ stimulus: "U1A", attributes: { subject: "mathematics", grade: 9 } }]);
  });

  it("takes the calibration asked for, and refuses one that is not done, and a study that is not there", async () => {
    const { pool, run } = await itemPool("small", "R1");
    expect(run?.id).toBe("R1");
    expect(pool.items.filter(({ curve }) => curve)).toHaveLength(7);
    await expect(itemPool("small", "R3")).rejects.toMatchObject({ code: "run-not-done" });
    await expect(itemPool("none")).rejects.toMatchObject({ code: "study-not-found" });
  });
});

describe("khao assemble --study", () => {
  // A database of MongoDB's is the test's own, which the command would not find.
  it.skipIf(Boolean(process.env.MONGODB_URI))(
    "assembles forms from the bank while the server runs, and says what it took and left out",
    async () => {
      const target = { kind: "information", theta: [0], values: [0.9] };
      const blueprint = join(place, "blueprint.json");
      await writeFile(
        blueprint,
        JSON.stringify({ forms: 1, length: 4, itemsPerStimulus: { min: 2 }, target }),
      );
      const program = builtProgram("server/cli/khao");
      const out = join(place, "forms");
      const args = ["assemble", blueprint, "--study", "small", "--data", server.dataDir, "--out", out];
      const { stderr } = await promisify(execFile)(process.execPath, [program, ...args], {
        env: { ...process.env, LC_ALL: "C" },
      });
      expect(stderr).toContain('Parameters from calibration "Run R2" (R2).');
      expect(stderr).toContain("because they were changed after the calibrated study was opened: U1AQ4.");
      expect(stderr).toContain("Left out, not being approved: 1 scored item.");
      expect(stderr).toContain("small: 9 items, 7 with parameters.");
      expect(stderr).toContain("Left out, having no parameters: U1AQ4, U2AQ6.");
      const rows = readTable(join(out, "forms.csv"));
      expect(rows).toHaveLength(4);
      expect(rows.filter(({ stimulus }) => stimulus === "U1A").length).not.toBe(1);
      expect(JSON.parse(await readFile(join(out, "assembly.json"), "utf8"))).toMatchObject({
        end: "optimal",
      });
      // The server goes on.
      expect((await server.api.get("/api/health")).status).toBeLessThan(500);
    },
  );
});
