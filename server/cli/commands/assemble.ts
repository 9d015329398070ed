import { InvalidArgumentError, Option, type Command } from "commander";
import { modelNames } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";
import type { AssembleRequest } from "../assemble/run.js";
import type { Destination } from "../files/fill-folder.js";
import { positive, wholeNumber } from "../option-values.js";

/** The options as commander gives them. */
interface AssembleOptions
  extends Omit<AssembleRequest, "blueprint" | "secondsMax" | "nodesMax">, Destination {
  time: number;
  nodes?: number;
}

const examples = `
  $ npm run -s khao -- assemble blueprint.json --items bank.csv --parameters cycle2026 --out forms
  $ npm run -s khao -- assemble blueprint.json --items bank.csv --stimuli texts.csv --gap 0.005 --time 300 --out forms
  $ npm run -s khao -- assemble blueprint.json --study mathematics-2026 --out forms

  {
    "forms": ["101", "102", "103"],
    "length": 30,
    "requirements": [
      { "name": "Algebra", "where": { "domain": "algebra" }, "min": 8, "max": 10 },
      { "name": "Apply or reason", "where": { "process": ["apply", "reason"] }, "min": 15 },
      { "name": "Minutes", "measure": "total", "attribute": "minutes", "max": 60 },
      { "name": "Texts", "measure": "stimuli", "min": 2, "max": 3 },
      { "measure": "expected-score", "theta": 0, "min": 17, "max": 19 }
    ],
    "itemsPerStimulus": { "min": 3, "max": 5 },
    "enemies": [["M01", "M17"], { "items": ["M02", "M30"], "isAcrossForms": true }],
    "exposure": { "formsMax": 1 },
    "commonItems": 6,
    "overlap": { "max": 9, "pairs": [{ "forms": ["101", "103"], "max": 6 }] },
    "forced": [{ "items": ["M40"], "forms": ["101"] }],
    "target": { "kind": "information", "theta": [-1, 0, 1], "values": [6, 8, 6] }
  }`;

/** `khao assemble`: one or several parallel forms from a pool of items, by a blueprint. */
export function register(program: Command): void {
  program
    .command("assemble")
    .description(say("assemble.about"))
    .argument("<BLUEPRINT.json>", say("assemble.blueprint"))
    .option("--items <ITEMS.csv>", say("assemble.items"))
    .option("--study <id>", say("assemble.study"))
    .requiredOption("--out <DIR>", say("pv.out"))
    .option("--replace", say("out.replace"), false)
    .option("--parameters <DIR>", say("assemble.parameters"))
    .option("--stimuli <STIMULI.csv>", say("assemble.stimuli"))
    .option("--run <id>", say("assemble.run"))
    .option("--data <folder>", say("dataOption"), process.env.KHAO_DATA_DIR ?? "./data")
    .option("--gap <x>", say("assemble.gap"), gapShare, 0.01)
    .option("--time <seconds>", say("assemble.time"), positive, 60)
    .option("--nodes <N>", say("assemble.nodes"), wholeNumber(1, 2_000_000_000))
    .addOption(new Option("--model <model>", say("link.model")).choices(modelNames).default("gpcm"))
    .addHelpText("after", () => say("assemble.help") + examples)
    .action(async (blueprint: string, { out, replace, time, nodes, ...files }: AssembleOptions) => {
      const { assembleToFolder } = await import("../assemble/work.js");
      const request = { ...files, blueprint, secondsMax: time, nodesMax: nodes };
      process.exitCode = await assembleToFolder({ out, replace }, request);
    });
}

function gapShare(value: string): number {
  const number = Number(value);
  if (!(number >= 0 && number < 1)) throw new InvalidArgumentError(say("usage.share"));
  return number;
}
