import { useLanguage } from "../../../shared/staff/use-language.js";
import { NumberField } from "../fields/basic.js";
import { ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import type { EditorProps } from "./editor.js";

/** Four statements, each true or false, and the exam's points for 0 to 4 right ones. */
export function TrueFalseClusterEditor({ interaction, scoring, onChange }: EditorProps<"trueFalseCluster">) {
  const { t } = useLanguage();
  return (
    <>
      <ListEditor
        label={t("editor.statements")}
        path="/interaction/statements"
        entries={interaction.statements}
        keyOf={(statement) => statement.id}
        onChange={(statements) => onChange({ ...interaction, statements }, scoring)}
      >
        {(statement, change) => (
          <>
            <LocalisedMarkupField
              label={statement.id}
              rows={1}
              value={statement.content}
              onChange={(content) => change({ ...statement, content })}
            />
            <div className="row" role="radiogroup" aria-label={t("editor.keyOf", { name: statement.id })}>
              {[true, false].map((isTrue) => (
                <label key={String(isTrue)} className="check">
                  <input
                    type="radio"
                    name={`key-${statement.id}`}
                    checked={scoring.key[statement.id] === isTrue}
                    onChange={() =>
                      onChange(interaction, { ...scoring, key: { ...scoring.key, [statement.id]: isTrue } })
                    }
                  />
                  {t(isTrue ? "editor.true" : "editor.false")}
                </label>
              ))}
            </div>
          </>
        )}
      </ListEditor>
      <fieldset>
        <legend>{t("editor.points")}</legend>
        <div className="row">
          {scoring.points.map((points, right) => (
            <NumberField
              key={right}
              label={t("editor.rightCount", { count: right })}
              min={0}
              value={points}
              onChange={(value) =>
                onChange(interaction, {
                  ...scoring,
                  points: scoring.points.map((old, k) => (k === right ? (value ?? 0) : old)),
                })
              }
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
