import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Unit } from "../../../item-bank/types.js";
import { api } from "../../shared/staff/api.js";
import { FileField } from "../../shared/staff/file-field.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { LocalisedField, TextField } from "./fields/basic.js";
import { LocalisedMarkupField } from "./fields/markup-field.js";

/** The unit the item stands in: its title, its stimulus, its figures. A change is a change for all its items. */
export function UnitTab(props: {
  unit: Unit;
  assets: Record<string, string>;
  onChange: (unit: Unit) => void;
}) {
  const { t } = useLanguage();
  const { unit, onChange } = props;
  const setStimulus = (stimulus: NonNullable<Unit["stimulus"]>) => {
    const { stimulus: _, ...without } = unit;
    onChange(Object.keys(stimulus).length === 0 ? without : { ...unit, stimulus });
  };
  return (
    <>
      <p className="hint">{t("unit.shared", { unit: unit.id, items: unit.itemIds.join(", ") })}</p>
      <LocalisedField
        label={t("bank.unitTitle")}
        path="/unit/title"
        value={unit.title}
        onChange={(title) => onChange({ ...unit, title })}
      />
      <LocalisedMarkupField
        label={t("unit.stimulus")}
        path="/unit/stimulus"
        rows={14}
        value={unit.stimulus}
        onChange={setStimulus}
      />
      <TextField
        label={t("metadata.source")}
        value={unit.source}
        onChange={(source) => onChange({ ...unit, source })}
      />
      <Figures unitId={unit.id} assets={props.assets} />
    </>
  );
}

function Figures({ unitId, assets }: { unitId: string; assets: Record<string, string> }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const upload = useMutation({
    mutationFn: (file: File) =>
      api.put(`/api/units/${unitId}/assets/${encodeURIComponent(file.name.toLowerCase())}`, file),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["item"] });
      await queries.invalidateQueries({ queryKey: ["items"] });
    },
  });
  return (
    <fieldset>
      <legend>{t("unit.figures")}</legend>
      <ul className="figures plain-list">
        {Object.entries(assets).map(([name, address]) => (
          <li key={name}>
            <img src={address} alt="" />
            <code className="small">{name}</code>
          </li>
        ))}
      </ul>
      <FileField
        label={t("unit.upload")}
        hint={t("unit.uploadHint")}
        accept=".svg,.png,.jpg,.jpeg"
        onChoose={(file) => upload.mutate(file)}
      />
      <div role="alert">{upload.isError && <p className="banner bad">{messageOf(upload.error)}</p>}</div>
    </fieldset>
  );
}
