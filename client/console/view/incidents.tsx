import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import type { Incident, IncidentBody, RoomSitting } from "../../../server/contract/room.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { textOf } from "../../shared/staff/form.js";

const categories = ["environment", "testTaker", "staff", "technical"] as const;

/** The session's incidents, and a form to report one; they stay with the session's record. */
export function Incidents({
  sessionId,
  sittings,
  selected,
}: {
  sessionId: string;
  sittings: RoomSitting[];
  selected: string[];
}) {
  const { t, format } = useLanguage();
  const path = `/api/sessions/${sessionId}/incidents`;
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const incidents = useQuery({
    queryKey: ["incidents", sessionId],
    queryFn: () => api.get<Incident[]>(path),
  });
  const report = useMutation({
    mutationFn: (body: IncidentBody) => api.post(path, body),
    onSuccess: async () => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: ["incidents", sessionId] });
    },
  });
  const names = (ids: string[]) =>
    ids.map((id) => sittings.find((sitting) => sitting.testTakerId === id)?.name ?? id).join(", ");

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    report.mutate({
      category: textOf(form, "category") as IncidentBody["category"],
      text: textOf(form, "text"),
      testTakerIds: form.get("concerns") ? selected : [],
    });
  };

  return (
    <section className="stack" aria-labelledby="incidents-heading">
      <div className="row-between">
        <h2 id="incidents-heading">{t("incidents.title")}</h2>
        <button className="button" onClick={() => setOpen(true)}>
          {t("incidents.report")}
        </button>
      </div>
      <Loaded query={incidents}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet">{t("incidents.none")}</p>
          ) : (
            <ul className="stack plain-list">
              {rows.map((row) => (
                <li key={row.id} className="card">
                  <span className="badge">{t(`incidents.${row.category}`)}</span> {row.text}
                  <br />
                  <span className="quiet small">
                    {format.dateTime(row.at)} · {row.by}
                    {row.testTakerIds.length > 0 && ` · ${names(row.testTakerIds)}`}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Dialog title={t("incidents.report")} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form className="form" onSubmit={submit}>
          <label className="field">
            <span>{t("incidents.category")}</span>
            <select className="select" name="category" defaultValue="technical">
              {categories.map((category) => (
                <option key={category} value={category}>
                  {t(`incidents.${category}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t("incidents.text")}</span>
            <textarea className="textarea" name="text" rows={4} maxLength={2000} required autoFocus />
          </label>
          {selected.length > 0 && (
            <label className="check">
              <input type="checkbox" name="concerns" defaultChecked />{" "}
              {t("incidents.concerns", { names: names(selected) })}
            </label>
          )}
          <div role="alert">{report.isError && <p className="banner bad">{messageOf(report.error)}</p>}</div>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setOpen(false)}>
              {t("act.cancel")}
            </button>
            <button className="button primary" disabled={report.isPending}>
              {t("incidents.report")}
            </button>
          </div>
        </form>
      </Dialog>
    </section>
  );
}
