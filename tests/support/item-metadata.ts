import type { Item } from "../../item-bank/types.js";

/** What an item of a test says about itself, where nothing depends on it. */
export const itemMetadata: Item["metadata"] = {
  subject: "mathematics",
  grade: 9,
  framework: "",
  domain: "",
  process: "",
  expectedDifficulty: "medium",
  minutes: 1,
  author: "",
  source: "",
};
