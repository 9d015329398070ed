/** The bank's vocabulary in one import: types only, so that the contract and the browser can take them without the schemas. */
export type {
  Language,
  Localised,
  LocalisedString,
  LocalisedRichText,
  Mark,
  Inline,
  RichBlock,
  RichText,
} from "./schema/text.js";
export type {
  Choice,
  Statement,
  Interaction,
  InteractionKind,
  ChoiceInteraction,
  TrueFalseClusterInteraction,
  InlineChoiceInteraction,
  TextEntryInteraction,
  ExtendedTextInteraction,
  MatchInteraction,
  OrderInteraction,
  GapMatchInteraction,
  HotspotInteraction,
  SliderInteraction,
  LikertInteraction,
} from "./schema/interactions.js";
export type {
  Item,
  ItemMetadata,
  ItemStatus,
  Subject,
  Unit,
  Rubric,
  RubricCode,
  PlayerItem,
  PlayerUnit,
} from "./schema/item.js";
export type { Block, Booklet, Design } from "./schema/booklet.js";
export type { ResponseValue, Scored } from "./schema/response.js";
