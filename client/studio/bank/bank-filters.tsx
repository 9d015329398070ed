import type { ItemRow } from "../../../server/contract/bank.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { defaults, type BankFilter } from "./filter.js";

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

/** What the author looks for; each list offers the values that occur. */
export function BankFilters(props: {
  rows: ItemRow[];
  filter: BankFilter;
  onChange: (filter: BankFilter) => void;
}) {
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
