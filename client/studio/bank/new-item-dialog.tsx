import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useNavigate } from "react-router";
import { declarations } from "../../../item-bank/interactions/index.js";
import type { NewItemBody, UnitRow } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { textOf } from "../../shared/staff/form.js";

const subjects = ["mathematics", "reading", "science", "questionnaire", "practice"];

/** A new draft: its unit (an existing one or a new one), its id and its interaction. */
export function NewItemDialog({ onClose }: { onClose: () => void }) {
  const { t, local } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [unitId, setUnitId] = useState("");
  const units = useQuery({ queryKey: ["units"], queryFn: () => api.get<UnitRow[]>("/api/units") });
  const unit = units.data?.find((row) => row.id === unitId);

  const make = useMutation({
    // One request for the item and its new unit: where it is refused nothing was made, and the same form can be sent again.
    mutationFn: (item: NewItemBody) => api.post("/api/items", item),
    onSuccess: async (_, item) => {
      await queries.invalidateQueries({ queryKey: ["items"] });
      await queries.invalidateQueries({ queryKey: ["units"] });
      await navigate(`/items/${item.id}`);
    },
  });

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name);
    const english = unit || text("unitTitleEn") === "" ? {} : { en: text("unitTitleEn") };
    make.mutate({
      id: text("id").toUpperCase(),
      unitId: unit ? unit.id : text("newUnitId").toUpperCase(),
      kind: text("kind"),
      subject: unit?.subject ?? text("subject"),
      grade: unit?.grade ?? Number(text("grade")),
      ...(unit ? {} : { newUnit: { title: { vi: text("unitTitle"), ...english } } }),
    });
  };

  return (
    <Dialog title={t("bank.new")} isOpen onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t("bank.unit")}</span>
          <select className="select" value={unitId} onChange={(event) => setUnitId(event.target.value)}>
            <option value="">{t("bank.newUnit")}</option>
            {units.data?.map((row) => (
              <option key={row.id} value={row.id}>
                {row.id} · {local(row.title)}
              </option>
            ))}
          </select>
        </label>
        {!unit && <NewUnitFields />}
        <label className="field">
          <span>{t("bank.itemId")}</span>
          <input
            className="input"
            name="id"
            required
            pattern="[A-Za-z][A-Za-z0-9\-]{2,23}"
            key={unitId}
            defaultValue={unit ? `${unit.id}Q${String(unit.itemIds.length + 1).padStart(2, "0")}` : ""}
          />
          <small className="hint">{t("bank.itemIdHint")}</small>
        </label>
        <fieldset>
          <legend>{t("bank.kind")}</legend>
          {declarations.map((declaration, index) => (
            <label key={declaration.kind} className="check">
              <input type="radio" name="kind" value={declaration.kind} defaultChecked={index === 0} />
              <span>
                {local(declaration.name)} <small className="hint">{local(declaration.summary)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <div role="alert">{make.isError && <p className="banner bad">{messageOf(make.error)}</p>}</div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("act.cancel")}
          </button>
          <button className="button primary" disabled={make.isPending}>
            {t("bank.make")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function NewUnitFields() {
  const { t } = useLanguage();
  return (
    <div className="row form-row">
      <label className="field">
        <span>{t("bank.newUnitId")}</span>
        <input className="input" name="newUnitId" required pattern="[A-Za-z][A-Za-z0-9\-]{2,23}" />
      </label>
      <label className="field">
        <span>
          {t("bank.unitTitle")} · {t("language.vi")}
        </span>
        <input className="input" name="unitTitle" required maxLength={200} lang="vi" />
      </label>
      <label className="field">
        <span>
          {t("bank.unitTitle")} · {t("language.en")}
        </span>
        <input className="input" name="unitTitleEn" maxLength={200} lang="en" />
      </label>
      <label className="field">
        <span>{t("bank.subject")}</span>
        <select className="select" name="subject">
          {subjects.map((subject) => (
            <option key={subject} value={subject}>
              {t(`subject.${subject}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t("bank.grade")}</span>
        <input className="input" name="grade" type="number" min={1} max={12} defaultValue={9} required />
      </label>
    </div>
  );
}
