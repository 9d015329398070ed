import { Route, Routes } from "react-router";
import "../styles/desk.css";
import { say } from "../shared/staff/i18n.js";
import { mountStaffApp } from "../shared/staff/mount.js";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { RunPage } from "./view/run-page.js";
import { StudiesPage } from "../shared/staff/studies-page.js";
import { StudyPage } from "./view/study-page.js";

function DeskRoutes() {
  return (
    <Routes>
      <Route path="/" element={<StudiesPage />} />
      <Route path="/runs/:runId/*" element={<RunPage />} />
      <Route path="/:studyId/*" element={<StudyPage />} />
    </Routes>
  );
}

mountStaffApp({
  app: "desk",
  words: { vi, en },
  places: () => [{ to: "/", label: say("places.studies") }],
  Routes: DeskRoutes,
});
