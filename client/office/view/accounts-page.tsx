import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountView, ChangeAccountBody } from "../../../server/contract/accounts.js";
import { api } from "../../shared/staff/api.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { AccountDialog } from "./account-dialog.js";

/** The accounts of staff: who they are, what they may do, and whether they may log in at all. Admins only. */
export function AccountsPage() {
  const { t, format } = useLanguage();
  const queries = useQueryClient();
  const me = useAccount();
  const [edited, setEdited] = useState<AccountView | "new" | null>(null);
  const accounts = useQuery({
    queryKey: ["accounts"],
    queryFn: () => api.get<AccountView[]>("/api/accounts"),
  });
  const change = useMutation({
    mutationFn: ({ id, body }: { id: string; body: ChangeAccountBody }) =>
      api.patch(`/api/accounts/${id}`, body),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });

  const columns: Column<AccountView>[] = [
    {
      id: "login",
      label: t("login.login"),
      cell: (row) => <code>{row.login}</code>,
      sortValue: (row) => row.login,
    },
    {
      id: "name",
      label: t("accounts.name"),
      cell: (row) => (
        <>
          {row.name} {row.isDemo && <span className="badge info">{t("account.demo")}</span>}
        </>
      ),
      sortValue: (row) => row.name,
    },
    {
      id: "roles",
      label: t("accounts.roles"),
      cell: (row) => row.roles.map((role) => t(`roles.${role}`)).join(", "),
    },
    {
      id: "state",
      label: t("accounts.state"),
      cell: (row) => (
        <span className={row.isActive ? "badge good" : "badge"}>
          {row.isActive ? t("accounts.active") : t("accounts.locked")}
        </span>
      ),
      sortValue: (row) => (row.isActive ? 0 : 1),
    },
    {
      id: "lastLogin",
      label: t("accounts.lastLogin"),
      cell: (row) => format.dateTime(row.lastLoginAt),
      sortValue: (row) => row.lastLoginAt,
    },
  ];

  const actions = (account: AccountView) => (
    <span className="actions">
      <button className="button small-button" onClick={() => setEdited(account)}>
        {t("act.edit")}
      </button>
      <button
        className="button small-button"
        // Locking oneself out would leave nobody to undo it.
        disabled={account.id === me?.id || change.isPending}
        onClick={() => change.mutate({ id: account.id, body: { isActive: !account.isActive } })}
      >
        {account.isActive ? t("accounts.lock") : t("accounts.unlock")}
      </button>
    </span>
  );

  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("places.accounts")}</h1>
        <button className="button primary" onClick={() => setEdited("new")}>
          {t("accounts.new")}
        </button>
      </div>
      <div role="alert">{change.isError && <p className="banner bad">{messageOf(change.error)}</p>}</div>
      <Loaded query={accounts}>
        {(rows) => (
          <DataTable
            caption={t("places.accounts")}
            columns={[...columns, { id: "actions", label: t("accounts.actions"), cell: actions }]}
            rows={rows}
            rowKey={(row) => row.id}
            startSort={{ id: "login", descending: false }}
          />
        )}
      </Loaded>
      {edited && <AccountDialog account={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </div>
  );
}
