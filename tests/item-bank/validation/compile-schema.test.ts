import type { TSchema } from "@sinclair/typebox";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { declarations } from "../../../item-bank/interactions/index.js";
import { Block, Design } from "../../../item-bank/schema/booklet.js";
import { Item, Unit } from "../../../item-bank/schema/item.js";
import { compileSchema } from "../../../item-bank/validation/compile-schema.js";
import { schemaProblems } from "../../../item-bank/validation/schema-problems.js";

describe("the bank's schemas", () => {
  // Written out at every place, rich text makes the item's function take 1.5 to 3 s, in which a server answers nobody;
  // compiled once it takes 0.1 to 0.3 s. Time of the processor, because others run on the machine too.
  it("compile within a moment: rich text once, not at every place where it may stand", () => {
    const before = process.cpuUsage();
    compileSchema({ ...Item });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  it("are compiled once each", () => {
    expect(compileSchema(Block)).toBe(compileSchema(Block));
  });

  it("are schemas themselves: what is left out at run time for its cost is checked here", () => {
    const ajv = new Ajv2020({ strict: false });
    const all: TSchema[] = [Item, Unit, Block, Design, ...declarations.map((each) => each.scoringSchema)];
    for (const schema of all) expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
  });

  it("say of a shared text where in the value it does not fit, and of its branch alone", () => {
    const unit = {
      id: "TANK",
      title: { vi: "Bể" },
      stimulus: { vi: [{ type: "paragraph", children: [{ type: "text", text: 1 }] }, { type: "figure" }] },
      itemIds: ["TANKQ01"],
      subject: "science",
      grade: 9,
      source: "",
    };
    expect(schemaProblems(Unit, unit).map(({ path, message }) => `${path} ${message.en}`)).toEqual([
      "/stimulus/vi/0/children/0/text This has to be a text.",
      "/stimulus/vi/1/asset This is missing.",
      "/stimulus/vi/1/alt This is missing.",
    ]);
  });
});
