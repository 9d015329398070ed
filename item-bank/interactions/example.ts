import type { Localised, LocalisedRichText, LocalisedString } from "../types.js";

/**
 * The words that a new item's interaction starts with stand between these signs, so that they show an author what
 * belongs there and can be told from words an author wrote: `validation/unfinished.ts` keeps them out of review.
 */
const marked = /‹[^›]*›/u;

/** An example text for an author to replace. */
export function exampleString(vi: string, en: string): LocalisedString {
  return { vi: `‹${vi}›`, en: `‹${en}›` };
}

/** An example text of one paragraph; `gapIds` follow it, each with the words `between` before the next. */
export function exampleText(vi: string, en: string, gapIds: readonly string[] = []): LocalisedRichText {
  const paragraph = (words: string) => [
    {
      type: "paragraph" as const,
      children:
        gapIds.length === 0
          ? [{ type: "text" as const, text: `‹${words}›` }]
          : gapIds.flatMap((id, index) => [
              { type: "text" as const, text: index === 0 ? `‹${words}› ` : " … " },
              { type: "gap" as const, id },
            ]),
    },
  ];
  return { vi: paragraph(vi), en: paragraph(en) } satisfies Localised<unknown>;
}

/** The example that stands in a text, or null where an author has replaced it. */
export function exampleIn(text: string): string | null {
  return marked.exec(text)?.[0] ?? null;
}
