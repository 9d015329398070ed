import type { Requirement } from "../../../psychometrics/index.js";
import { say } from "../../terminal/words.js";

/**
 * The name of a requirement that the blueprint gives none, in the language of the terminal: what it counts, and of which items,
 * such as `items, domain = algebra`. Attributes and their values are the caller's own words.
 */
export function requirementName({ measure, attribute, theta, where }: Requirement): string {
  const what = {
    items: () => say("assemble.countOfItems"),
    stimuli: () => say("assemble.countOfStimuli"),
    total: () => attribute ?? say("assemble.total"),
    information: () => say("assemble.informationAt", { theta: theta ?? "?" }),
    "expected-score": () => say("assemble.expectedScoreAt", { theta: theta ?? "?" }),
  }[measure]();
  const which = Object.entries(where ?? {}).map(([name, value]) => `${name} = ${oneOf(value)}`);
  return [what, ...which].join(", ");
}

function oneOf(value: string | readonly string[]): string {
  if (typeof value === "string") return value;
  return value.reduce((first, second) => say("assemble.or", { first, second }));
}
