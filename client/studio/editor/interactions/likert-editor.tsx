import { useLanguage } from "../../../shared/staff/use-language.js";
import { CheckField, LocalisedField, NumberField, TextField } from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import type { EditorProps } from "./editor.js";

/** Statements and the scale they are answered on; a reversed statement is turned round when the scale is made. */
export function LikertEditor({ interaction, scoring, onChange }: EditorProps<"likert">) {
  const { t } = useLanguage();
  const reversed = interaction.reversed ?? [];
  return (
    <>
      <ListEditor
        label={t("editor.statements")}
        path="/interaction/statements"
        entries={interaction.statements}
        keyOf={(statement) => statement.id}
        make={(statements) => ({
          id: freeId(
            statements.map((statement) => statement.id),
            "letter",
          ),
          content: {},
        })}
        onChange={(statements) => {
          const ids = statements.map((statement) => statement.id);
          onChange(
            { ...interaction, statements, reversed: reversed.filter((id) => ids.includes(id)) },
            scoring,
          );
        }}
      >
        {(statement, change) => (
          <>
            <LocalisedMarkupField
              label={statement.id}
              rows={1}
              value={statement.content}
              onChange={(content) => change({ ...statement, content })}
            />
            <CheckField
              label={t("editor.reversed")}
              value={reversed.includes(statement.id)}
              onChange={(isReversed) =>
                onChange(
                  {
                    ...interaction,
                    reversed: isReversed
                      ? [...reversed, statement.id]
                      : reversed.filter((id) => id !== statement.id),
                  },
                  scoring,
                )
              }
            />
          </>
        )}
      </ListEditor>
      <ListEditor
        label={t("editor.options")}
        path="/interaction/options"
        entries={interaction.options}
        keyOf={(option) => option.id}
        make={(options) => ({
          id: freeId(
            options.map((option) => option.id),
            "o",
          ),
          label: {},
          value: options.length + 1,
        })}
        onChange={(options) => onChange({ ...interaction, options }, scoring)}
      >
        {(option, change) => (
          <>
            <LocalisedField
              label={option.id}
              value={option.label}
              onChange={(label) => change({ ...option, label })}
            />
            <NumberField
              label={t("editor.value")}
              step={1}
              value={option.value}
              onChange={(value) => change({ ...option, value: value ?? 0 })}
            />
          </>
        )}
      </ListEditor>
      <TextField
        label={t("editor.scale")}
        value={interaction.scale ?? ""}
        onChange={(scale) => onChange({ ...interaction, scale }, scoring)}
      />
    </>
  );
}
