import type { ReactNode } from "react";
import type { InteractionProps } from "../interaction-view.js";
import { itemWords } from "../words.js";

/** What fits in one entry of the delivery protocol (32 KB), counting three bytes for every letter. */
const charactersMax = 10_000;

/** A longer answer in a plain text area, which leaves every kind of keyboard its ways. */
export default function ExtendedTextView(props: InteractionProps<"extendedText">): ReactNode {
  const { interaction, stemId, language, value, onChange, isDisabled } = props;
  const say = itemWords[language];
  const text = typeof value === "string" ? value : "";
  const maximum = Math.min(interaction.maxCharacters, charactersMax);
  return (
    <div className="extended-text">
      <textarea
        className="textarea"
        aria-labelledby={stemId}
        aria-describedby={`${stemId}-length`}
        rows={interaction.lines}
        maxLength={maximum}
        spellCheck={false}
        value={text}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
      />
      <p className="interaction-hint text-length" id={`${stemId}-length`}>
        {say("textLength", { length: text.length, maximum })}
      </p>
    </div>
  );
}
