import type { ReactNode } from "react";
import { ChoiceMatrix } from "../choice-matrix.js";
import { asParts, withPart, type InteractionProps } from "../interaction-view.js";
import { LocalisedText } from "../localised.js";
import { itemWords } from "../words.js";

/** A matrix: for each row one column, or several. */
export default function MatchView(props: InteractionProps<"match">): ReactNode {
  const { interaction, itemId, stemId, language, value, onChange, assets, isDisabled } = props;
  const { rows, columns, maxPerRow } = interaction;
  const say = itemWords[language];
  const given = asParts<string[]>(value);

  const take = (rowId: string, columnId: string, isTaken: boolean) => {
    const before = maxPerRow === 1 ? [] : (given[rowId] ?? []);
    const next = columns
      .map(({ id }) => id)
      .filter((id) => (id === columnId ? isTaken : before.includes(id)));
    onChange(withPart(given, rowId, next.length > 0 ? next : undefined));
  };

  return (
    <fieldset aria-labelledby={stemId} aria-describedby={`${stemId}-hint`}>
      <p className="interaction-hint" id={`${stemId}-hint`}>
        {maxPerRow === 1 ? say("rowHint") : say("rowHintUpTo", { count: maxPerRow })}
      </p>
      <ChoiceMatrix
        name={itemId}
        rows={rows.map(({ id, content }) => ({
          id,
          label: <LocalisedText text={content} language={language} context={{ assets }} isInline />,
        }))}
        columns={columns.map(({ id, content }) => ({
          id,
          label: <LocalisedText text={content} language={language} context={{ assets }} isInline />,
        }))}
        takenIn={(id) => given[id] ?? []}
        onTake={take}
        maxPerRow={maxPerRow}
        isDisabled={isDisabled}
      />
    </fieldset>
  );
}
