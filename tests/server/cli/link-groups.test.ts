import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { calibrate, link, responseDataOf, type Calibration } from "../../../psychometrics/index.js";
import { register as registerAnalyse } from "../../../server/cli/commands/analyse.js";
import { register as registerLink } from "../../../server/cli/commands/link.js";
import { register as registerPv } from "../../../server/cli/commands/pv.js";
import { neatData, neatItems, neatReference } from "../../support/neat-forms.js";
import { readTable } from "../../support/psychometric-fixtures.js";
import { runCommand } from "../../support/run-command.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-link-groups");
const khao = (...args: string[]) => runCommand([registerAnalyse, registerLink, registerPv], args);
const at = (name: string) => join(place, name);
const file = async (name: string, lines: readonly string[]) => {
  await writeFile(at(name), `${lines.join("\n")}\n`);
  return at(name);
};
const constantsOf = async (folder: string) =>
  JSON.parse(await readFile(join(at(folder), "link.json"), "utf8"));

const reference = neatReference();
const formX: [string, number, number][] = reference.formX;
const formY: [string, number, number][] = reference.formY;

/** Form Y with an item that is harder in the south, and one that only the south has. */
const inGroups = [
  "item,model,a,b1,groups",
  ...formY.flatMap(([item, a, b]) => {
    if (item === "I25") return [`${item},2pl,${a},${b},east north`, `${item},2pl,${a},${b + 1.5},south`];
    return [`${item},2pl,${a},${b},${item === "I27" ? "south" : ""}`];
  }),
];
/** The same as one of the groups has it. */
const asIn = (group: "east" | "south") => [
  "item,model,a,b1",
  ...formY
    .filter(([item]) => group === "south" || item !== "I27")
    .map(([item, a, b]) => `${item},2pl,${a},${b + (group === "south" && item === "I25" ? 1.5 : 0)}`),
];

beforeAll(async () => {
  await file("x.csv", ["item,model,a,b1", ...formX.map(([item, a, b]) => `${item},2pl,${a},${b}`)]);
  await file("y.csv", inGroups);
});

describe("khao link of items with parameters of their own in some groups", () => {
  it("takes those of the reference group, and says which items these are and which are left out", async () => {
    const { code, said } = await khao("link", at("x.csv"), at("y.csv"), "--out", at("reference"));
    expect(code).toBe(0);
    expect(said).toContain(
      "y.csv: items with parameters of their own in some groups count as in group east: I25.",
    );
    expect(said).toContain("y.csv: left out, having parameters in other groups than east only: I27.");
    await khao("link", at("x.csv"), await file("east.csv", asIn("east")), "--out", at("east"));
    const summary = await constantsOf("reference");
    expect({ ...summary, other_group: null }).toEqual(await constantsOf("east"));
    expect(summary).toMatchObject({ base_group: null, other_group: "east", n_common: 9 });
  });

  it("takes those of the group asked for, and puts every group's on the base scale", async () => {
    const { said } = await khao(
      "link",
      at("x.csv"),
      at("y.csv"),
      "--other-group",
      "south",
      "--out",
      at("asked"),
    );
    expect(said).toContain("count as in group south: I25, I27.");
    await khao("link", at("x.csv"), await file("south.csv", asIn("south")), "--out", at("south"));
    const summary = await constantsOf("asked");
    expect({ ...summary, other_group: null }).toEqual(await constantsOf("south"));
    const rows = readTable(join(at("asked"), "items.csv")).filter(({ item }) => item === "I25");
    expect(rows.map(({ groups }) => groups)).toEqual(["east north", "south"]);
    const [east, south] = rows.map(({ b1 }) => Number(b1));
    expect((south ?? 0) - (east ?? 0)).toBeCloseTo(1.5 * summary.slope, 8);
  });

  it("compares two calibrations with such items in a group that both have, the one named for either before all", async () => {
    // Their reference groups are center and east, of which the other has none; in the center I25 is as in the south.
    const rows = (groups: [string, string]) => [
      "item,model,a,b1,groups",
      ...formX.flatMap(([item, a, b]) =>
        item === "I25"
          ? [`I25,2pl,${a},${b + 1.5},${groups[0]}`, `I25,2pl,${a},${b},${groups[1]}`]
          : [`${item},2pl,${a},${b},`],
      ),
    ];
    await file("own.csv", rows(["center south", "north"]));
    const linked = async (name: string, base: string, ...options: string[]) => {
      const { code, said } = await khao("link", at(base), at("y.csv"), ...options, "--out", at(name));
      expect(code).toBe(0);
      return { said, summary: await constantsOf(name) };
    };
    const named = (group: string) =>
      linked(`both-${group}`, "own.csv", "--base-group", group, "--other-group", group);
    const alike = "in both calibrations, so that like is compared with like; --base-group, --other-group";

    const none = await linked("none-named", "own.csv");
    const north = await named("north");
    expect(none.summary).toEqual(north.summary);
    expect(none.said).toContain(`They count as in group north ${alike}`);
    expect(north.said).not.toContain("like is compared");

    const south = await named("south");
    expect((await linked("base-named", "own.csv", "--base-group", "south")).summary).toEqual(south.summary);
    const otherNamed = await linked("other-named", "own.csv", "--other-group", "south");
    expect(otherNamed.summary).toEqual(south.summary);
    expect(otherNamed.said).toContain(`They count as in group south ${alike}`);
    expect(south.summary.slope).not.toBeCloseTo(north.summary.slope, 3);

    await file("strangers.csv", rows(["P", "Q"]));
    const strangers = await linked("strangers", "strangers.csv");
    expect(strangers.summary).toMatchObject({ base_group: "P", other_group: "east" });
    expect(strangers.said).toMatch(
      /count as in group P in .*strangers.csv but as in group east in .*y.csv, for no such group is in both/u,
    );
  });

  it.each<[string, string[], string]>([
    [
      "a group that is not there",
      ["y.csv", "--other-group", "west"],
      'y.csv: there is no group "west"; its groups are east, north, south.',
    ],
    [
      "a group where no item differs",
      ["y.csv", "--base-group", "east"],
      "x.csv: no item has parameters of its own in a group",
    ],
    [
      "a group where no item of a folder differs, by the folder's name",
      ["plain", "--other-group", "east"],
      "plain/items.csv: no item has parameters of its own in a group",
    ],
    ["a cell of a folder, by the folder's name", ["broken"], 'broken/items.csv, line 2, column "a": '],
    ["two rows for one group", ["twice.csv"], 'line 3, column "item": "I25" is there a second time'],
  ])("refuses %s", async (_, [other = "", ...options], sentence) => {
    for (const [folder, slope] of Object.entries({ plain: "1", broken: "one" })) {
      await mkdir(at(folder), { recursive: true });
      await file(`${folder}/items.csv`, ["item,a,b1", `I25,${slope},0`]);
    }
    await file("twice.csv", ["item,a,b1,groups", "I25,1,0,east north", "I25,1,1,north"]);
    const { code, said } = await khao("link", at("x.csv"), at(other), ...options, "--out", at("refused"));
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });
});

describe("khao link of a folder with partial invariance", () => {
  const common = neatItems.slice(20, 30);
  const both = neatData();
  // Names with spaces, and the part that is unique first in the order of groups.
  const nameOf = (p: number) => (both.groups[p] === 0 ? "the north" : "the south");
  const persons = Array.from({ length: both.personCount }, (_, p) => p).filter((p) => p % 8 === 0);
  const scoreOf = (p: number, item: string) =>
    both.scores[p * neatItems.length + neatItems.indexOf(item)] ?? 0;
  const unique = [{ item: "I25", groups: ["the north"] }];

  it("has the standard errors that the covariances of those parts give, as in the library", async () => {
    const lines = persons.map((p) => [nameOf(p), ...common.map((item) => scoreOf(p, item))].join(","));
    const responses = await file("parts.csv", [`g,${common.join(",")}`, ...lines]);
    const options = { model: "2pl", quadrature: 31, unique } as const;
    await file("parts.json", [JSON.stringify({ responses, group: "g", covariance: true, ...options })]);
    expect((await khao("analyse", at("parts.json"), "--out", at("parts"))).code).toBe(0);
    const args = ["--base-group", "the south", "--other-group", "the north", "--method", "mean-sigma"];
    const { code, said } = await khao("link", at("parts"), at("parts"), ...args, "--out", at("linked"));
    expect(code).toBe(0);
    expect(said).toContain("count as in group the south: I25.");
    expect(said).toContain("count as in group the north: I25.");

    const data = responseDataOf({
      items: common,
      personCount: persons.length,
      scores: Int8Array.from(persons.flatMap((p) => common.map((item) => scoreOf(p, item)))),
      groups: persons.map(nameOf),
      groupNames: ["the north", "the south"],
    });
    const whole = calibrate(data, { ...options, keepsCovariance: true });
    const known = link(part(whole, "the south"), part(whole, "the north"), { method: "mean-sigma" });
    const summary = await constantsOf("linked");
    expect(summary.slope).toBeCloseTo(known.slope, 6);
    expect(summary.se_slope / (known.standardErrors?.slope ?? NaN)).toBeCloseTo(1, 4);
    expect(summary.se_intercept / (known.standardErrors?.intercept ?? NaN)).toBeCloseTo(1, 4);
  });
});

/** What a calibration says of one group: the parts that hold there, and their places in the covariance. */
function part({ items, covariance }: Calibration, group: string) {
  const isThere = items.map(({ groups }) => groups === null || groups.includes(group));
  if (!covariance) throw new Error("the calibration kept no covariance");
  return {
    items: items.filter((_, i) => isThere[i]),
    covariance: { ...covariance, places: covariance.places.filter((_, i) => isThere[i]) },
  };
}

describe("khao pv with items that differ between groups", () => {
  it("gives each group the parameters that hold there, and a group of another name those of the reference group", async () => {
    const responses = await file("responses.csv", [
      "id,g,I1,I2,I3",
      ...Array.from({ length: 48 }, (_, p) =>
        [`P${p}`, ["north", "south", "west"][p % 3], p % 2, p % 5 < 2 ? 1 : 0, p % 7 < 4 ? 1 : 0].join(","),
      ),
    ]);
    const rows = (b: number) => ["item,a,b1", "I1,1,-0.5", `I2,1.3,${b}`, "I3,0.8,0.3"];
    const [head = "", first = "", , last = ""] = rows(0);
    await file("own.csv", [`${head},groups`, `${first},`, "I2,1.3,0,north", "I2,1.3,2,south", `${last},`]);
    await file("north.csv", rows(0));
    await file("south.csv", rows(2));
    const persons = async (items: string) => {
      const options = ["--id", "id", "--group", "g", "--workers", "1", "--draws", "1"];
      const run = await khao(
        "pv",
        responses,
        "--items",
        at(`${items}.csv`),
        ...options,
        "--out",
        at(`pv-${items}`),
      );
      expect(run.code).toBe(0);
      return readTable(join(at(`pv-${items}`), "persons.csv"));
    };
    const [own, north, south] = [await persons("own"), await persons("north"), await persons("south")];
    own.forEach((row, p) => expect(row).toEqual((row.group === "south" ? south : north)[p]));
    expect(own).not.toEqual(north);
    expect(await readFile(join(at("pv-own"), "notes.csv"), "utf8")).toContain(
      "those of the reference group: I2.",
    );
  });
});
