import { useLanguage } from "../../../shared/staff/use-language.js";
import { LocalisedField, NumberField, unlessEmpty } from "../fields/basic.js";
import { hasKey, type EditorProps } from "./editor.js";

/** A scale with its ends, and the range that counts as right. */
export function SliderEditor({ interaction, scoring, onChange }: EditorProps<"slider">) {
  const { t } = useLanguage();
  const key = hasKey(scoring) ? scoring.key : null;
  return (
    <>
      <div className="row form-row">
        {(["minimum", "maximum", "step"] as const).map((name) => (
          <NumberField
            key={name}
            label={t(`editor.${name}`)}
            path={`/interaction/${name}`}
            value={interaction[name]}
            onChange={(value) => onChange({ ...interaction, [name]: value ?? 0 }, scoring)}
          />
        ))}
      </div>
      {(["unit", "minimumLabel", "maximumLabel"] as const).map((name) => (
        <LocalisedField
          key={name}
          label={t(`editor.${name}`)}
          path={`/interaction/${name}`}
          value={interaction[name]}
          onChange={(value) => onChange({ ...interaction, [name]: unlessEmpty(value) }, scoring)}
        />
      ))}
      {key && (
        <div className="row form-row">
          <NumberField
            label={t("editor.rightFrom")}
            value={key.from}
            onChange={(from) => onChange(interaction, { key: { ...key, from: from ?? 0 } })}
          />
          <NumberField
            label={t("editor.rightTo")}
            value={key.to}
            onChange={(to) => onChange(interaction, { key: { ...key, to: to ?? 0 } })}
          />
        </div>
      )}
    </>
  );
}
