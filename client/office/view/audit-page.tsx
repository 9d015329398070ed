import { useInfiniteQuery } from "@tanstack/react-query";
import type { AuditEntry } from "../../../server/contract/accounts.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { messageOf } from "../../shared/staff/problem.js";
import { ErrorState, Loading } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";

const pageSize = 100;

/** What staff did, newest first; nothing here can be changed or removed. Admins only. */
export function AuditPage() {
  const { t, format } = useLanguage();
  const audit = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) =>
      api.get<AuditEntry[]>(
        `/api/audit?limit=${pageSize}${pageParam ? `&before=${encodeURIComponent(pageParam)}` : ""}`,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => (page.length === pageSize ? page.at(-1)?.at : undefined),
  });
  const columns: Column<AuditEntry>[] = [
    { id: "at", label: t("audit.at"), cell: (row) => format.dateTime(row.at) },
    { id: "who", label: t("audit.who"), cell: (row) => <code>{row.accountLogin}</code> },
    {
      id: "act",
      label: t("audit.act"),
      cell: (row) => t(`audit.acts.${row.act}`, { defaultValue: row.act }),
    },
    { id: "subject", label: t("audit.subject"), cell: (row) => row.subject },
    {
      id: "details",
      label: t("audit.details"),
      cell: (row) =>
        Object.entries(row.details)
          .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
          .join(" · "),
    },
  ];
  return (
    <div className="page wide">
      <h1>{t("places.audit")}</h1>
      <p className="quiet">{t("audit.lead")}</p>
      {audit.isPending && <Loading />}
      {audit.isError && <ErrorState message={messageOf(audit.error)} onRetry={() => void audit.refetch()} />}
      {audit.data && (
        <>
          <DataTable
            caption={t("places.audit")}
            columns={columns}
            rows={audit.data.pages.flat()}
            rowKey={(row) => row.id}
          />
          {audit.hasNextPage && (
            <button
              className="button"
              disabled={audit.isFetchingNextPage}
              onClick={() => void audit.fetchNextPage()}
            >
              {t("audit.older")}
            </button>
          )}
        </>
      )}
    </div>
  );
}
