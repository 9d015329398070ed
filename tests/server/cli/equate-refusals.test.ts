import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { register } from "../../../server/cli/commands/equate.js";
import { runCommand } from "../../support/run-command.js";
import { fileIn, temporaryFolder } from "../../support/temporary-folder.js";

const place = temporaryFolder("khao-equate-refused");
const at = (name: string) => join(place, name);
const file = fileIn(place);

describe("khao equate refuses, in one sentence, and writes nothing:", () => {
  const anchored = ["--method", "chained"];
  const plain = ["--method", "equipercentile"];
  it.each<[string, string[], string]>([
    ["a method that is none", ["x.csv", "y.csv", "--method", "levine"], '"levine"'],
    [
      "methods of two kinds",
      ["x.csv", "y.csv", "--method", "chained,true-score"],
      "run them one after the other",
    ],
    [
      "an option of other methods",
      ["x.csv", "y.csv", ...plain, "--one-scale"],
      "--one-scale: not known to equipercentile",
    ],
    [
      "a smoothing that nothing uses",
      ["x.csv", "y.csv", ...anchored, "--presmooth", "3"],
      "--presmooth: not known to chained",
    ],
    [
      "a population's weight that nothing uses",
      ["x.csv", "y.csv", ...anchored, "--from-weight", "1"],
      "--from-weight: not known to chained",
    ],
    [
      "an ability that true scores do not ask for",
      ["x-items.csv", "y-items.csv", "--method", "true-score", "--to-ability", "0,1"],
      "--to-ability: not known to true-score",
    ],
    [
      "a form of no table of forms",
      ["x-items.csv", "y-items.csv", "--method", "true-score", "--from-form", "A"],
      "go together: give all three, or none",
    ],
    [
      "items of several dimensions",
      ["two-items.csv", "y-items.csv", "--method", "true-score"],
      "two-items.csv: its items measure several dimensions (MATH, READ)",
    ],
    [
      "an item whose scores are not known",
      ["gap-items.csv", "y-items.csv", "--method", "true-score", "--one-scale"],
      'the highest score of item "G" is above its number of steps',
    ],
    ["responses and frequencies", ["x.csv", "c.csv", ...plain], "are not of one kind"],
    ["frequencies without an anchor", ["c.csv", "c.csv", ...anchored], 'need a column "anchor"'],
    [
      "a count that is none",
      ["bad-count.csv", "c.csv", ...plain],
      'bad-count.csv, line 3, column "count": "-1" is not a count',
    ],
    [
      "a score that is none",
      ["c.csv", "bad-score.csv", ...plain],
      'line 2, column "score": "0.5" is not a whole number',
    ],
    [
      "a score that is there twice",
      ["twice.csv", "c.csv", ...plain],
      'twice.csv, line 3: "1" is there a second time',
    ],
    ["forms without an item in common", ["p.csv", "q.csv", ...anchored], "no item in common"],
    [
      "an anchor that is not in both",
      ["p.csv", "q.csv", ...anchored, "--anchor-items", "a"],
      'names "a", which is not in both',
    ],
    [
      "nobody with all items",
      ["holes.csv", "p.csv", ...plain],
      "holes.csv: no test taker has a response to every item",
    ],
    [
      "a column that neither has",
      ["p.csv", "q.csv", ...plain, "--ignore", "z"],
      'has a column "z", which --ignore names',
    ],
    [
      "a highest score that is too low",
      ["p.csv", "q.csv", ...plain, "--to-max", "1"],
      "said to be 1, but a score of 2",
    ],
    [
      "a degree that the scores do not determine",
      ["p.csv", "q.csv", ...plain, "--presmooth", "3"],
      "could not be equated: the degree",
    ],
    ["a calibration with itself", ["x-items.csv", "x-items.csv", "--method", "true-score"], "say by --forms"],
    [
      "a form that is not there",
      [
        "x-items.csv",
        "x-items.csv",
        "--method",
        "true-score",
        "--forms",
        "f.csv",
        "--from-form",
        "A",
        "--to-form",
        "Z",
      ],
      'no form "Z"; it has A',
    ],
    [
      "calibrations without common items",
      ["x-items.csv", "z-items.csv", "--method", "true-score"],
      "no item in common",
    ],
    [
      "an ability that is none",
      ["x-items.csv", "y-items.csv", "--method", "observed-score", "--to-ability", "0,-1"],
      "a standard deviation above 0",
    ],
  ])("%s", async (_, words, sentence) => {
    await file("x.csv", "student,I01,I02\ns1,1,0\ns2,0,1\n");
    await file("y.csv", "student,I02,I03\ns1,1,0\ns2,0,1\n");
    await file("x-items.csv", "item,a,b1\nI01,1,0\nI02,1,0.5\n");
    await file("y-items.csv", "item,a,b1\nI02,1,0.3\nI03,1,0\n");
    await file("c.csv", "score,count\n0,5\n1,7\n");
    await file("bad-count.csv", "score,count\n0,5\n1,-1\n");
    await file("bad-score.csv", "score,count\n0.5,5\n");
    await file("twice.csv", "score,count\n1,5\n1,7\n");
    await file("p.csv", "a,b\n1,0\n0,0\n1,1\n");
    await file("q.csv", "c,d\n1,0\n0,1\n1,1\n");
    await file("holes.csv", "a,b\n1,\n,0\n");
    await file("f.csv", "item,form\nI01,A\n");
    await file("z-items.csv", "item,a,b1\nZ,1,0\n");
    await file("two-items.csv", "item,a,b1,dimension\nI21,1,0,MATH\nI22,1,0,READ\n");
    await file("gap-items.csv", "item,max_score,a,b1\nG,2,1,0\n");
    const args = words.map((word) => (word.endsWith(".csv") ? at(word) : word));
    const run = await runCommand([register], ["equate", ...args, "--out", at("refused")]);
    expect(run.code).not.toBe(0);
    expect(run.said).toContain(sentence);
    expect(await readdir(place)).not.toContain("refused");
  });
});
