import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import type { AccountView, ChangeAccountBody, NewAccountBody } from "../../../server/contract/accounts.js";
import type { Role } from "../../../server/contract/common.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { passwordOf, textOf } from "../../shared/staff/form.js";

const roles: Role[] = ["admin", "author", "designer", "proctor", "coder", "researcher"];

/** Make an account, or change one's name, roles and password. An empty password leaves the old one. */
export function AccountDialog({ account, onClose }: { account: AccountView | null; onClose: () => void }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Role[]>(account?.roles ?? []);
  const save = useMutation({
    mutationFn: (body: NewAccountBody | ChangeAccountBody) =>
      account ? api.patch(`/api/accounts/${account.id}`, body) : api.post("/api/accounts", body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["accounts"] });
      onClose();
    },
  });

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name);
    const password = passwordOf(form, "password");
    const common = { name: text("name").trim(), roles: chosen };
    save.mutate(
      account
        ? { ...common, ...(password ? { password } : {}) }
        : { ...common, login: text("login").trim(), language, password },
    );
  };

  const toggle = (role: Role) =>
    setChosen((now) => (now.includes(role) ? now.filter((other) => other !== role) : [...now, role]));

  return (
    <Dialog
      title={account ? t("accounts.edit", { login: account.login }) : t("accounts.new")}
      isOpen
      onClose={onClose}
    >
      <form onSubmit={submit} className="form">
        {!account && (
          <label className="field">
            <span>{t("login.login")}</span>
            <input
              className="input"
              name="login"
              required
              pattern="[a-z0-9][a-z0-9._\-]{1,39}"
              autoComplete="off"
              autoFocus
            />
            <small className="hint">{t("accounts.loginHint")}</small>
          </label>
        )}
        <label className="field">
          <span>{t("accounts.name")}</span>
          <input
            name="name"
            required
            maxLength={120}
            defaultValue={account?.name}
            autoFocus={account !== null}
          />
        </label>
        <fieldset>
          <legend>{t("accounts.roles")}</legend>
          {roles.map((role) => (
            <label key={role} className="check">
              <input type="checkbox" checked={chosen.includes(role)} onChange={() => toggle(role)} />
              <span>
                {t(`roles.${role}`)} <small className="hint">{t(`accounts.may.${role}`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{account ? t("accounts.newPassword") : t("login.password")}</span>
          <input
            name="password"
            type="password"
            required={!account}
            minLength={12}
            autoComplete="new-password"
          />
          <small className="hint">{t("accounts.passwordHint")}</small>
        </label>
        <div role="alert">{save.isError && <p className="banner bad">{messageOf(save.error)}</p>}</div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t("act.cancel")}
          </button>
          <button className="button primary" disabled={save.isPending || chosen.length === 0}>
            {t("act.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
