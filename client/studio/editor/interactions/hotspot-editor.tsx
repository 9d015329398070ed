import type { HotspotInteraction } from "../../../../item-bank/types.js";
import { useLanguage } from "../../../shared/staff/use-language.js";
import { CheckField, LocalisedField, NumberField, SelectField } from "../fields/basic.js";
import { freeId, ListEditor } from "../fields/list-editor.js";
import type { EditorProps } from "./editor.js";

type Area = HotspotInteraction["areas"][number];

/** A figure of the unit, and areas on it in per cent of its size; the preview shows where they lie. */
export function HotspotEditor({ interaction, scoring, onChange }: EditorProps<"hotspot">) {
  const { t } = useLanguage();
  const setKey = (id: string, isRight: boolean) => {
    const others = scoring.key.filter((other) => other !== id);
    onChange(interaction, { ...scoring, key: isRight ? [...others, id] : others });
  };
  return (
    <>
      <LocalisedField
        label={t("editor.figure")}
        path="/interaction/asset"
        value={interaction.asset}
        onChange={(asset) => onChange({ ...interaction, asset }, scoring)}
      />
      <LocalisedField
        label={t("editor.alt")}
        path="/interaction/alt"
        value={interaction.alt}
        onChange={(alt) => onChange({ ...interaction, alt }, scoring)}
      />
      <ListEditor
        label={t("editor.areas")}
        path="/interaction/areas"
        entries={interaction.areas}
        keyOf={(area) => area.id}
        make={(areas): Area => ({
          id: freeId(
            areas.map((area) => area.id),
            "letter",
          ),
          label: {},
          shape: { type: "rectangle", x: 10, y: 10, width: 20, height: 20 },
        })}
        onChange={(areas) => {
          const ids = areas.map((area) => area.id);
          onChange(
            { ...interaction, areas },
            { ...scoring, key: scoring.key.filter((id) => ids.includes(id)) },
          );
        }}
      >
        {(area, change) => (
          <>
            <LocalisedField
              label={area.id}
              value={area.label}
              onChange={(label) => change({ ...area, label })}
            />
            <ShapeFields area={area} onChange={change} />
            <CheckField
              label={t("editor.isKey")}
              value={scoring.key.includes(area.id)}
              onChange={(isRight) => setKey(area.id, isRight)}
            />
          </>
        )}
      </ListEditor>
      <div className="row form-row">
        <NumberField
          label={t("editor.maxChoices")}
          min={1}
          max={interaction.areas.length}
          step={1}
          value={interaction.maxChoices}
          onChange={(maxChoices) => onChange({ ...interaction, maxChoices: maxChoices ?? 1 }, scoring)}
        />
        <SelectField
          label={t("editor.rule")}
          value={scoring.rule}
          options={(["allOrNothing", "partial"] as const).map((rule) => ({
            value: rule,
            label: t(`editor.rules.${rule}`),
          }))}
          onChange={(rule) => onChange(interaction, { ...scoring, rule })}
        />
      </div>
    </>
  );
}

function ShapeFields({ area, onChange }: { area: Area; onChange: (area: Area) => void }) {
  const { t } = useLanguage();
  const { shape } = area;
  const number = (name: string, value: number, set: (value: number) => Area["shape"]) => (
    <NumberField
      key={name}
      label={t(`editor.shape.${name}`)}
      min={0}
      max={100}
      value={value}
      onChange={(next) => onChange({ ...area, shape: set(next ?? 0) })}
    />
  );
  return (
    <div className="row form-row">
      <SelectField
        label={t("editor.shape.type")}
        value={shape.type}
        options={(["rectangle", "circle"] as const).map((type) => ({
          value: type,
          label: t(`editor.shape.${type}`),
        }))}
        onChange={(type) =>
          onChange({
            ...area,
            shape:
              type === "circle"
                ? { type, x: shape.x, y: shape.y, radius: 10 }
                : { type, x: shape.x, y: shape.y, width: 20, height: 20 },
          })
        }
      />
      {number("x", shape.x, (x) => ({ ...shape, x }))}
      {number("y", shape.y, (y) => ({ ...shape, y }))}
      {shape.type === "rectangle" && number("width", shape.width, (width) => ({ ...shape, width }))}
      {shape.type === "rectangle" && number("height", shape.height, (height) => ({ ...shape, height }))}
      {shape.type === "circle" && number("radius", shape.radius, (radius) => ({ ...shape, radius }))}
    </div>
  );
}
