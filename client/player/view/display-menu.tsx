import { useId, useRef, useState, type ReactNode } from "react";
import { Icon } from "../../shared/icons.js";
import { setDisplay, showHelp } from "../display.js";
import { usePlayer } from "./context.js";

export const languageNames = { vi: "Tiếng Việt", en: "English" } as const;
const textSizes = [1, 2, 3] as const;
const themes = ["light", "contrast"] as const;

/** Language, text size, colours and the list of keys, behind one button. */
export function DisplayMenu(): ReactNode {
  const { player, state, say } = usePlayer();
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { display, person } = state;
  const languages = person?.languages ?? (["vi", "en"] as const);

  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  return (
    <div
      className="display-menu"
      onKeyDown={(event) => event.key === "Escape" && isOpen && close()}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setIsOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className="button quiet-button"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={say("display")}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="text" />
        <span className="wide-only">{say("display")}</span>
      </button>
      {isOpen && (
        <button type="button" className="display-shade" tabIndex={-1} aria-hidden="true" onClick={close} />
      )}
      {/* A press beside its fields leaves the focus within, or Escape would not reach it. */}
      <div id={id} className="menu display-panel" hidden={!isOpen} tabIndex={-1}>
        {languages.length > 1 && (
          <Choices
            title={say("language")}
            options={languages.map((language) => ({
              value: language,
              label: languageNames[language],
              lang: language,
            }))}
            chosen={display.language}
            onChoose={(language) => setDisplay(player, { language })}
          />
        )}
        <Choices
          title={say("textSize")}
          options={textSizes.map((size) => ({ value: size, label: say(`textSize_${size}`) }))}
          chosen={display.textSize}
          onChoose={(textSize) => setDisplay(player, { textSize })}
        />
        <Choices
          title={say("theme")}
          options={themes.map((theme) => ({ value: theme, label: say(`theme_${theme}`) }))}
          chosen={display.theme}
          onChoose={(theme) => setDisplay(player, { theme })}
        />
        <button
          type="button"
          className="button quiet-button"
          onClick={() => {
            // The dialog gives the focus back to where it was, which must be something that is still in sight.
            close();
            showHelp(player, true);
          }}
        >
          <Icon name="keyboard" />
          {say("shortcuts")}
        </button>
      </div>
    </div>
  );
}

function Choices<Value extends string | number>({
  title,
  options,
  chosen,
  onChoose,
}: {
  title: string;
  options: { value: Value; label: string; lang?: string }[];
  chosen: Value;
  onChoose: (value: Value) => void;
}): ReactNode {
  return (
    <fieldset className="display-choices">
      <legend>{title}</legend>
      {options.map(({ value, label, lang }) => (
        <label key={value} className="check">
          <input type="radio" checked={value === chosen} name={title} onChange={() => onChoose(value)} />
          <span lang={lang}>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
