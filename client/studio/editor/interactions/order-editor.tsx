import { useLanguage } from "../../../shared/staff/use-language.js";
import { CheckField, SelectField } from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import type { EditorProps } from "./editor.js";

/** Things to order, listed in the order of the key; the test taker sees them shuffled, or by id where they are not. */
export function OrderEditor({ interaction, scoring, onChange }: EditorProps<"order">) {
  const { t } = useLanguage();
  const inKeyOrder = scoring.key.flatMap((id) => interaction.choices.filter((choice) => choice.id === id));
  const rest = interaction.choices.filter((choice) => !scoring.key.includes(choice.id));
  return (
    <>
      <p className="hint">{t("editor.orderHint")}</p>
      <ListEditor
        label={t("editor.inRightOrder")}
        path="/interaction/choices"
        placeOf={(choice) => interaction.choices.indexOf(choice)}
        entries={[...inKeyOrder, ...rest]}
        keyOf={(choice) => choice.id}
        make={(choices) => ({
          id: freeId(
            choices.map((choice) => choice.id),
            "letter",
          ),
          content: {},
        })}
        onChange={(ordered) => {
          // The order shown without shuffling stays as it was; new ones come last.
          const shown = interaction.choices.flatMap((old) =>
            ordered.filter((choice) => choice.id === old.id),
          );
          const added = ordered.filter((choice) => !shown.includes(choice));
          onChange(
            { ...interaction, choices: [...shown, ...added] },
            { ...scoring, key: ordered.map((choice) => choice.id) },
          );
        }}
      >
        {(choice, change) => (
          <LocalisedMarkupField
            label={choice.id}
            rows={1}
            value={choice.content}
            onChange={(content) => change({ ...choice, content })}
          />
        )}
      </ListEditor>
      <div className="row form-row">
        <SelectField
          label={t("editor.rule")}
          value={scoring.rule}
          options={(["allOrNothing", "partial"] as const).map((rule) => ({
            value: rule,
            label: t(`editor.rules.${rule}`),
          }))}
          onChange={(rule) => onChange(interaction, { ...scoring, rule })}
        />
        <CheckField
          label={t("editor.shuffle")}
          value={interaction.shuffle}
          onChange={(shuffle) => onChange({ ...interaction, shuffle }, scoring)}
        />
      </div>
    </>
  );
}
