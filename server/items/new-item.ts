import { declarations } from "../../item-bank/interactions/index.js";
import type { Item, Subject } from "../../item-bank/types.js";
import type { NewItemBody } from "../contract/bank.js";
import { Problem } from "../problem.js";

/** A first draft: the interaction's starter, an empty stem, and the author's name. @throws {Problem} `interaction-unknown`. */
export function newItem({ id, unitId, kind, subject, grade }: NewItemBody, author: string): Item {
  const declaration = declarations.find((each) => each.kind === kind);
  if (!declaration) throw new Problem("interaction-unknown", { kind });
  const { interaction, scoring, maxScore } = declaration.starter();
  return {
    id,
    unitId,
    stem: { vi: [] },
    interaction,
    scoring: scoring as Item["scoring"],
    maxScore,
    metadata: {
      // A wrong subject is met by the schema when the draft is read.
      subject: subject as Subject,
      grade,
      framework: "",
      domain: "",
      process: "",
      expectedDifficulty: "medium",
      minutes: 2,
      author,
      source: "",
    },
  };
}
