import { useLanguage } from "../../../shared/staff/use-language.js";
import { CheckField, NumberField, SelectField } from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import { hasKey, type EditorProps } from "./editor.js";

/** Choices with their key beside them. */
export function ChoiceEditor({ interaction, scoring, onChange }: EditorProps<"choice">) {
  const { t } = useLanguage();
  const key = hasKey(scoring) ? scoring.key : null;
  const setKey = (id: string, isRight: boolean) => {
    if (!hasKey(scoring)) return;
    const others = interaction.maxChoices === 1 ? [] : scoring.key.filter((other) => other !== id);
    onChange(interaction, { ...scoring, key: isRight ? [...others, id] : others });
  };
  return (
    <>
      <ListEditor
        label={t("editor.choices")}
        path="/interaction/choices"
        entries={interaction.choices}
        keyOf={(choice) => choice.id}
        make={(choices) => ({
          id: freeId(
            choices.map((choice) => choice.id),
            "letter",
          ),
          content: {},
        })}
        onChange={(choices) => {
          const ids = choices.map((choice) => choice.id);
          onChange(
            { ...interaction, choices },
            hasKey(scoring) ? { ...scoring, key: scoring.key.filter((id) => ids.includes(id)) } : scoring,
          );
        }}
      >
        {(choice, change) => (
          <>
            <LocalisedMarkupField
              label={choice.id}
              rows={1}
              value={choice.content}
              onChange={(content) => change({ ...choice, content })}
            />
            <div className="row">
              {key && (
                <CheckField
                  label={t("editor.isKey")}
                  value={key.includes(choice.id)}
                  onChange={(isRight) => setKey(choice.id, isRight)}
                />
              )}
              {interaction.shuffle && (
                <CheckField
                  label={t("editor.fixed")}
                  value={choice.fixed ?? false}
                  onChange={(fixed) => change({ ...choice, fixed })}
                />
              )}
            </div>
          </>
        )}
      </ListEditor>
      <div className="row form-row">
        <NumberField
          label={t("editor.maxChoices")}
          min={1}
          max={interaction.choices.length}
          step={1}
          value={interaction.maxChoices}
          onChange={(maxChoices) => onChange({ ...interaction, maxChoices: maxChoices ?? 1 }, scoring)}
        />
        {hasKey(scoring) && (
          <SelectField
            label={t("editor.rule")}
            value={scoring.rule}
            options={[
              { value: "allOrNothing", label: t("editor.rules.allOrNothing") },
              { value: "partial", label: t("editor.rules.partial") },
            ]}
            onChange={(rule) => onChange(interaction, { ...scoring, rule })}
          />
        )}
        <CheckField
          label={t("editor.shuffle")}
          value={interaction.shuffle}
          onChange={(shuffle) => onChange({ ...interaction, shuffle }, scoring)}
        />
      </div>
    </>
  );
}
