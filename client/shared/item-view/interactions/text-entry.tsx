import { useState, type CSSProperties, type ReactNode } from "react";
import { isNoNumber } from "../../../../item-bank/interactions/read-numbers.js";
import { Icon } from "../../icons.js";
import { textIn } from "../../say.js";
import { asParts, withPart, type InteractionProps } from "../interaction-view.js";
import { LocalisedText } from "../localised.js";
import { itemWords } from "../words.js";

/** More than any short answer needs; the server takes no more. */
const charactersMax = 200;
/** A press lasts about a tenth of a second; what appears in its middle would move the button from under it. */
const afterPressMs = 300;

/**
 * Short text or a number typed into plain fields. No key is listened to and nothing typed is rewritten: Vietnamese
 * keyboards work by taking letters back and putting others in. What is no number is kept as the response all the same; that
 * it cannot be read is said once the field is left, and until it can.
 */
export default function TextEntryView(props: InteractionProps<"textEntry">): ReactNode {
  const { interaction, itemId, stemId, language, value, onChange, assets, isDisabled } = props;
  const { text, gaps } = interaction;
  const say = itemWords[language];
  const given = asParts<string>(value);
  const hasNumber = gaps.some((gap) => gap.input === "number");
  /** The gap that is being typed into: what is no number may still become one. */
  const [typingId, setTypingId] = useState<string | null>(null);
  const unreadable = gaps.filter(
    ({ id, input, unitAfter }) =>
      input === "number" && id !== typingId && isNoNumber(given[id] ?? "", unitAfter),
  );

  const nameOf = (index: number) =>
    textIn(gaps[index]?.label, language) ||
    (gaps.length === 1 && !text ? say("response") : say("gap", { number: index + 1 }));

  const field = (index: number) => {
    const gap = gaps[index];
    if (!gap) return null;
    const id = `${itemId}-${gap.id}`;
    const unitAfter = textIn(gap.unitAfter, language);
    const isUnreadable = unreadable.includes(gap);
    return (
      <span className="gap-field">
        <input
          id={id}
          className="input gap-input"
          type="text"
          inputMode={gap.input === "number" ? "decimal" : "text"}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={charactersMax}
          style={{ "--characters": gap.widthCharacters } as CSSProperties}
          {...(text ? { "aria-label": nameOf(index) } : {})}
          aria-invalid={isUnreadable || undefined}
          aria-describedby={
            [isUnreadable && `${id}-problem`, unitAfter && `${id}-unit`, hasNumber && `${stemId}-hint`]
              .filter(Boolean)
              .join(" ") || undefined
          }
          value={given[gap.id] ?? ""}
          disabled={isDisabled}
          onChange={(event) => {
            // What has been said stays until it is mended.
            if (!isUnreadable) setTypingId(gap.id);
            onChange(withPart(given, gap.id, event.target.value || undefined));
          }}
          onBlur={() => setTimeout(() => setTypingId((now) => (now === gap.id ? null : now)), afterPressMs)}
        />
        {unitAfter && <span id={`${id}-unit`}>{unitAfter}</span>}
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
        <p className="interaction-hint gap-hint" id={`${stemId}-hint`}>
          {say("numberHint")}
        </p>
      )}
      <div role="status">
        {unreadable.map((gap) => (
          <p key={gap.id} className="gap-problem" id={`${itemId}-${gap.id}-problem`}>
            <Icon name="warning" />
            <span>
              {gaps.length > 1 && `${nameOf(gaps.indexOf(gap))}: `}
              {say("noNumber", { typed: (given[gap.id] ?? "").trim() })}
            </span>
          </p>
        ))}
      </div>
    </fieldset>
  );
}
