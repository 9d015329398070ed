import { useState, type SyntheticEvent } from "react";
import { logIn } from "./login-session.js";
import { messageOf } from "./problem.js";
import { useLanguage } from "./use-language.js";
import { passwordOf, textOf } from "./form.js";

/** Where staff log in; shown by every staff app while nobody is. */
export function LoginPage() {
  const { t, language, change } = useLanguage();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await logIn(textOf(form, "login").toLowerCase(), passwordOf(form, "password"));
    } catch (thrown) {
      setProblem(messageOf(thrown));
      setBusy(false);
    }
  };

  const other = language === "vi" ? "en" : "vi";
  return (
    <main className="login-page">
      <form className="card login-card" onSubmit={(event) => void submit(event)}>
        <p className="product">{t("product")}</p>
        <h1>{t("login.title")}</h1>
        <p className="quiet">{t("login.lead")}</p>
        <label className="field">
          <span>{t("login.login")}</span>
          <input
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
          />
        </label>
        <label className="field">
          <span>{t("login.password")}</span>
          <input className="input" name="password" type="password" autoComplete="current-password" required />
        </label>
        <div role="alert">{problem && <p className="banner bad">{problem}</p>}</div>
        <button className="button primary" disabled={isBusy}>
          {t("login.submit")}
        </button>
        <p className="login-links">
          <a href="/">{t("login.toPlayer")}</a>
          <button type="button" className="link" lang={other} onClick={() => change(other)}>
            {t(`language.${other}`)}
          </button>
        </p>
      </form>
    </main>
  );
}
