import type { LocalisedRichText } from "../../../../item-bank/types.js";
import { useLanguage } from "../../../shared/staff/use-language.js";
import { LocalisedField, NumberField, SelectField } from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import { keepNames, type EditorProps } from "./editor.js";
import { GapRule } from "./gap-rule.js";

/** The ids of the gaps a text has, in its order. */
function gapsOf(text: LocalisedRichText): string[] {
  const found: string[] = [];
  JSON.stringify(text.vi ?? text.en ?? [], (_, node: unknown) => {
    const gap = node as { type?: string; id?: string } | null;
    if (gap?.type === "gap" && gap.id) found.push(gap.id);
    return node;
  });
  return found;
}

/** A text with gaps, pieces to put into them, and which piece belongs where. */
export function GapMatchEditor({ interaction, scoring, onChange }: EditorProps<"gapMatch">) {
  const { t, local } = useLanguage();
  const setText = (text: LocalisedRichText) => {
    const gapIds = gapsOf(text);
    onChange({ ...interaction, text, gapIds }, { ...scoring, key: keepNames(scoring.key, gapIds) });
  };
  return (
    <>
      <LocalisedMarkupField
        label={t("editor.gapText")}
        path="/interaction/text"
        rows={4}
        value={interaction.text}
        onChange={setText}
      />
      <ListEditor
        label={t("editor.pieces")}
        path="/interaction/choices"
        entries={interaction.choices}
        keyOf={(choice) => choice.id}
        make={(choices) => ({
          id: freeId(
            choices.map((choice) => choice.id),
            "letter",
          ),
          content: {},
          maxUses: 1,
        })}
        onChange={(choices) => onChange({ ...interaction, choices }, scoring)}
      >
        {(choice, change) => (
          <>
            <LocalisedField
              label={choice.id}
              value={choice.content}
              onChange={(content) => change({ ...choice, content })}
            />
            <NumberField
              label={t("editor.maxUses")}
              min={0}
              step={1}
              value={choice.maxUses}
              onChange={(maxUses) => change({ ...choice, maxUses: maxUses ?? 1 })}
            />
          </>
        )}
      </ListEditor>
      <fieldset>
        <legend>{t("editor.key")}</legend>
        <div className="row form-row">
          {interaction.gapIds.map((gapId) => (
            <SelectField
              key={gapId}
              label={t("editor.gap", { gap: gapId })}
              value={scoring.key[gapId] ?? ""}
              options={[
                { value: "", label: "–" },
                ...interaction.choices.map((choice) => ({
                  value: choice.id,
                  label: `${choice.id} · ${local(choice.content)}`,
                })),
              ]}
              onChange={(id) => onChange(interaction, { ...scoring, key: { ...scoring.key, [gapId]: id } })}
            />
          ))}
        </div>
      </fieldset>
      <GapRule value={scoring.rule} onChange={(rule) => onChange(interaction, { ...scoring, rule })} />
    </>
  );
}
