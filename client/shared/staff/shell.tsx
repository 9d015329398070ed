import { useState, type ReactNode } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { NavLink } from "react-router";
import type { Role } from "../../../server/contract/common.js";
import { api } from "./api.js";
import { logOut } from "./login-session.js";
import { OfflineBanner } from "./offline-banner.js";
import { applyTheme, startTheme } from "./theme.js";
import { useAccount } from "./use-account.js";
import { useLanguage } from "./use-language.js";

export type StaffApp = "office" | "studio" | "room" | "coding" | "desk";

/** Who may open which app; the server decides again at every request. */
export const appRoles: Record<StaffApp, Role[]> = {
  office: ["admin", "author", "designer", "proctor", "coder", "researcher"],
  studio: ["author", "designer", "admin"],
  room: ["proctor", "admin"],
  coding: ["coder", "admin"],
  desk: ["researcher", "admin"],
};

/** A place within the app, shown as a link in the second line of the header. */
export interface Place {
  to: string;
  label: string;
}

function AccountMenu() {
  const { t, language, change } = useLanguage();
  const account = useAccount();
  const [theme, setTheme] = useState(startTheme);
  if (!account) return null;

  const act = async (key: string) => {
    if (key === "logOut") await logOut();
    if (key === "theme") {
      const next = theme === "light" ? "contrast" : "light";
      applyTheme(next);
      setTheme(next);
    }
    if (key === "language") {
      const next = language === "vi" ? "en" : "vi";
      change(next);
      // The choice is kept with the account; if that fails this computer still remembers it.
      await api.patch("/api/accounts/me", { language: next }).catch(() => undefined);
    }
  };

  return (
    <MenuTrigger>
      <Button
        className="button quiet-button"
        // What can be read on it is part of what it is called, in the same words and order (WCAG 2.5.3).
        aria-label={[
          t("account.menu", { name: account.name }),
          ...(account.isDemo ? [t("account.demo")] : []),
        ].join(" ")}
      >
        <span>{account.name}</span>{" "}
        {account.isDemo && <span className="badge info">{t("account.demo")}</span>}
        <span className="menu-arrow" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" onAction={(key) => void act(String(key))}>
          <MenuItem id="language" className="menu-item" lang={language === "vi" ? "en" : "vi"}>
            {language === "vi" ? "English" : "Tiếng Việt"}
          </MenuItem>
          <MenuItem id="theme" className="menu-item">
            {t("account.theme")}: {theme === "light" ? t("account.dark") : t("account.light")}
          </MenuItem>
          <Separator className="separator" />
          <MenuItem id="logOut" className="menu-item">
            {t("account.logOut")}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** The frame of every staff screen: product, the apps this account may open, the places within this app, the account. */
export function Shell({ app, places, children }: { app: StaffApp; places: Place[]; children: ReactNode }) {
  const { t } = useLanguage();
  const account = useAccount();
  const open = (Object.keys(appRoles) as StaffApp[]).filter((name) =>
    appRoles[name].some((role) => account?.roles.includes(role)),
  );
  return (
    <div className="staff-app">
      <a className="skip-link" href="#main">
        {t("skip")}
      </a>
      <header className="staff-header">
        <a className="product" href="/office/">
          {t("product")}
        </a>
        <nav className="apps" aria-label={t("product")}>
          {open.map((name) => (
            <a key={name} href={`/${name}/`} aria-current={name === app ? "page" : undefined}>
              {t(`apps.${name}`)}
            </a>
          ))}
        </nav>
        <AccountMenu />
      </header>
      {places.length > 0 && (
        <nav className="places" aria-label={t(`apps.${app}`)}>
          {places.map((place) => (
            <NavLink key={place.to} to={place.to} end={place.to === "/"}>
              {place.label}
            </NavLink>
          ))}
        </nav>
      )}
      <OfflineBanner />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
