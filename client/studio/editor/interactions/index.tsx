import type { ComponentType } from "react";
import type { InteractionKind, Item } from "../../../../item-bank/types.js";
import { ChoiceEditor } from "./choice-editor.js";
import type { EditorProps } from "./editor.js";
import { ExtendedTextEditor } from "./extended-text-editor.js";
import { GapMatchEditor } from "./gap-match-editor.js";
import { HotspotEditor } from "./hotspot-editor.js";
import { InlineChoiceEditor } from "./inline-choice-editor.js";
import { LikertEditor } from "./likert-editor.js";
import { MatchEditor } from "./match-editor.js";
import { OrderEditor } from "./order-editor.js";
import { SliderEditor } from "./slider-editor.js";
import { TextEntryEditor } from "./text-entry-editor.js";
import { TrueFalseClusterEditor } from "./true-false-cluster-editor.js";

const editors: { [Kind in InteractionKind]: ComponentType<EditorProps<Kind>> } = {
  choice: ChoiceEditor,
  trueFalseCluster: TrueFalseClusterEditor,
  inlineChoice: InlineChoiceEditor,
  textEntry: TextEntryEditor,
  extendedText: ExtendedTextEditor,
  match: MatchEditor,
  order: OrderEditor,
  gapMatch: GapMatchEditor,
  hotspot: HotspotEditor,
  slider: SliderEditor,
  likert: LikertEditor,
};

/** The editor of the item's interaction and scoring. */
export function InteractionEditor({ item, onChange }: { item: Item; onChange: (item: Item) => void }) {
  // The table above pairs each kind with its editor; what an item holds fits its own kind, which the server checks.
  const Editor = editors[item.interaction.kind] as ComponentType<{
    interaction: Item["interaction"];
    scoring: unknown;
    onChange: (interaction: Item["interaction"], scoring: object) => void;
  }>;
  return (
    <Editor
      interaction={item.interaction}
      scoring={item.scoring}
      onChange={(interaction, scoring) => onChange({ ...item, interaction, scoring: { ...scoring } })}
    />
  );
}
