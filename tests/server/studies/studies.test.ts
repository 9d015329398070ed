import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rotateSevenBlocks } from "../../../item-bank/booklets/rotation.js";
import { demoBlockIds } from "../../../server/demo/demo.service.js";
import { importLibrary } from "../../../server/demo/import-library.js";
import { blocksOfSitting, seal } from "../../../server/studies/package.js";
import { studyPackage } from "../../../server/studies/studies.service.js";
import type { Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let designer: Api;
let admin: Api;
beforeAll(async () => {
  server = await startServer();
  await importLibrary();
  designer = await server.login("designer");
  admin = await server.login("admin");
  await server.login("proctor", "thu");
});
afterAll(() => server.close());

const fixed = (...blockIds: string[]) => ({
  kind: "fixed",
  booklets: [{ id: "BOOKLET-1", title: { vi: "Đề 1", en: "Booklet 1" }, blockIds }],
});

const body = (id: string, design: unknown, changes: object = {}) => ({
  id,
  title: { vi: "Khảo sát thử", en: "Trial survey" },
  languages: ["vi", "en"],
  design,
  practiceBlockId: "PRB1",
  questionnaireBlockId: "QSB1",
  seed: "seed-1",
  ...changes,
});

describe("a study", () => {
  it("is prepared, changed, opened and closed, and each step is in the audit log", async () => {
    const made = await designer.post("/api/studies", body("trial", fixed("KSB1")));
    expect(made.body).toMatchObject({ id: "trial", status: "preparing", packageHash: null });
    const changed = await designer.put("/api/studies/trial", body("trial", fixed("KSB2")));
    expect(changed.body.blocks.map(({ id }: { id: string }) => id)).toEqual(["PRB1", "KSB2", "QSB1"]);
    const opened = await designer.post("/api/studies/trial/open");
    expect(opened.body).toMatchObject({ status: "open" });
    const late = await designer.put("/api/studies/trial", body("trial", fixed("KSB1")));
    expect(late.body.code).toBe("study-fixed");
    expect((await designer.post("/api/studies/trial/open")).body.code).toBe("study-step-refused");
    expect((await designer.post("/api/studies/trial/close")).body.status).toBe("closed");
    const { body: audit } = await admin.get("/api/audit?limit=50");
    const acts = audit.filter(({ subject }: { subject: string }) => subject === "trial");
    expect(acts.map(({ act }: { act: string }) => act)).toEqual([
      "study-closed",
      "study-opened",
      "study-changed",
      "study-added",
    ]);
    expect(acts[1].details.packageHash).toBe(opened.body.packageHash);
  });

  it("seals exactly what its test takers get, under a hash that anyone can check", async () => {
    await designer.post("/api/studies", body("sealed", rotateSevenBlocks(demoBlockIds)));
    const { body: opened } = await designer.post("/api/studies/sealed/open");
    const pkg = await studyPackage("sealed");
    const { hash, ...contents } = pkg;
    expect(seal(contents).hash).toBe(hash);
    expect(hash).toBe(opened.packageHash);
    expect(blocksOfSitting(pkg, "BOOKLET-1")).toEqual(["PRB1", "KMB1", "KMB2", "KRB1", "QSB1"]);
    const unitIds = Object.values(pkg.blocks).flatMap((block) => block.unitIds);
    expect(Object.keys(pkg.units).sort()).toEqual([...unitIds].sort());
    const itemIds = Object.values(pkg.units).flatMap((unit) => unit.itemIds);
    expect(Object.keys(pkg.items).sort()).toEqual([...itemIds].sort());
    expect(new Set(Object.values(pkg.itemVersions))).toEqual(new Set([1]));
  });

  it("keeps the versions it used: a later change makes the next one and leaves the package alone", async () => {
    await designer.post("/api/studies", body("frozen", fixed("KEB1"), { questionnaireBlockId: null }));
    await designer.post("/api/studies/frozen/open");
    const before = await studyPackage("frozen");
    const [itemId] = Object.keys(before.items).filter((id) => id.startsWith("KE"));
    const author = await server.login("author");
    const { body: detail } = await author.get(`/api/items/${itemId}`);
    expect(detail).toMatchObject({ isFrozen: true, version: 1 });
    const item = { ...detail.item, metadata: { ...detail.item.metadata, source: "Sửa lại" } };
    const saved = await author.put(`/api/items/${itemId}`, { revision: detail.revision, item });
    expect(saved.body).toMatchObject({ version: 2, status: "draft", isFrozen: false });
    const old = await author.get(`/api/items/${itemId}?version=1`);
    expect(old.body.item).toEqual(detail.item);
    expect((await studyPackage("frozen")).items[itemId]).toEqual(detail.item);

    // A study opened now would need version 2 approved, and says so by name; nothing of it is changed by the attempt.
    await designer.post("/api/studies", body("later", fixed("KEB1"), { questionnaireBlockId: null }));
    const refused = await designer.post("/api/studies/later/open");
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe("items-not-approved");
    expect(refused.body.message).toContain(itemId);
    expect((await designer.get("/api/studies/later")).body).toMatchObject({
      status: "preparing",
      packageHash: null,
    });
    expect((await author.get(`/api/items/${itemId}`)).body.isFrozen).toBe(false);
  });

  it("does not open with blocks in the wrong places, units twice, or a design that is not what it says", async () => {
    const cases: [string, object][] = [
      ["block-kind-wrong", body("bad1", fixed("QSB1"), { questionnaireBlockId: null })],
      ["block-kind-wrong", body("bad2", fixed("KSB1"), { practiceBlockId: "KSB2" })],
      ["design-not-fixed", body("bad3", { ...rotateSevenBlocks(demoBlockIds), kind: "fixed" })],
      ["design-not-balanced", body("bad4", { ...fixed("KSB1"), kind: "balancedIncompleteBlocks" })],
    ];
    const { unitIds } = (await designer.get("/api/blocks")).body.find(
      ({ block }: { block: { id: string } }) => block.id === "KSB1",
    ).block;
    const twin = {
      id: "TWIN",
      title: { vi: "Trùng", en: "Twin" },
      kind: "test",
      unitIds,
      timeLimitMinutes: 10,
    };
    expect((await designer.put("/api/blocks/TWIN", { block: twin })).status).toBe(200);
    cases.push(["unit-in-two-blocks", body("bad5", fixed("KSB1", "TWIN"))]);
    for (const [code, study] of cases) {
      const { id } = study as { id: string };
      expect((await designer.post("/api/studies", study)).status, id).toBe(200);
      expect((await designer.post(`/api/studies/${id}/open`)).body.code, id).toBe(code);
      expect((await designer.get(`/api/studies/${id}`)).body.status).toBe("preparing");
    }
  });

  it("is refused with blocks that do not exist, a design out of form, or an id that is taken", async () => {
    expect((await designer.post("/api/studies", body("new1", fixed("NOPE1")))).body.code).toBe(
      "block-not-found",
    );
    expect((await designer.post("/api/studies", body("new2", { kind: "spiral" }))).body.code).toBe(
      "content-invalid",
    );
    expect(
      (await designer.post("/api/studies", body("new3", fixed("KSB1"), { title: { fr: "x" } }))).body.code,
    ).toBe("content-invalid");
    await designer.post("/api/studies", body("taken", fixed("KSB1")));
    expect((await designer.post("/api/studies", body("taken", fixed("KSB1")))).body.code).toBe(
      "study-id-taken",
    );
    expect((await designer.get("/api/studies/unknown")).body.code).toBe("study-not-found");
  });
});

describe("a design", () => {
  it("is checked as it is made", async () => {
    const { body: made } = await designer.post("/api/designs/balanced", { blockIds: demoBlockIds });
    const design = { kind: "balancedIncompleteBlocks", booklets: made.booklets };
    const { body: report } = await designer.post("/api/designs/check", { design });
    expect(report).toMatchObject({ isBalancedInPosition: true, isBalancedInPairs: true, isConnected: true });
    report.blockIds.forEach((_: string, a: number) => {
      expect(report.positions[a]).toEqual([1, 1, 1]);
      report.pairs[a].forEach((times: number, b: number) => expect(times).toBe(a === b ? 3 : 1));
    });
    const twice = [...demoBlockIds.slice(0, 6), demoBlockIds[0]];
    expect((await designer.post("/api/designs/balanced", { blockIds: twice })).body.code).toBe(
      "design-needs-seven-blocks",
    );
  });
});

describe("a block", () => {
  it("that an opened study uses stays as it is", async () => {
    await designer.post("/api/studies", body("uses", fixed("KRB1")));
    await designer.post("/api/studies/uses/open");
    const rows = (await designer.get("/api/blocks")).body;
    const used = rows.find(({ block }: { block: { id: string } }) => block.id === "KRB1");
    expect(used).toMatchObject({ isUsed: true });
    expect(used.itemCount).toBeGreaterThan(3);
    const answer = await designer.put("/api/blocks/KRB1", { block: { ...used.block, timeLimitMinutes: 1 } });
    expect(answer.body.code).toBe("block-used");
    expect(
      (await designer.put("/api/blocks/NEW1", { block: { ...used.block, id: "NEW1", unitIds: ["NOPE"] } }))
        .body.code,
    ).toBe("unit-not-found");
  });
});
