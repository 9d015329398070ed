import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { StudyRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { NewStudyDialog } from "./new-study-dialog.js";

/** All studies, and the way to make one. */
export function StudiesPage() {
  const { t, local, format } = useLanguage();
  const account = useAccount();
  const [isNew, setNew] = useState(false);
  const studies = useQuery({ queryKey: ["studies"], queryFn: () => api.get<StudyRow[]>("/api/studies") });
  const mayDesign = account?.roles.some((role) => role === "designer" || role === "admin") ?? false;
  const columns: Column<StudyRow>[] = [
    {
      id: "title",
      label: t("study.title"),
      cell: (row) => (
        <>
          <Link to={`/studies/${row.id}`}>{local(row.title)}</Link>{" "}
          {row.isDemo && <span className="badge info">{t("study.demo")}</span>}
          <br />
          <code className="quiet small">{row.id}</code>
        </>
      ),
      sortValue: (row) => local(row.title),
    },
    {
      id: "status",
      label: t("study.state"),
      cell: (row) => (
        <span className={row.status === "open" ? "badge good" : "badge"}>
          {t(`study.status.${row.status}`)}
        </span>
      ),
      sortValue: (row) => row.status,
    },
    { id: "design", label: t("study.design"), cell: (row) => t(`design.kind.${row.designKind}`) },
    numberColumn({
      id: "sessions",
      label: t("study.sessions"),
      value: (row) => row.sessionCount,
      decimals: 0,
    }),
    {
      id: "submitted",
      label: t("study.submitted"),
      align: "end",
      cell: (row) => `${format.count(row.submittedCount)} / ${format.count(row.testTakerCount)}`,
      sortValue: (row) => row.submittedCount,
    },
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("places.studies")}</h1>
        {mayDesign && (
          <button className="button primary" onClick={() => setNew(true)}>
            {t("study.new")}
          </button>
        )}
      </div>
      <Loaded query={studies}>
        {(rows) => (
          <DataTable caption={t("places.studies")} columns={columns} rows={rows} rowKey={(row) => row.id} />
        )}
      </Loaded>
      {isNew && <NewStudyDialog onClose={() => setNew(false)} />}
    </div>
  );
}
