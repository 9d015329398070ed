import type { ReactNode } from "react";
import { textIn } from "../../say.js";
import { asParts, inOrder, withPart, type InteractionProps } from "../interaction-view.js";
import { LocalisedText } from "../localised.js";
import { itemWords } from "../words.js";

/** Gaps in a text, each a native list to choose from. */
export default function InlineChoiceView(props: InteractionProps<"inlineChoice">): ReactNode {
  const { interaction, stemId, language, value, onChange, orderOf, assets, isDisabled } = props;
  const say = itemWords[language];
  const given = asParts<string>(value);

  const renderGap = (gapId: string) => {
    const index = interaction.gaps.findIndex((gap) => gap.id === gapId);
    const gap = interaction.gaps[index];
    if (!gap) return null;
    return (
      <select
        className="select gap-select"
        aria-label={say("gap", { number: index + 1 })}
        value={given[gapId] ?? ""}
        disabled={isDisabled}
        onChange={(event) => onChange(withPart(given, gapId, event.target.value || undefined))}
      >
        <option value="">{say("pickFromList")}</option>
        {inOrder(gap.choices, orderOf(gapId)).map((choice) => (
          <option key={choice.id} value={choice.id}>
            {textIn(choice.content, language)}
          </option>
        ))}
      </select>
    );
  };

  return (
    <fieldset aria-labelledby={stemId} className="text-with-gaps">
      <LocalisedText text={interaction.text} language={language} context={{ assets, renderGap }} />
    </fieldset>
  );
}
