import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { declarations } from "../../../item-bank/interactions/index.js";
import type { Item } from "../../../item-bank/types.js";
import type { Api } from "../../support/api.js";
import { startServer, type TestServer } from "../../support/start-server.js";

let server: TestServer;
let author: Api;
let reviewer: Api;
beforeAll(async () => {
  server = await startServer();
  author = await server.login("author", "lan");
  reviewer = await server.login("author", "minh");
});
afterAll(() => server.close());

const text = (words: string) => [
  { type: "paragraph" as const, children: [{ type: "text" as const, text: words }] },
];

let count = 0;
/** A unit with one item that an author has finished, in draft. */
async function finishedItem(): Promise<{ id: string; unitId: string; item: Item; revision: number }> {
  const unitId = `XM1${String(++count).padStart(2, "0")}`;
  const id = `${unitId}Q01`;
  await author.post("/api/units", {
    id: unitId,
    title: { vi: "Bể nước", en: "Tank" },
    subject: "mathematics",
    grade: 9,
  });
  const made = await author.post("/api/items", {
    id,
    unitId,
    kind: "choice",
    subject: "mathematics",
    grade: 9,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  const { choices } = made.body.item.interaction as { choices: { id: string }[] };
  const item: Item = {
    ...made.body.item,
    interaction: {
      ...made.body.item.interaction,
      choices: choices.map(({ id }, k) => ({
        id,
        content: { vi: text(`${k + 1} lít`), en: text(`${k + 1} l`) },
      })),
    },
    stem: { vi: text("Bể chứa bao nhiêu lít?"), en: text("How many litres does the tank hold?") },
  };
  const saved = await author.put(`/api/items/${id}`, { revision: made.body.revision, item });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  return { id, unitId, item: saved.body.item, revision: saved.body.revision };
}

const move = (api: Api, id: string, to: string, comment = "Đã xem.") =>
  api.post(`/api/items/${id}/status`, { to, comment });

/** How many problems the bank's list says an item has. */
async function listedProblems(id: string): Promise<number> {
  const { body } = await author.get("/api/items");
  return body.find((row: { id: string }) => row.id === id).problemCount;
}

describe("an item in the bank", () => {
  it("begins as a draft with its interaction's starter, and is listed with its unit", async () => {
    const { id, unitId } = await finishedItem();
    const { body } = await author.get("/api/items");
    expect(body.find((row: { id: string }) => row.id === id)).toMatchObject({
      unitId,
      unitTitle: { vi: "Bể nước", en: "Tank" },
      summary: { vi: "Bể chứa bao nhiêu lít?" },
      kind: "choice",
      status: "draft",
      version: 1,
      isFrozen: false,
      exposureCount: 0,
    });
  });

  it("is refused whole when it does not fit the schema, with the place, and nothing is changed", async () => {
    const { id, item, revision } = await finishedItem();
    const misfit = { ...item, interaction: { ...item.interaction, maxChoices: "many" }, spare: 1 };
    const answer = await author.put(`/api/items/${id}`, { revision, item: misfit });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe("content-invalid");
    expect(answer.body.details.map(({ path }: { path: string }) => path)).toContain("/spare");
    const { body } = await author.get(`/api/items/${id}`);
    expect(body.item).toEqual(item);
    expect(body.revision).toBe(revision);
  });

  it("is kept unfinished with its problems named, and cannot go to review like that", async () => {
    const { id, item, revision } = await finishedItem();
    const wrongKey = { ...item, scoring: { ...item.scoring, key: ["nowhere"] } };
    const saved = await author.put(`/api/items/${id}`, { revision, item: wrongKey });
    expect(saved.status).toBe(200);
    expect(saved.body.problems.some(({ severity }: { severity: string }) => severity === "error")).toBe(true);
    const moved = await move(author, id, "review");
    expect(moved.status).toBe(409);
    expect(moved.body.code).toBe("item-has-problems");
  });

  it("is saved as a draft with the example of its kind, and cannot go to review like that", async () => {
    const { unitId } = await finishedItem();
    for (const { kind } of declarations) {
      const id = `${unitId}-${kind.toUpperCase()}`;
      const made = await author.post("/api/items", { id, unitId, kind, subject: "mathematics", grade: 9 });
      const stem = { vi: text("Bể chứa bao nhiêu lít?"), en: text("How many litres does the tank hold?") };
      const item = { ...made.body.item, stem };
      const saved = await author.put(`/api/items/${id}`, { revision: made.body.revision, item });
      expect(saved.status, kind).toBe(200);
      const errors = saved.body.problems.filter(({ severity }: { severity: string }) => severity === "error");
      const moved = await move(author, id, "review");
      expect(moved.body.code, kind).toBe("item-has-problems");
      expect(moved.body.details.map(({ path }: { path: string }) => path)).toEqual(
        errors.map(({ path }: { path: string }) => path),
      );
      expect(moved.body.details.length).toBeGreaterThan(0);
    }
  });

  it("is saved with a part that was just added and has no words yet", async () => {
    const { id, item, revision } = await finishedItem();
    const choices = [...(item.interaction as { choices: unknown[] }).choices, { id: "E", content: {} }];
    const added = { ...item, interaction: { ...item.interaction, choices } };
    const { status, body } = await author.put(`/api/items/${id}`, { revision, item: added });
    expect(status).toBe(200);
    expect(body.item.interaction.choices[4]).toEqual({ id: "E", content: { vi: [] } });
    expect(body.problems.map(({ path }: { path: string }) => path)).toEqual([
      "/interaction/choices/4/content/vi",
      "/interaction/choices/4/content/en",
    ]);
  });

  it("is not overwritten by someone who has read an older revision", async () => {
    const { id, item, revision } = await finishedItem();
    const first = { ...item, stem: { vi: text("Bản thứ nhất"), en: text("First") } };
    const second = { ...item, stem: { vi: text("Bản thứ hai"), en: text("Second") } };
    expect((await author.put(`/api/items/${id}`, { revision, item: first })).status).toBe(200);
    const late = await reviewer.put(`/api/items/${id}`, { revision, item: second });
    expect(late.status).toBe(409);
    expect(late.body.code).toBe("changed-meanwhile");
    expect((await author.get(`/api/items/${id}`)).body.item.stem).toEqual(first.stem);
  });

  it("keeps its id and unit", async () => {
    const { id, item, revision } = await finishedItem();
    const answer = await author.put(`/api/items/${id}`, { revision, item: { ...item, id: "OTHER1" } });
    expect(answer.body.code).toBe("id-fixed");
  });

  it("has its MathML made from the LaTeX, whatever came from the browser", async () => {
    const { id, item, revision } = await finishedItem();
    const math = {
      type: "math",
      latex: "x^2",
      mathml: "<math><mtext><script>alert(1)</script></mtext></math>",
    };
    const stem = { vi: [{ type: "paragraph", children: [math] }], en: text("Square") };
    const { body } = await author.put(`/api/items/${id}`, { revision, item: { ...item, stem } });
    expect(JSON.stringify(body.item.stem)).not.toMatch(/script/);
    expect(body.item.stem.vi[0].children[0].mathml).toMatch(/<msup>/);
    // The list shows the formula as it is read, not its LaTeX.
    const rows = (await author.get("/api/items")).body;
    expect(rows.find((row: { id: string }) => row.id === id).summary).toEqual({ vi: "x²", en: "Square" });
  });

  it("is checked and tried before it is saved", async () => {
    const { item } = await finishedItem();
    const { body } = await author.post("/api/items/check", { item: { ...item, maxScore: 0 } });
    expect(body.problems[0].path).toBe("/maxScore");
    const key = item.scoring.key as string[];
    const tried = await author.post("/api/items/try", { item, value: key });
    expect(tried.body.scored).toMatchObject({ status: "scored", score: 1, maxScore: 1 });
  });

  it("is listed with its domain in both languages, and with its own words where no framework has them", async () => {
    const { id, item, revision } = await finishedItem();
    const metadata = { ...item.metadata, framework: "pisa-2022", domain: "quantity", process: "Own words" };
    await author.put(`/api/items/${id}`, { revision, item: { ...item, metadata } });
    const { body } = await author.get("/api/items");
    expect(body.find((row: { id: string }) => row.id === id)).toMatchObject({
      framework: { code: "pisa-2022" },
      domain: { code: "quantity", name: { vi: "Đại lượng", en: "Quantity" } },
      process: { code: "Own words", name: { vi: "Own words", en: "Own words" } },
    });
  });

  it("takes remarks", async () => {
    const { id } = await finishedItem();
    const { body } = await reviewer.post(`/api/items/${id}/comments`, { text: "Đáp án C nên rõ hơn." });
    expect(body.comments).toMatchObject([{ by: "minh", text: "Đáp án C nên rõ hơn." }]);
  });
});

describe("an item's way", () => {
  it("goes from draft to review to approved by another author, with a comment, all in its history", async () => {
    const { id } = await finishedItem();
    expect((await move(author, id, "review")).body.status).toBe("review");
    expect((await move(author, id, "approved")).body.code).toBe("status-needs-other-person");
    expect((await move(reviewer, id, "approved", " ")).body.code).toBe("status-needs-comment");
    expect((await move(reviewer, id, "approved", "Đúng và rõ.")).body.status).toBe("approved");
    const { body } = await author.get(`/api/items/${id}`);
    expect(body.history.map((entry: Record<string, string>) => [entry.act, entry.status, entry.by])).toEqual([
      ["status", "approved", "minh"],
      ["status", "review", "lan"],
      ["changed", "draft", "lan"],
      ["made", "draft", "lan"],
    ]);
  });

  it("takes no step that is not on it", async () => {
    const { id } = await finishedItem();
    for (const to of ["approved", "retired", "draft"]) {
      expect((await move(reviewer, id, to)).body.code).toBe("status-step-refused");
    }
  });

  it("waits for its unit to stand in its languages, before review and before it is approved", async () => {
    const { id, unitId, item } = await finishedItem();
    const unit = (await author.get(`/api/units/${unitId}`)).body;
    const change = (title: Record<string, string>, revision: number) =>
      author.put(`/api/units/${unitId}`, { revision, unit: { ...unit.unit, title } });
    const vietnamese = await change({ vi: "Bể nước" }, unit.revision);
    const refused = await move(author, id, "review");
    expect(refused.body).toMatchObject({ code: "item-has-problems", details: [{ path: "/unit/title/en" }] });
    const typed = { ...unit.unit, title: { vi: "Bể nước", en: "Tank" } };
    const checked = await author.post("/api/items/check", { item, unit: typed });
    expect(checked.body.problems).toEqual([]);
    const both = await change({ vi: "Bể nước", en: "Tank" }, vietnamese.body.revision);
    expect((await move(author, id, "review")).status).toBe(200);
    await change({ vi: "Bể nước" }, both.body.revision);
    expect((await move(reviewer, id, "approved")).body.code).toBe("item-has-problems");
  });

  it("is listed with the problems it has now, after its unit has changed too, and can be saved as before", async () => {
    const { id, unitId, item, revision } = await finishedItem();
    expect(await listedProblems(id)).toBe(0);
    const unit = (await author.get(`/api/units/${unitId}`)).body;
    const vietnamese = { ...unit.unit, title: { vi: "Bể nước" } };
    const put = await author.put(`/api/units/${unitId}`, { revision: unit.revision, unit: vietnamese });
    expect(await listedProblems(id)).toBe((await author.get(`/api/items/${id}`)).body.problems.length);
    expect(await listedProblems(id)).toBe(1);
    await author.put(`/api/units/${unitId}`, { revision: put.body.revision, unit: unit.unit });
    expect(await listedProblems(id)).toBe(0);
    expect((await author.put(`/api/items/${id}`, { revision, item })).status).toBe(200);
  });

  it("is listed without the problem of a missing figure once the figure is there", async () => {
    const { id, unitId, item, revision } = await finishedItem();
    const figure = (alt: string) => ({ type: "figure" as const, asset: "tank.svg", alt });
    const stem = {
      vi: [...text("Bể chứa bao nhiêu lít?"), figure("Bể")],
      en: [...text("How many litres?"), figure("Tank")],
    };
    await author.put(`/api/items/${id}`, { revision, item: { ...item, stem } });
    expect(await listedProblems(id)).toBe(2);
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4"></rect></svg>';
    const sent = await author.send("PUT", `/api/units/${unitId}/assets/tank.svg`, svg, "image/svg+xml");
    expect(sent.status).toBe(200);
    expect(await listedProblems(id)).toBe(0);
  });

  it("begins again when an approved item or its stimulus is changed", async () => {
    const { id, unitId, item } = await finishedItem();
    await move(author, id, "review");
    await move(reviewer, id, "approved");
    const unit = (await author.get(`/api/units/${unitId}`)).body;
    const stimulus = { vi: text("Một bể nước hình hộp."), en: text("A box-shaped tank.") };
    await author.put(`/api/units/${unitId}`, { revision: unit.revision, unit: { ...unit.unit, stimulus } });
    const again = (await author.get(`/api/items/${id}`)).body;
    expect(again).toMatchObject({ status: "review", version: 1 });
    await move(reviewer, id, "approved");
    const { revision } = (await author.get(`/api/items/${id}`)).body;
    const changed = await author.put(`/api/items/${id}`, { revision, item });
    expect(changed.body).toMatchObject({ status: "draft", version: 1 });
  });
});

describe("a new item in a new unit", () => {
  const start = { kind: "choice", subject: "mathematics", grade: 9 };
  const newUnit = { title: { vi: "Cầu", en: "Bridge" } };

  it("is made together with its unit", async () => {
    const body = { ...start, id: "BRIDGEQ01", unitId: "BRIDGE", newUnit };
    const made = await author.post("/api/items", body);
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    expect(made.body.unit).toMatchObject({ ...newUnit, itemIds: ["BRIDGEQ01"], subject: "mathematics" });
  });

  it.each([
    ["the item's id is taken", { id: "BRIDGEQ01" }, 409, "id-taken"],
    ["the unit's id is taken", { id: "TOWERQ01", unitId: "BRIDGE" }, 409, "id-taken"],
    ["the item's id has no right form", { id: "a b" }, 400, "content-invalid"],
    ["the unit has no title", { newUnit: { title: {} } }, 400, "content-invalid"],
    ["the interaction does not exist", { kind: "guess" }, 400, "interaction-unknown"],
  ])("leaves nothing behind where %s", async (_, wrong, status, code) => {
    const before = await Promise.all([author.get("/api/items"), author.get("/api/units")]);
    const body = { ...start, id: "TOWERQ01", unitId: "TOWER", newUnit };
    const refused = await author.post("/api/items", { ...body, ...wrong });
    expect(refused).toMatchObject({ status, body: { code } });
    const after = await Promise.all([author.get("/api/items"), author.get("/api/units")]);
    expect(after.map((answer) => answer.body)).toEqual(before.map((answer) => answer.body));
  });

  it("can be sent again after it was refused, with the id mended and the same unit", async () => {
    const body = { ...start, id: "BRIDGEQ01", unitId: "TOWER", newUnit };
    expect((await author.post("/api/items", body)).body.code).toBe("id-taken");
    const mended = await author.post("/api/items", { ...body, id: "TOWERQ01" });
    expect(mended.status, JSON.stringify(mended.body)).toBe(200);
    expect(mended.body.unit.itemIds).toEqual(["TOWERQ01"]);
  });
});

describe("a figure", () => {
  const figure =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4"></rect></svg>';
  const put = (unitId: string, name: string, bytes: string, type = "image/svg+xml") =>
    author.send("PUT", `/api/units/${unitId}/assets/${name}`, bytes, type);

  it("is stored under an address made from its content", async () => {
    const { unitId } = await finishedItem();
    const { body, status } = await put(unitId, "tank.vi.svg", figure);
    expect(status).toBe(200);
    expect(body.address).toMatch(/^\/assets\/[0-9a-f]{64}\.svg$/);
    expect((await server.api.get(body.address)).body).toBe(figure);
    expect((await author.get(`/api/units/${unitId}`)).body.assets).toEqual({ "tank.vi.svg": body.address });
  });

  it("is stored without what drawing programs keep in their files for themselves", async () => {
    const { unitId } = await finishedItem();
    const drawn = figure
      .replace(
        "<svg",
        '<?xml version="1.0"?><!-- made by hand --><svg xmlns:inkscape="urn:i" inkscape:version="1.3"',
      )
      .replace(
        "<rect",
        '<metadata><rdf:RDF xmlns:rdf="urn:r"/></metadata><sodipodi:namedview/><rect inkscape:label="a"',
      );
    const { body } = await put(unitId, "drawn.svg", drawn);
    expect((await server.api.get(body.address)).body).toBe(figure);
  });

  it("that could run or load something is refused", async () => {
    const { unitId } = await finishedItem();
    const inside = (content: string) => figure.replace("<rect", `${content}<rect`);
    const bad = [
      inside("<script>alert(1)</script>"),
      figure.replace("<rect", '<rect onload="alert(1)"'),
      inside('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
      inside('<image href="https://example.org/x.png"/>'),
      inside('<use href="https://example.org/x.svg#a"/>'),
      figure.replace("<rect", '<rect style="fill:url(https://example.org/x)"'),
      `<!DOCTYPE svg [<!ENTITY a "b">]>${figure}`,
      "not a figure at all",
    ];
    for (const svg of bad) {
      const { status, body } = await put(unitId, "bad.svg", svg);
      expect(status, svg).toBe(400);
      expect(body.code).toBe("asset-invalid");
    }
    expect((await author.get(`/api/units/${unitId}`)).body.assets).toEqual({});
  });

  it("with a wrong name, type or size is refused", async () => {
    const { unitId } = await finishedItem();
    expect((await put(unitId, "Tank.svg", figure)).body.code).toBe("asset-name-invalid");
    expect((await put(unitId, "tank.png", figure, "image/png")).body.code).toBe("asset-not-its-type");
    expect((await put(unitId, "tank.svg", figure, "text/html")).body.code).toBe("wrong-content-type");
    expect((await put(unitId, "tank.svg", figure.padEnd(1_000_001), "image/svg+xml")).status).toBe(413);
  });
});

describe("markup", () => {
  it("becomes rich text with MathML", async () => {
    const { body } = await author.post("/api/text", { markup: "Cho **hàm số** $y = x^2$." });
    expect(body.text[0].children.some((inline: { type: string }) => inline.type === "math")).toBe(true);
  });

  it("that cannot be read is answered with its line", async () => {
    const { status, body } = await author.post("/api/text", { markup: "Dòng một\n\n$\\frac{1}{$" });
    expect(status).toBe(400);
    expect(body.code).toBe("markup-invalid");
    expect(body.details.length).toBeGreaterThan(0);
  });
});
