import { Route, Routes } from "react-router";
import "../styles/coding.css";
import { say } from "../shared/staff/i18n.js";
import { currentAccount } from "../shared/staff/login-session.js";
import { mountStaffApp } from "../shared/staff/mount.js";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { CodingPage } from "./view/coding-page.js";
import { DisagreementsPage } from "./view/disagreements-page.js";
import { OverviewPage } from "./view/overview-page.js";
import { StudiesPage } from "../shared/staff/studies-page.js";

function CodingRoutes() {
  return (
    <Routes>
      <Route path="/" element={<StudiesPage />} />
      <Route path="/:studyId" element={<OverviewPage />} />
      <Route path="/:studyId/:itemId" element={<CodingPage />} />
      <Route path="/:studyId/:itemId/disagreements" element={<DisagreementsPage />} />
    </Routes>
  );
}

mountStaffApp({
  app: "coding",
  words: { vi, en },
  places: () => (currentAccount() ? [{ to: "/", label: say("places.studies") }] : []),
  Routes: CodingRoutes,
});
