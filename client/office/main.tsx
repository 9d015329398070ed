import { Route, Routes } from "react-router";
import { say } from "../shared/staff/i18n.js";
import { currentAccount } from "../shared/staff/login-session.js";
import { mountStaffApp } from "../shared/staff/mount.js";
import { NotAllowed } from "../shared/staff/states.js";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { AccountsPage } from "./view/accounts-page.js";
import { AuditPage } from "./view/audit-page.js";
import { HomePage } from "./view/home-page.js";
import { OwnAccountPage } from "./view/own-account-page.js";

const isAdmin = () => currentAccount()?.roles.includes("admin") ?? false;

function OfficeRoutes() {
  return (
    <Routes>
      <Route path="/" element={<HomePage />} />
      <Route path="/me" element={<OwnAccountPage />} />
      <Route path="/accounts" element={isAdmin() ? <AccountsPage /> : <NotAllowed />} />
      <Route path="/audit" element={isAdmin() ? <AuditPage /> : <NotAllowed />} />
      <Route path="*" element={<HomePage />} />
    </Routes>
  );
}

function places() {
  return [
    { to: "/", label: say("places.home") },
    { to: "/me", label: say("places.me") },
    ...(isAdmin()
      ? [
          { to: "/accounts", label: say("places.accounts") },
          { to: "/audit", label: say("places.audit") },
        ]
      : []),
  ];
}

mountStaffApp({ app: "office", words: { vi, en }, places, Routes: OfficeRoutes });
