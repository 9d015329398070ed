import { useState } from "react";
import type { FrameworkTerm } from "../../../../item-bank/frameworks/index.js";
import { useLanguage } from "../../../shared/staff/use-language.js";
import { SelectField, TextField } from "./basic.js";

/** What the select gives for "in your own words"; no code looks like it. */
const ownWords = " ";

/**
 * A code to pick by its name, or words of one's own where the list lacks it. What the list does not have, such as an
 * imported item's own term, stands in it as it is.
 */
export function TermField(props: {
  label: string;
  value: string;
  /** The name that is shown for the value, and the code of the list's term that it means. */
  shown: { code: string; name: string };
  terms: readonly FrameworkTerm[];
  onChange: (value: string) => void;
}) {
  const { t, local } = useLanguage();
  const { value, shown, terms } = props;
  const [isOwn, setOwn] = useState(false);
  const isListed = terms.some(({ code }) => code === shown.code);
  if (isOwn || (terms.length === 0 && !isListed)) {
    return (
      <div className="row form-row">
        <TextField label={props.label} value={value} onChange={props.onChange} />
        {terms.length > 0 && (
          <button type="button" className="button small-button" onClick={() => setOwn(false)}>
            {t("metadata.fromList")}
          </button>
        )}
      </div>
    );
  }
  return (
    <SelectField
      label={props.label}
      value={shown.code}
      options={[
        { value: "", label: t("metadata.none") },
        ...terms.map(({ code, name }) => ({ value: code, label: local(name) })),
        ...(isListed || value === "" ? [] : [{ value: shown.code, label: shown.name }]),
        { value: ownWords, label: t("metadata.ownWords") },
      ]}
      onChange={(next) => (next === ownWords ? setOwn(true) : props.onChange(next))}
    />
  );
}
