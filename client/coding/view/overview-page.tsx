import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import type { CodingItem, CodingOverview } from "../../../server/contract/coding.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** The open items of a study: what waits for this coder, how far all are, and how well two coders agree. */
export function OverviewPage() {
  const { t, local, format } = useLanguage();
  const { studyId = "" } = useParams();
  const account = useAccount();
  const overview = useQuery({
    queryKey: ["coding", studyId],
    queryFn: () => api.get<CodingOverview>(`/api/coding/${studyId}`),
    refetchInterval: 15_000,
  });
  const isAdmin = account?.roles.includes("admin") ?? false;

  const columns: Column<CodingItem>[] = [
    {
      id: "item",
      label: t("overview.item"),
      cell: (row) => (
        <>
          <strong>{row.itemId}</strong>
          <br />
          <span className="quiet">{local(row.summary)}</span>
        </>
      ),
      sortValue: (row) => row.itemId,
    },
    {
      id: "progress",
      label: t("overview.progress"),
      explanation: t("overview.progressExplained"),
      cell: (row) => (
        <>
          <progress
            max={Math.max(1, row.responseCount)}
            value={row.finishedCount}
            aria-label={t("overview.progressOf", { item: row.itemId })}
          />
          <span className="small">
            {format.count(row.finishedCount)} / {format.count(row.responseCount)}
          </span>
        </>
      ),
      sortValue: (row) => (row.responseCount === 0 ? 1 : row.finishedCount / row.responseCount),
    },
    {
      id: "agreement",
      label: t("overview.agreement"),
      explanation: t("overview.agreementExplained"),
      align: "end",
      cell: (row) =>
        row.agreement === null
          ? "–"
          : `${format.percent(row.agreement)} (${format.count(row.doubleCodedCount)})`,
      sortValue: (row) => row.agreement,
    },
    numberColumn({
      id: "kappa",
      label: "κ",
      explanation: t("overview.kappaExplained"),
      value: (row) => row.kappa,
    }),
    {
      id: "code",
      label: t("overview.waiting"),
      sortValue: (row) => row.waitingForMe,
      cell: (row) => (
        <span className="actions">
          <ToItem address={`/${studyId}/${row.itemId}`} row={row} />
          {isAdmin && row.doubleCodedCount > 0 && (
            <Link className="button small-button" to={`/${studyId}/${row.itemId}/disagreements`}>
              {t("overview.disagreements")}
            </Link>
          )}
        </span>
      ),
    },
  ];

  return (
    <div className="page coding-items">
      <div className="page-head">
        <div>
          <h1>{t("overview.title")}</h1>
          {overview.data && <p className="quiet">{local(overview.data.studyTitle)}</p>}
        </div>
      </div>
      <Loaded query={overview}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty title={t("overview.none")} />
          ) : (
            <>
              <p className="quiet measure">
                {t("overview.lead", { share: format.percent(data.doubleCodingShare) })}
              </p>
              <DataTable
                caption={`${t("overview.title")} · ${local(data.studyTitle)}`}
                columns={columns}
                rows={data.items}
                rowKey={(row) => row.itemId}
                startSort={{ id: "item", descending: false }}
              />
            </>
          )
        }
      </Loaded>
    </div>
  );
}

/** The way to an item's responses, with how many wait; where none does it says so, and the item can still be looked at. */
function ToItem({ address, row }: { address: string; row: CodingItem }) {
  const { t } = useLanguage();
  const isWaiting = row.waitingForMe > 0;
  const label = isWaiting ? t("overview.open", { count: row.waitingForMe }) : t("overview.look");
  return (
    <>
      {!isWaiting && <span className="quiet small">{t("overview.nothing")}</span>}
      <Link
        className={isWaiting ? "button primary small-button" : "button small-button"}
        to={address}
        aria-label={`${label}: ${row.itemId}`}
      >
        {label}
      </Link>
    </>
  );
}
