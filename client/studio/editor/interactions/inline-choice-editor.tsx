import { useLanguage } from "../../../shared/staff/use-language.js";
import { CheckField, LocalisedField } from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import { keepNames, type EditorProps } from "./editor.js";
import { GapRule } from "./gap-rule.js";

/** A text with gaps, and for each gap its list with the right choice marked. */
export function InlineChoiceEditor({ interaction, scoring, onChange }: EditorProps<"inlineChoice">) {
  const { t } = useLanguage();
  return (
    <>
      <LocalisedMarkupField
        label={t("editor.gapText")}
        path="/interaction/text"
        rows={4}
        value={interaction.text}
        onChange={(text) => onChange({ ...interaction, text }, scoring)}
      />
      <ListEditor
        label={t("editor.gaps")}
        path="/interaction/gaps"
        entries={interaction.gaps}
        keyOf={(gap) => gap.id}
        make={(gaps) => ({
          id: freeId(
            gaps.map((gap) => gap.id),
            "g",
          ),
          choices: [
            { id: "a", content: {} },
            { id: "b", content: {} },
          ],
        })}
        onChange={(gaps) =>
          onChange(
            { ...interaction, gaps },
            {
              ...scoring,
              key: keepNames(
                scoring.key,
                gaps.map((gap) => gap.id),
              ),
            },
          )
        }
      >
        {(gap, change) => (
          <ListEditor
            label={t("editor.choicesOf", { gap: gap.id })}
            path={`/interaction/gaps/${interaction.gaps.indexOf(gap)}/choices`}
            entries={gap.choices}
            keyOf={(choice) => choice.id}
            make={(choices) => ({
              id: freeId(
                choices.map((choice) => choice.id),
                "c",
              ),
              content: {},
            })}
            onChange={(choices) => change({ ...gap, choices })}
          >
            {(choice, changeChoice) => (
              <>
                <LocalisedField
                  label={choice.id}
                  value={choice.content}
                  onChange={(content) => changeChoice({ ...choice, content })}
                />
                <label className="check">
                  <input
                    type="radio"
                    name={`key-${gap.id}`}
                    checked={scoring.key[gap.id] === choice.id}
                    onChange={() =>
                      onChange(interaction, { ...scoring, key: { ...scoring.key, [gap.id]: choice.id } })
                    }
                  />
                  {t("editor.isKey")}
                </label>
              </>
            )}
          </ListEditor>
        )}
      </ListEditor>
      <div className="row form-row">
        <GapRule value={scoring.rule} onChange={(rule) => onChange(interaction, { ...scoring, rule })} />
        <CheckField
          label={t("editor.shuffle")}
          value={interaction.shuffle}
          onChange={(shuffle) => onChange({ ...interaction, shuffle }, scoring)}
        />
      </div>
    </>
  );
}
