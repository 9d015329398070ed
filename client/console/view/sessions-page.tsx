import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { SessionRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { ConfirmDialog } from "../../shared/staff/confirm-dialog.js";
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

/** Start and end as far as they are planned. */
function plannedTimes(
  { startsAt, endsAt }: SessionRow,
  { t, format }: ReturnType<typeof useLanguage>,
): string | null {
  if (startsAt === null) return endsAt === null ? null : t("sessions.until", { at: format.dateTime(endsAt) });
  if (endsAt === null) return format.dateTime(startsAt);
  const isSameDay = new Date(startsAt).toDateString() === new Date(endsAt).toDateString();
  return `${format.dateTime(startsAt)} – ${isSameDay ? format.time(new Date(endsAt)) : format.dateTime(endsAt)}`;
}

function SessionCard({ session }: { session: SessionRow }) {
  const language = useLanguage();
  const { t, local } = language;
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const change = useMutation({
    mutationFn: () => api.post(`/api/sessions/${session.id}/status`, { to: nextStatus[session.status] }),
    onSuccess: () => setAsked(false),
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
        {[local(session.studyTitle), session.place, plannedTimes(session, language)]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p>{t("sessions.counts", { submitted: session.submittedCount, total: session.testTakerCount })}</p>
      <progress
        max={Math.max(1, session.testTakerCount)}
        value={session.submittedCount}
        aria-label={t("sessions.counts", {
          submitted: session.submittedCount,
          total: session.testTakerCount,
        })}
      />
      <div className="row">
        <Link className="button primary" to={`/${session.id}`}>
          {t("sessions.enter")}
        </Link>
        <Link className="button" to={`/${session.id}/cards`}>
          {t("sessions.cards")}
        </Link>
        <button
          className="button"
          disabled={change.isPending}
          onClick={() => (session.status === "open" ? setAsked(true) : change.mutate())}
        >
          {t(`sessions.to.${nextStatus[session.status]}`)}
        </button>
      </div>
      <div role="alert">
        {change.isError && !isAsked && <p className="banner bad">{messageOf(change.error)}</p>}
      </div>
      {isAsked && (
        <ConfirmDialog
          title={t("sessions.closeTitle", { title: session.title })}
          act={t("sessions.to.closed")}
          isDanger
          isBusy={change.isPending}
          problem={change.isError ? messageOf(change.error) : null}
          onConfirm={() => change.mutate()}
          onClose={() => setAsked(false)}
        >
          <p>{t("sessions.closeExplained", { running: session.testTakerCount - session.submittedCount })}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
