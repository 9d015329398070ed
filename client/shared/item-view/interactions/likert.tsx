import type { ReactNode } from "react";
import { ChoiceMatrix } from "../choice-matrix.js";
import { asParts, withPart, type InteractionProps } from "../interaction-view.js";
import { LocalisedText, LocalisedWords } from "../localised.js";
import { itemWords } from "../words.js";

/** Statements answered on one scale. */
export default function LikertView(props: InteractionProps<"likert">): ReactNode {
  const { interaction, itemId, stemId, language, value, onChange, assets, isDisabled } = props;
  const given = asParts<string>(value);
  return (
    <fieldset aria-labelledby={stemId} aria-describedby={`${stemId}-hint`}>
      <p className="interaction-hint" id={`${stemId}-hint`}>
        {itemWords[language]("likertHint")}
      </p>
      <ChoiceMatrix
        name={itemId}
        rows={interaction.statements.map(({ id, content }) => ({
          id,
          label: <LocalisedText text={content} language={language} context={{ assets }} isInline />,
        }))}
        columns={interaction.options.map(({ id, label }) => ({
          id,
          label: <LocalisedWords text={label} language={language} />,
        }))}
        takenIn={(id) => (given[id] === undefined ? [] : [given[id]])}
        onTake={(id, optionId) => onChange(withPart(given, id, optionId))}
        maxPerRow={1}
        isDisabled={isDisabled}
      />
    </fieldset>
  );
}
