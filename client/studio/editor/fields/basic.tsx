import type { ReactNode } from "react";
import type { Localised } from "../../../../item-bank/types.js";
import { useLanguage } from "../../../shared/staff/use-language.js";

/** A labelled text field on one line. */
export function TextField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  lang?: string;
  isRequired?: boolean;
  /** Where the value stands in the item or unit, for the way from a problem to its place. */
  path?: string;
}) {
  return (
    <label className="field">
      <span>{props.label}</span>
      <input
        className="input"
        lang={props.lang}
        value={props.value}
        required={props.isRequired}
        data-path={props.path}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}

/** A labelled number; an emptied field gives null. */
export function NumberField(props: {
  label: string;
  value: number | null | undefined;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number | "any";
  path?: string;
}) {
  return (
    <label className="field field-number">
      <span>{props.label}</span>
      <input
        className="input"
        type="number"
        min={props.min}
        max={props.max}
        step={props.step ?? "any"}
        data-path={props.path}
        value={props.value ?? ""}
        onChange={(event) => props.onChange(event.target.value === "" ? null : event.target.valueAsNumber)}
      />
    </label>
  );
}

export function SelectField<V extends string>(props: {
  label: string;
  value: V;
  options: { value: V; label: string }[];
  onChange: (value: V) => void;
}) {
  return (
    <label className="field">
      <span>{props.label}</span>
      <select
        className="select"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value as V)}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

export function CheckField(props: { label: ReactNode; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={props.value}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

/** A text in both languages, the second beside the first. */
export function LocalisedField(props: {
  label: string;
  value: Localised<string> | undefined;
  onChange: (value: Localised<string>) => void;
  path?: string;
}) {
  const { t } = useLanguage();
  return (
    <div className="side-by-side" data-path={props.path}>
      {(["vi", "en"] as const).map((language) => (
        <TextField
          key={language}
          lang={language}
          label={`${props.label} · ${t(`language.${language}`)}`}
          value={props.value?.[language] ?? ""}
          onChange={(text) => props.onChange(withLanguage(props.value, language, text))}
        />
      ))}
    </div>
  );
}

/** The localised value with one language changed; an emptied language is left out, so that it counts as missing. */
export function withLanguage(
  value: Localised<string> | undefined,
  language: "vi" | "en",
  text: string,
): Localised<string> {
  const { [language]: _, ...others } = value ?? {};
  return text === "" ? others : { ...others, [language]: text };
}

/** A text that need not be there: emptied in both languages it is left out. */
export function unlessEmpty<T>(value: Localised<T>): Localised<T> | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
