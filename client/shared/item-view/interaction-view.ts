import type { ReactNode } from "react";
import type { Interaction, InteractionKind, Language, ResponseValue } from "../../../item-bank/types.js";

/** What every interaction's view is given. It keeps nothing of its own: what is shown is `value`, what is done is `onChange`. */
export interface InteractionProps<Kind extends InteractionKind = InteractionKind> {
  interaction: Extract<Interaction, { kind: Kind }>;
  /** The item's id, for names of controls that must not clash with another item's. */
  itemId: string;
  /** Id of the element with the stem, which names the whole. */
  stemId: string;
  language: Language;
  value: ResponseValue;
  onChange: (value: ResponseValue) => void;
  /** Ids of the choices in the order to show; of a gap's choices where `gapId` is given. Null for the author's order. */
  orderOf: (gapId?: string) => string[] | null;
  assets: Record<string, string>;
  isDisabled: boolean;
}

export type InteractionView<Kind extends InteractionKind> = (props: InteractionProps<Kind>) => ReactNode;

/** The choices in the order to show. Ids the order does not know come last, so that nothing can go missing. */
export function inOrder<T extends { id: string }>(choices: T[], order: string[] | null): T[] {
  if (!order) return choices;
  const place = new Map(order.map((id, index) => [id, index]));
  return [...choices].sort(
    (a, b) => (place.get(a.id) ?? choices.length) - (place.get(b.id) ?? choices.length),
  );
}

/** The value as a list of ids; empty where nothing is given. */
export const asIds = (value: ResponseValue): string[] => (Array.isArray(value) ? value : []);

/** The value by part (gap, row, statement); empty where nothing is given. */
export const asParts = <T>(value: ResponseValue): Record<string, T> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, T>) : {};

/** The parts with one changed; undefined takes it away. Null when nothing is left, so that omitted stays omitted. */
export function withPart<T>(
  parts: Record<string, T>,
  id: string,
  part: T | undefined,
): Record<string, T> | null {
  const { [id]: _, ...others } = parts;
  const next = part === undefined ? others : { ...others, [id]: part };
  return Object.keys(next).length === 0 ? null : next;
}

/** How many parts a full response has: statements, rows, gaps; 1 for an interaction without parts. */
export function partCount(interaction: Interaction): number {
  switch (interaction.kind) {
    case "trueFalseCluster":
    case "likert":
      return interaction.statements.length;
    case "match":
      return interaction.rows.length;
    case "inlineChoice":
    case "textEntry":
      return interaction.gaps.length;
    case "gapMatch":
      return interaction.gapIds.length;
    case "choice":
    case "extendedText":
    case "order":
    case "hotspot":
    case "slider":
      return 1;
  }
}

/** Letters for choices, as on paper: A, B, C … */
export const letterAt = (index: number): string => String.fromCharCode(65 + index);
