import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { BlockRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { numberColumn } from "../../shared/staff/number-column.js";
import { Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { BlockDialog } from "./block-dialog.js";

/** Blocks: which units are always given together, for how long, and what that amounts to. */
export function BlocksPage() {
  const { t, local, format } = useLanguage();
  const account = useAccount();
  const [edited, setEdited] = useState<BlockRow | "new" | null>(null);
  const blocks = useQuery({ queryKey: ["blocks"], queryFn: () => api.get<BlockRow[]>("/api/blocks") });
  const mayDesign = account?.roles.some((role) => role === "designer" || role === "admin") ?? false;
  const columns: Column<BlockRow>[] = [
    {
      id: "id",
      label: t("block.id"),
      cell: (row) => <code>{row.block.id}</code>,
      sortValue: (row) => row.block.id,
    },
    {
      id: "title",
      label: t("block.title"),
      cell: (row) => <span className="one-line">{local(row.block.title)}</span>,
      sortValue: (row) => local(row.block.title),
    },
    {
      id: "kind",
      label: t("block.kind"),
      cell: (row) => t(`block.kinds.${row.block.kind}`),
      sortValue: (row) => row.block.kind,
    },
    { id: "units", label: t("block.units"), isLong: true, cell: (row) => row.block.unitIds.join(", ") },
    numberColumn({ id: "items", label: t("block.items"), value: (row) => row.itemCount, decimals: 0 }),
    numberColumn({ id: "points", label: t("block.points"), value: (row) => row.scorePoints, decimals: 0 }),
    {
      id: "minutes",
      label: t("block.minutes"),
      explanation: t("block.minutesExplained"),
      align: "end",
      cell: (row) => `${format.number(row.itemMinutes, 0)} / ${row.block.timeLimitMinutes ?? "∞"}`,
      sortValue: (row) => row.block.timeLimitMinutes,
    },
    {
      id: "domains",
      label: t("block.domains"),
      isLong: true,
      cell: (row) =>
        row.domains
          .map(
            ({ domain, count }) =>
              `${domain.code === "" ? t("block.noDomain") : local(domain.name)} ${count}`,
          )
          .join(" · "),
    },
    {
      id: "actions",
      label: t("session.actions"),
      cell: (row) =>
        row.isUsed || !mayDesign ? (
          <span className="badge">{row.isUsed ? t("block.used") : "–"}</span>
        ) : (
          <button
            className="button small-button"
            onClick={() => setEdited(row)}
            aria-label={`${t("act.edit")}: ${row.block.id}`}
          >
            {t("act.edit")}
          </button>
        ),
    },
  ];
  return (
    <div className="page wide">
      <div className="page-head">
        <h1>{t("places.blocks")}</h1>
        {mayDesign && (
          <button className="button primary" onClick={() => setEdited("new")}>
            {t("block.new")}
          </button>
        )}
      </div>
      <Loaded query={blocks}>
        {(rows) => (
          <DataTable
            caption={t("places.blocks")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.block.id}
            startSort={{ id: "id", descending: false }}
          />
        )}
      </Loaded>
      {edited && (
        <BlockDialog block={edited === "new" ? null : edited.block} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}
