import type { ReactNode } from "react";
import { asIds, inOrder, letterAt, type InteractionProps } from "../interaction-view.js";
import { LocalisedText } from "../localised.js";
import { itemWords } from "../words.js";

/** One choice by radio buttons, several by checkboxes; the whole row is the target. */
export default function ChoiceView(props: InteractionProps<"choice">): ReactNode {
  const { interaction, itemId, stemId, language, value, onChange, orderOf, assets, isDisabled } = props;
  const { maxChoices } = interaction;
  const say = itemWords[language];
  const isSingle = maxChoices === 1;
  const taken = asIds(value);
  const isFull = !isSingle && taken.length >= maxChoices;

  const toggle = (id: string, isTaken: boolean) => {
    if (isSingle) return onChange([id]);
    const next = isTaken ? [...taken, id] : taken.filter((other) => other !== id);
    // The author's order, so that the same choices are always the same response.
    const sorted = interaction.choices.map((choice) => choice.id).filter((other) => next.includes(other));
    onChange(sorted.length > 0 ? sorted : null);
  };

  return (
    <fieldset aria-labelledby={stemId} aria-describedby={`${stemId}-hint`}>
      <p className="interaction-hint" id={`${stemId}-hint`}>
        {isSingle
          ? say("chooseOne")
          : isFull
            ? say("chosenAll", { count: maxChoices })
            : say("chooseUpTo", { count: maxChoices })}
      </p>
      <div className="choices">
        {inOrder(interaction.choices, orderOf()).map((choice, index) => (
          <label key={choice.id} className={taken.includes(choice.id) ? "choice chosen" : "choice"}>
            <input
              type={isSingle ? "radio" : "checkbox"}
              name={itemId}
              checked={taken.includes(choice.id)}
              disabled={isDisabled || (isFull && !taken.includes(choice.id))}
              onChange={(event) => toggle(choice.id, event.target.checked)}
            />
            <span className="choice-letter">{letterAt(index)}</span>
            <span className="choice-content">
              <LocalisedText text={choice.content} language={language} context={{ assets }} isInline />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
