import type { CSSProperties, ReactNode } from "react";
import { textIn } from "../../say.js";
import { asParts, withPart, type InteractionProps } from "../interaction-view.js";
import { LocalisedText } from "../localised.js";
import { itemWords } from "../words.js";

/** More than any short answer needs; the server takes no more. */
const charactersMax = 200;

/**
 * Short text or a number typed into plain fields. No key is listened to and nothing typed is rewritten: Vietnamese
 * keyboards work by taking letters back and putting others in.
 */
export default function TextEntryView(props: InteractionProps<"textEntry">): ReactNode {
  const { interaction, itemId, stemId, language, value, onChange, assets, isDisabled } = props;
  const { text, gaps } = interaction;
  const say = itemWords[language];
  const given = asParts<string>(value);
  const hasNumber = gaps.some((gap) => gap.input === "number");

  const nameOf = (index: number) =>
    textIn(gaps[index]?.label, language) ||
    (gaps.length === 1 && !text ? say("response") : say("gap", { number: index + 1 }));

  const field = (index: number) => {
    const gap = gaps[index];
    if (!gap) return null;
    const unitAfter = textIn(gap.unitAfter, language);
    return (
      <span className="gap-field">
        <input
          id={`${itemId}-${gap.id}`}
          className="input gap-input"
          type="text"
          inputMode={gap.input === "number" ? "decimal" : "text"}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={charactersMax}
          style={{ "--characters": gap.widthCharacters } as CSSProperties}
          {...(text ? { "aria-label": nameOf(index) } : {})}
          aria-describedby={
            [unitAfter && `${itemId}-${gap.id}-unit`, hasNumber && `${stemId}-hint`]
              .filter(Boolean)
              .join(" ") || undefined
          }
          value={given[gap.id] ?? ""}
          disabled={isDisabled}
          onChange={(event) => onChange(withPart(given, gap.id, event.target.value || undefined))}
        />
        {unitAfter && <span id={`${itemId}-${gap.id}-unit`}>{unitAfter}</span>}
      </span>
    );
  };

  return (
    <fieldset aria-labelledby={stemId} className="text-with-gaps">
      {text ? (
        <LocalisedText
          text={text}
          language={language}
          context={{ assets, renderGap: (id) => field(gaps.findIndex((gap) => gap.id === id)) }}
        />
      ) : (
        <div className="stack">
          {gaps.map((gap, index) => (
            <div key={gap.id} className="field">
              <label htmlFor={`${itemId}-${gap.id}`}>{nameOf(index)}</label>
              {field(index)}
            </div>
          ))}
        </div>
      )}
      {hasNumber && (
        <p className="interaction-hint" id={`${stemId}-hint`}>
          {say("numberHint")}
        </p>
      )}
    </fieldset>
  );
}
