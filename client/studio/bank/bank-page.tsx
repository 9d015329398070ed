import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { ItemRow } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { defaults, filterItems, type BankFilter } from "./filter.js";
import { NewItemDialog } from "./new-item-dialog.js";

/** The whole bank, filtered by what the author looks for. */
export function BankPage() {
  const { t, format } = useLanguage();
  const account = useAccount();
  const [filter, setFilter] = useState(defaults);
  const [isNew, setNew] = useState(false);
  const items = useQuery({ queryKey: ["items"], queryFn: () => api.get<ItemRow[]>("/api/items") });
  const mayWrite = account?.roles.some((role) => role === "author" || role === "admin") ?? false;
  return (
    <div className="page wide">
      <div className="page-head">
        <h1>{t("places.items")}</h1>
        {mayWrite && (
          <button className="button primary" onClick={() => setNew(true)}>
            {t("bank.new")}
          </button>
        )}
      </div>
      <Loaded query={items}>
        {(rows) => {
          const shown = filterItems(rows, filter);
          return (
            <>
              <Filters rows={rows} filter={filter} onChange={setFilter} />
              <p className="quiet small" role="status">
                {t("bank.shown", { shown: format.count(shown.length), all: format.count(rows.length) })}
              </p>
              <ItemTable rows={shown} />
            </>
          );
        }}
      </Loaded>
      {isNew && <NewItemDialog onClose={() => setNew(false)} />}
    </div>
  );
}

/** The values that occur, in order; a filter offers only what would find something. */
function values(rows: ItemRow[], of: (row: ItemRow) => string): string[] {
  return [...new Set(rows.map(of))].sort(new Intl.Collator("vi", { numeric: true }).compare);
}

/** The domains that occur, by code, in the order of their names. */
function domainNames(
  rows: ItemRow[],
  local: (name: ItemRow["domain"]["name"]) => string,
  language: string,
): Map<string, string> {
  const named = rows.filter(({ domain }) => domain.code !== "").map(({ domain }) => domain);
  const entries = named.map(({ code, name }): [string, string] => [code, local(name)]);
  return new Map(entries.sort(([, a], [, b]) => new Intl.Collator(language).compare(a, b)));
}

function Filters(props: { rows: ItemRow[]; filter: BankFilter; onChange: (filter: BankFilter) => void }) {
  const { t, local, language } = useLanguage();
  const { rows, filter } = props;
  const domains = domainNames(rows, local, language);
  const set = (change: Partial<BankFilter>) => props.onChange({ ...filter, ...change });
  const choice = (
    name: "subject" | "grade" | "kind" | "status" | "domain",
    options: string[],
    label: (value: string) => string,
  ) => (
    <label className="field">
      <span>{t(`bank.${name}`)}</span>
      <select
        className="select"
        value={filter[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      >
        <option value="">{t("bank.any")}</option>
        {options.map((value) => (
          <option key={value} value={value}>
            {label(value)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form className="toolbar bank-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label className="field bank-words">
        <span>{t("bank.words")}</span>
        <input
          className="input"
          type="search"
          value={filter.words}
          onChange={(event) => set({ words: event.target.value })}
        />
      </label>
      {choice(
        "subject",
        values(rows, (row) => row.subject),
        (value) => t(`subject.${value}`),
      )}
      {choice(
        "grade",
        values(rows, (row) => String(row.grade)),
        (value) => value,
      )}
      {choice(
        "kind",
        values(rows, (row) => row.kind),
        (value) => t(`kind.${value}`),
      )}
      {choice("domain", [...domains.keys()], (code) => domains.get(code) ?? code)}
      {choice(
        "status",
        values(rows, (row) => row.status),
        (value) => t(`bank.statuses.${value}`),
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={filter.onlyProblems}
          onChange={(event) => set({ onlyProblems: event.target.checked })}
        />
        {t("bank.onlyProblems")}
      </label>
      <button type="button" className="button" onClick={() => props.onChange(defaults())}>
        {t("bank.clear")}
      </button>
    </form>
  );
}

const statusTone: Record<ItemRow["status"], string> = {
  draft: "badge",
  review: "badge attention",
  approved: "badge good",
  retired: "badge",
};

function ItemTable({ rows }: { rows: ItemRow[] }) {
  const { t, local, format } = useLanguage();
  const columns: Column<ItemRow>[] = [
    {
      id: "id",
      label: t("bank.item"),
      sortValue: (row) => row.id,
      cell: (row) => (
        <Link to={`/items/${row.id}`}>
          <strong>{row.id}</strong>
        </Link>
      ),
    },
    {
      id: "summary",
      label: t("bank.stem"),
      cell: (row) => (
        <>
          <span className="quiet small">{local(row.unitTitle)}</span>
          <br />
          <span className="bank-summary">{local(row.summary)}</span>
        </>
      ),
    },
    { id: "kind", label: t("bank.kind"), cell: (row) => t(`kind.${row.kind}`), sortValue: (row) => row.kind },
    {
      id: "subject",
      label: t("bank.subject"),
      cell: (row) => `${t(`subject.${row.subject}`)} ${row.grade}`,
      sortValue: (row) => `${row.subject} ${row.grade}`,
    },
    {
      id: "domain",
      label: t("bank.domain"),
      sortValue: (row) => local(row.domain.name),
      cell: (row) => (
        <>
          <span className="bank-domain">{local(row.domain.name)}</span>
          <br />
          <span className="quiet small">{local(row.process.name)}</span>
        </>
      ),
    },
    {
      id: "max",
      label: t("bank.maxScore"),
      align: "end",
      cell: (row) => row.maxScore,
      sortValue: (row) => row.maxScore,
    },
    {
      id: "status",
      label: t("bank.status"),
      sortValue: (row) => row.status,
      cell: (row) => (
        <span className="row">
          <span className={statusTone[row.status]}>{t(`bank.statuses.${row.status}`)}</span>
          {row.problemCount > 0 && (
            <span className="badge bad">{t("bank.problems", { count: row.problemCount })}</span>
          )}
        </span>
      ),
    },
    {
      id: "version",
      label: t("bank.version"),
      align: "end",
      sortValue: (row) => row.version,
      cell: (row) => (
        <>
          {row.version} {row.isFrozen && <span title={t("bank.frozen")}>🔒</span>}
          {row.isFrozen && <span className="visually-hidden">{t("bank.frozen")}</span>}
        </>
      ),
    },
    {
      id: "exposure",
      label: t("bank.exposure"),
      explanation: t("bank.exposureExplained"),
      align: "end",
      cell: (row) => format.count(row.exposureCount),
      sortValue: (row) => row.exposureCount,
    },
    {
      id: "p",
      label: t("bank.p"),
      explanation: t("bank.pExplained"),
      align: "end",
      cell: (row) => format.number(row.statistics?.proportionCorrect),
      sortValue: (row) => row.statistics?.proportionCorrect ?? null,
    },
    {
      id: "r",
      label: t("bank.r"),
      explanation: t("bank.rExplained"),
      align: "end",
      cell: (row) => format.number(row.statistics?.itemRestCorrelation),
      sortValue: (row) => row.statistics?.itemRestCorrelation ?? null,
    },
    {
      id: "b",
      label: "b",
      explanation: t("bank.bExplained"),
      align: "end",
      cell: (row) => format.number(row.statistics?.difficulty),
      sortValue: (row) => row.statistics?.difficulty ?? null,
    },
    {
      id: "languages",
      label: t("bank.languages"),
      cell: (row) => row.languages.map((language) => language.toUpperCase()).join(" "),
    },
  ];
  return (
    <DataTable
      caption={t("places.items")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      startSort={{ id: "id", descending: false }}
    />
  );
}
