import { useLanguage } from "../../../shared/staff/use-language.js";
import { NumberField } from "../fields/basic.js";
import type { EditorProps } from "./editor.js";

/** The size of the field; how it is coded stands in the rubric. */
export function ExtendedTextEditor({ interaction, scoring, onChange }: EditorProps<"extendedText">) {
  const { t } = useLanguage();
  return (
    <div className="row form-row">
      <NumberField
        label={t("editor.lines")}
        min={1}
        max={30}
        step={1}
        value={interaction.lines}
        onChange={(lines) => onChange({ ...interaction, lines: lines ?? 6 }, scoring)}
      />
      <NumberField
        label={t("editor.maxCharacters")}
        min={1}
        max={20000}
        step={1}
        value={interaction.maxCharacters}
        onChange={(maxCharacters) =>
          onChange({ ...interaction, maxCharacters: maxCharacters ?? 4000 }, scoring)
        }
      />
    </div>
  );
}
