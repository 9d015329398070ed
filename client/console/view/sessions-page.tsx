import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import type { SessionRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";

const nextStatus = { planned: "open", open: "closed", closed: "open" } as const;

/** The sessions this proctor watches over. */
export function SessionsPage() {
  const { t } = useLanguage();
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: () => api.get<SessionRow[]>("/api/sessions"),
  });
  return (
    <div className="page">
      <h1>{t("sessions.title")}</h1>
      <Loaded query={sessions}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t("sessions.none")} />
          ) : (
            <ul className="stack plain-list">
              {rows.map((row) => (
                <SessionCard key={row.id} session={row} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function SessionCard({ session }: { session: SessionRow }) {
  const { t, local, format } = useLanguage();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: () => api.post(`/api/sessions/${session.id}/status`, { to: nextStatus[session.status] }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return (
    <li className="card stack">
      <div className="row-between">
        <h2>{session.title}</h2>
        <span className={session.status === "open" ? "badge good" : "badge"}>
          {t(`sessions.status.${session.status}`)}
        </span>
      </div>
      <p className="quiet">
        {local(session.studyTitle)} · {session.place} · {format.dateTime(session.startsAt)}
      </p>
      <p>{t("sessions.counts", { submitted: session.submittedCount, total: session.testTakerCount })}</p>
      <div className="row">
        <Link className="button primary" to={`/${session.id}`}>
          {t("sessions.enter")}
        </Link>
        <Link className="button" to={`/${session.id}/cards`}>
          {t("sessions.cards")}
        </Link>
        <button className="button" disabled={change.isPending} onClick={() => change.mutate()}>
          {t(`sessions.to.${nextStatus[session.status]}`)}
        </button>
      </div>
      <div role="alert">{change.isError && <p className="banner bad">{messageOf(change.error)}</p>}</div>
    </li>
  );
}
