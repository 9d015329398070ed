import type { Interaction, InteractionKind } from "../../../../item-bank/types.js";
import type * as schema from "../../../../item-bank/schema/interactions.js";

/** Which scoring belongs to which interaction; a question of a questionnaire has none. */
export interface ScoringOf {
  choice: schema.ChoiceScoring | schema.NoScoring;
  trueFalseCluster: schema.TrueFalseClusterScoring;
  inlineChoice: schema.InlineChoiceScoring;
  textEntry: schema.TextEntryScoring | schema.NoScoring;
  extendedText: schema.ExtendedTextScoring | schema.NoScoring;
  match: schema.MatchScoring | schema.NoScoring;
  order: schema.OrderScoring;
  gapMatch: schema.GapMatchScoring;
  hotspot: schema.HotspotScoring;
  slider: schema.SliderScoring | schema.NoScoring;
  likert: schema.NoScoring;
}

/** What an interaction's editor is given: it changes the interaction and its scoring together, because a key names choices. */
export interface EditorProps<Kind extends InteractionKind> {
  interaction: Extract<Interaction, { kind: Kind }>;
  scoring: ScoringOf[Kind];
  onChange: (interaction: Extract<Interaction, { kind: Kind }>, scoring: ScoringOf[Kind]) => void;
}

/** Whether the question has a key at all. */
export const hasKey = <S extends object>(scoring: S): scoring is Extract<S, { key: unknown }> =>
  "key" in scoring;

/** A record without the entries whose names are gone. */
export function keepNames<V>(record: Record<string, V>, names: string[]): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}
