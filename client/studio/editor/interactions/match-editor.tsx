import { useLanguage } from "../../../shared/staff/use-language.js";
import { NumberField, SelectField, TextField } from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import { hasKey, keepNames, type EditorProps } from "./editor.js";

/** Rows and columns, and the key as the matrix that the test taker will tick. */
export function MatchEditor({ interaction, scoring, onChange }: EditorProps<"match">) {
  const { t } = useLanguage();
  const toggle = (row: string, column: string) => {
    if (!hasKey(scoring)) return;
    const now = scoring.key[row] ?? [];
    const next = now.includes(column)
      ? now.filter((other) => other !== column)
      : [...(interaction.maxPerRow === 1 ? [] : now), column];
    onChange(interaction, { ...scoring, key: { ...scoring.key, [row]: next } });
  };
  return (
    <>
      {(["rows", "columns"] as const).map((side) => (
        <ListEditor
          key={side}
          label={t(`editor.${side}`)}
          path={`/interaction/${side}`}
          entries={interaction[side]}
          keyOf={(entry) => entry.id}
          make={(entries) => ({
            id: freeId(
              entries.map((entry) => entry.id),
              side === "rows" ? "r" : "c",
            ),
            content: {},
          })}
          onChange={(entries) => {
            const next = { ...interaction, [side]: entries };
            const rowIds = next.rows.map((row) => row.id);
            onChange(next, hasKey(scoring) ? { ...scoring, key: keepNames(scoring.key, rowIds) } : scoring);
          }}
        >
          {(entry, change) => (
            <LocalisedMarkupField
              label={entry.id}
              rows={1}
              value={entry.content}
              onChange={(content) => change({ ...entry, content })}
            />
          )}
        </ListEditor>
      ))}
      {hasKey(scoring) && (
        <table className="table counts">
          <caption>{t("editor.key")}</caption>
          <thead>
            <tr>
              <td />
              {interaction.columns.map((column) => (
                <th key={column.id} scope="col">
                  {column.id}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {interaction.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.id}</th>
                {interaction.columns.map((column) => (
                  <td key={column.id}>
                    <input
                      type="checkbox"
                      aria-label={`${row.id} – ${column.id}`}
                      checked={scoring.key[row.id]?.includes(column.id) ?? false}
                      onChange={() => toggle(row.id, column.id)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="row form-row">
        <NumberField
          label={t("editor.maxPerRow")}
          min={1}
          max={interaction.columns.length}
          step={1}
          value={interaction.maxPerRow}
          onChange={(maxPerRow) => onChange({ ...interaction, maxPerRow: maxPerRow ?? 1 }, scoring)}
        />
        {hasKey(scoring) && (
          <SelectField
            label={t("editor.rule")}
            value={scoring.rule}
            options={(["allOrNothing", "perRow", "thresholds"] as const).map((rule) => ({
              value: rule,
              label: t(`editor.rules.${rule}`),
            }))}
            onChange={(rule) => onChange(interaction, { ...scoring, rule })}
          />
        )}
        {hasKey(scoring) && scoring.rule === "thresholds" && (
          <TextField
            label={t("editor.thresholds")}
            value={(scoring.thresholds ?? []).join(" ")}
            onChange={(text) =>
              onChange(interaction, { ...scoring, thresholds: text.split(/\s+/).filter(Boolean).map(Number) })
            }
          />
        )}
      </div>
    </>
  );
}
