import type { InteractionKind } from "../types.js";
import { choice } from "./choice.js";
import type { AnyDeclaration } from "./declaration.js";
import { extendedText } from "./extended-text.js";
import { gapMatch } from "./gap-match.js";
import { hotspot } from "./hotspot.js";
import { inlineChoice } from "./inline-choice.js";
import { likert } from "./likert.js";
import { match } from "./match.js";
import { order } from "./order.js";
import { slider } from "./slider.js";
import { textEntry } from "./text-entry.js";
import { trueFalseCluster } from "./true-false-cluster.js";

const byKind: Record<InteractionKind, AnyDeclaration> = {
  choice,
  trueFalseCluster,
  inlineChoice,
  textEntry,
  extendedText,
  match,
  order,
  gapMatch,
  hotspot,
  slider,
  likert,
};

/** Every kind of interaction, in the order the studio offers them. */
export const declarations: readonly AnyDeclaration[] = Object.values(byKind);

/** What the platform knows of a kind of interaction. */
export function declarationOf(kind: InteractionKind): AnyDeclaration {
  return byKind[kind];
}
