import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import type { Block } from "../../../item-bank/types.js";
import type { UnitRow } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { textOf } from "../../shared/staff/form.js";

/** Assemble a block: choose units, put them in order, set the time limit. */
export function BlockDialog({ block, onClose }: { block: Block | null; onClose: () => void }) {
  const { t, local } = useLanguage();
  const queries = useQueryClient();
  const [unitIds, setUnitIds] = useState<string[]>(block?.unitIds ?? []);
  const units = useQuery({ queryKey: ["units"], queryFn: () => api.get<UnitRow[]>("/api/units") });
  const save = useMutation({
    mutationFn: (next: Block) => api.put(`/api/blocks/${next.id}`, { block: next }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["blocks"] });
      onClose();
    },
  });
  const move = (index: number, by: number) => {
    const next = [...unitIds];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    setUnitIds(next);
  };
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name);
    const kind = text("kind") as Block["kind"];
    save.mutate({
      id: block?.id ?? text("id"),
      title: { vi: text("titleVi"), ...(text("titleEn") ? { en: text("titleEn") } : {}) },
      kind,
      unitIds,
      timeLimitMinutes: kind === "test" && text("minutes") ? Number(text("minutes")) : null,
    });
  };
  return (
    <Dialog title={block ? t("block.edit", { id: block.id }) : t("block.new")} isOpen onClose={onClose} wide>
      <form className="form" onSubmit={submit}>
        {!block && (
          <label className="field">
            <span>{t("block.id")}</span>
            <input className="input" name="id" required pattern="[A-Z][A-Z0-9\-]{2,23}" autoFocus />
            <small className="hint">{t("block.idHint")}</small>
          </label>
        )}
        <div className="row form-row">
          <label className="field">
            <span>{t("study.titleVi")}</span>
            <input className="input" name="titleVi" required lang="vi" defaultValue={block?.title.vi} />
          </label>
          <label className="field">
            <span>{t("study.titleEn")}</span>
            <input className="input" name="titleEn" lang="en" defaultValue={block?.title.en} />
          </label>
          <label className="field">
            <span>{t("block.kind")}</span>
            <select className="select" name="kind" defaultValue={block?.kind ?? "test"}>
              {(["test", "questionnaire", "practice"] as const).map((kind) => (
                <option key={kind} value={kind}>
                  {t(`block.kinds.${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t("block.limit")}</span>
            <input
              className="input"
              name="minutes"
              type="number"
              min={1}
              max={300}
              defaultValue={block?.timeLimitMinutes ?? undefined}
            />
          </label>
        </div>
        <fieldset>
          <legend>{t("block.units")}</legend>
          <ol className="unit-order">
            {unitIds.map((id, index) => (
              <li key={id}>
                <span>
                  <code>{id}</code> {local(units.data?.find((unit) => unit.id === id)?.title)}
                </span>
                <span className="actions">
                  <button
                    type="button"
                    className="button small-button"
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                    aria-label={t("block.up", { unit: id })}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    className="button small-button"
                    disabled={index === unitIds.length - 1}
                    onClick={() => move(index, 1)}
                    aria-label={t("block.down", { unit: id })}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    className="button small-button"
                    onClick={() => setUnitIds(unitIds.filter((other) => other !== id))}
                    aria-label={t("block.takeOut", { unit: id })}
                  >
                    ✕
                  </button>
                </span>
              </li>
            ))}
          </ol>
          <Loaded query={units}>
            {(rows) => (
              <select
                className="select"
                aria-label={t("block.addUnit")}
                value=""
                onChange={(event) => event.target.value && setUnitIds([...unitIds, event.target.value])}
              >
                <option value="">{t("block.addUnit")}</option>
                {rows
                  .filter((unit) => !unitIds.includes(unit.id))
                  .map((unit) => (
                    <option key={unit.id} value={unit.id}>
                      {unit.id} · {local(unit.title)} ({unit.itemIds.length})
                    </option>
                  ))}
              </select>
            )}
          </Loaded>
        </fieldset>
        <div role="alert">{save.isError && <p className="banner bad">{messageOf(save.error)}</p>}</div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("act.cancel")}
          </button>
          <button className="button primary" disabled={save.isPending || unitIds.length === 0}>
            {t("act.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
