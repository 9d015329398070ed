import { useMutation } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { passwordOf } from "../../shared/staff/form.js";

/** One's own account: who I am here, and a new password. */
export function OwnAccountPage() {
  const { t } = useLanguage();
  const account = useAccount();
  const change = useMutation({
    mutationFn: (password: { old: string; new: string }) => api.patch("/api/accounts/me", { password }),
  });
  if (!account) return null;

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    change.mutate(
      { old: passwordOf(values, "old"), new: passwordOf(values, "new") },
      { onSuccess: () => form.reset() },
    );
  };

  return (
    <div className="page narrow">
      <h1>{t("places.me")}</h1>
      <dl className="definition">
        <dt>{t("login.login")}</dt>
        <dd>
          <code>{account.login}</code>{" "}
          {account.isDemo && <span className="badge info">{t("account.demo")}</span>}
        </dd>
        <dt>{t("accounts.name")}</dt>
        <dd>{account.name}</dd>
        <dt>{t("accounts.roles")}</dt>
        <dd>{account.roles.map((role) => t(`roles.${role}`)).join(", ")}</dd>
      </dl>
      <h2>{t("me.password")}</h2>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t("me.old")}</span>
          <input className="input" name="old" type="password" required autoComplete="current-password" />
        </label>
        <label className="field">
          <span>{t("me.new")}</span>
          <input
            className="input"
            name="new"
            type="password"
            required
            minLength={12}
            autoComplete="new-password"
          />
          <small className="hint">{t("accounts.passwordHint")}</small>
        </label>
        <div role="status">{change.isSuccess && <p className="banner good">{t("me.changed")}</p>}</div>
        <div role="alert">{change.isError && <p className="banner bad">{messageOf(change.error)}</p>}</div>
        <button className="button primary" disabled={change.isPending}>
          {t("me.change")}
        </button>
      </form>
    </div>
  );
}
