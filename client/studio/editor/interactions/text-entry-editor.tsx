import type { Static } from "@sinclair/typebox";
import type { GapKey as GapKeySchema } from "../../../../item-bank/schema/interactions.js";
import type { TextEntryInteraction } from "../../../../item-bank/types.js";
import { useLanguage } from "../../../shared/staff/use-language.js";
import {
  CheckField,
  LocalisedField,
  NumberField,
  SelectField,
  TextField,
  unlessEmpty,
} from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import { LocalisedMarkupField } from "../fields/markup-field.js";
import { hasKey, keepNames, type EditorProps } from "./editor.js";
import { GapRule } from "./gap-rule.js";

type GapKey = Static<typeof GapKeySchema>;
type Gap = TextEntryInteraction["gaps"][number];

/** Fields to type into, each a number with a tolerance or a text with its accepted variants. */
export function TextEntryEditor({ interaction, scoring, onChange }: EditorProps<"textEntry">) {
  const { t } = useLanguage();
  const setText = (text: NonNullable<typeof interaction.text>) => {
    const { text: _, ...withoutText } = interaction;
    // Without a text there is one field below the stem.
    onChange(Object.keys(text).length === 0 ? withoutText : { ...interaction, text }, scoring);
  };
  return (
    <>
      <LocalisedMarkupField
        label={t("editor.gapTextOptional")}
        path="/interaction/text"
        rows={3}
        value={interaction.text}
        onChange={setText}
      />
      <ListEditor
        label={t("editor.gaps")}
        path="/interaction/gaps"
        entries={interaction.gaps}
        keyOf={(gap) => gap.id}
        make={(gaps): Gap => ({
          id: freeId(
            gaps.map((gap) => gap.id),
            "g",
          ),
          input: "number",
          widthCharacters: 8,
        })}
        onChange={(gaps) =>
          onChange(
            { ...interaction, gaps },
            hasKey(scoring)
              ? {
                  ...scoring,
                  key: keepNames(
                    scoring.key,
                    gaps.map((gap) => gap.id),
                  ),
                }
              : scoring,
          )
        }
      >
        {(gap, change) => (
          <>
            <div className="row form-row">
              <SelectField
                label={t("editor.input")}
                value={gap.input}
                options={[
                  { value: "number", label: t("editor.inputs.number") },
                  { value: "text", label: t("editor.inputs.text") },
                ]}
                onChange={(input) => change({ ...gap, input })}
              />
              <NumberField
                label={t("editor.width")}
                min={1}
                max={60}
                step={1}
                value={gap.widthCharacters}
                onChange={(width) => change({ ...gap, widthCharacters: width ?? 8 })}
              />
            </div>
            <LocalisedField
              label={t("editor.fieldLabel")}
              path={`/interaction/gaps/${interaction.gaps.indexOf(gap)}/label`}
              value={gap.label}
              onChange={(label) => change({ ...gap, label: unlessEmpty(label) })}
            />
            <LocalisedField
              label={t("editor.unitAfter")}
              path={`/interaction/gaps/${interaction.gaps.indexOf(gap)}/unitAfter`}
              value={gap.unitAfter}
              onChange={(unitAfter) => change({ ...gap, unitAfter: unlessEmpty(unitAfter) })}
            />
            {hasKey(scoring) && (
              <KeyFields
                input={gap.input}
                value={scoring.key[gap.id]}
                onChange={(key) =>
                  onChange(interaction, { ...scoring, key: { ...scoring.key, [gap.id]: key } })
                }
              />
            )}
          </>
        )}
      </ListEditor>
      {hasKey(scoring) && (
        <GapRule value={scoring.rule} onChange={(rule) => onChange(interaction, { ...scoring, rule })} />
      )}
    </>
  );
}

function KeyFields(props: {
  input: "text" | "number";
  value: GapKey | undefined;
  onChange: (key: GapKey) => void;
}) {
  const { t } = useLanguage();
  if (props.input === "number") {
    const key =
      props.value?.type === "number" ? props.value : { type: "number" as const, value: 0, tolerance: 0 };
    return (
      <div className="row form-row">
        <NumberField
          label={t("editor.keyValue")}
          value={props.value ? key.value : null}
          onChange={(value) => props.onChange({ ...key, value: value ?? 0 })}
        />
        <NumberField
          label={t("editor.tolerance")}
          min={0}
          value={key.tolerance}
          onChange={(tolerance) => props.onChange({ ...key, tolerance: tolerance ?? 0 })}
        />
      </div>
    );
  }
  const key =
    props.value?.type === "text"
      ? props.value
      : { type: "text" as const, accepted: [], caseSensitive: false, ignoreMarks: false };
  return (
    <>
      <TextField
        label={t("editor.accepted")}
        value={key.accepted.join("; ")}
        onChange={(text) =>
          props.onChange({ ...key, accepted: text.split(/;\s*/).filter((word) => word !== "") })
        }
      />
      <div className="row">
        <CheckField
          label={t("editor.caseSensitive")}
          value={key.caseSensitive}
          onChange={(caseSensitive) => props.onChange({ ...key, caseSensitive })}
        />
        <CheckField
          label={t("editor.ignoreMarks")}
          value={key.ignoreMarks}
          onChange={(ignoreMarks) => props.onChange({ ...key, ignoreMarks })}
        />
      </div>
    </>
  );
}
