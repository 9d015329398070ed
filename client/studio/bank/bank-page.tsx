import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ItemRow } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { BankFilters } from "./bank-filters.js";
import { defaults, filterItems } from "./filter.js";
import { ItemTable } from "./item-table.js";
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
              <BankFilters rows={rows} filter={filter} onChange={setFilter} />
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
