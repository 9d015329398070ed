import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SessionRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { RosterDialog } from "./roster-dialog.js";
import { SessionDialog } from "./session-dialog.js";

/** The sessions of a study: where, when, who watches, how many sit; and their test takers. */
export function Sessions({
  studyId,
  mayDesign,
  isOpen,
}: {
  studyId: string;
  mayDesign: boolean;
  isOpen: boolean;
}) {
  const { t, format } = useLanguage();
  const account = useAccount();
  const [edited, setEdited] = useState<SessionRow | "new" | null>(null);
  const [roster, setRoster] = useState<SessionRow | null>(null);
  const sessions = useQuery({
    queryKey: ["sessions", studyId],
    queryFn: () => api.get<SessionRow[]>(`/api/sessions?studyId=${encodeURIComponent(studyId)}`),
    enabled: mayDesign,
  });
  if (!mayDesign) return null;
  const mayEnter = account?.roles.some((role) => role === "proctor" || role === "admin") ?? false;
  const columns: Column<SessionRow>[] = [
    {
      id: "title",
      label: t("session.title"),
      cell: (row) => (mayEnter ? <a href={`/room/${row.id}`}>{row.title}</a> : row.title),
      sortValue: (row) => row.title,
    },
    { id: "place", label: t("session.place"), cell: (row) => row.place, sortValue: (row) => row.place },
    {
      id: "at",
      label: t("session.startsAt"),
      cell: (row) => format.dateTime(row.startsAt),
      sortValue: (row) => row.startsAt,
    },
    {
      id: "end",
      label: t("session.endsAt"),
      cell: (row) => format.dateTime(row.endsAt),
      sortValue: (row) => row.endsAt,
    },
    {
      id: "status",
      label: t("study.state"),
      cell: (row) => (
        <span className={row.status === "open" ? "badge good" : "badge"}>
          {t(`session.status.${row.status}`)}
        </span>
      ),
    },
    { id: "proctors", label: t("session.proctors"), cell: (row) => row.proctorLogins.join(", ") || "–" },
    {
      id: "count",
      label: t("session.testTakers"),
      align: "end",
      cell: (row) => `${format.count(row.submittedCount)} / ${format.count(row.testTakerCount)}`,
      sortValue: (row) => row.testTakerCount,
    },
    {
      id: "actions",
      label: t("session.actions"),
      cell: (row) => (
        <span className="actions">
          <button
            className="button small-button"
            onClick={() => setEdited(row)}
            aria-label={`${t("act.edit")}: ${row.title}`}
          >
            {t("act.edit")}
          </button>
          <button
            className="button small-button"
            onClick={() => setRoster(row)}
            aria-label={`${t("session.addTestTakers")}: ${row.title}`}
          >
            {t("session.addTestTakers")}
          </button>
        </span>
      ),
    },
  ];
  return (
    <section className="stack" aria-labelledby="sessions-heading">
      <div className="row-between">
        <h2 id="sessions-heading">{t("study.sessions")}</h2>
        <button
          className="button"
          disabled={!isOpen}
          onClick={() => setEdited("new")}
          title={isOpen ? undefined : t("session.opensFirst")}
        >
          {t("session.new")}
        </button>
      </div>
      {!isOpen && <p className="quiet small">{t("session.opensFirst")}</p>}
      <Loaded query={sessions}>
        {(rows) => (
          <DataTable caption={t("study.sessions")} columns={columns} rows={rows} rowKey={(row) => row.id} />
        )}
      </Loaded>
      {edited && (
        <SessionDialog
          studyId={studyId}
          session={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
      {roster && <RosterDialog session={roster} onClose={() => setRoster(null)} />}
    </section>
  );
}
