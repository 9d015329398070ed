import { Route, Routes } from "react-router";
import "../styles/console.css";
import { say } from "../shared/staff/i18n.js";
import { mountStaffApp } from "../shared/staff/mount.js";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { CardsPage } from "./view/cards-page.js";
import { RoomPage } from "./view/room-page.js";
import { SessionsPage } from "./view/sessions-page.js";

function ConsoleRoutes() {
  return (
    <Routes>
      <Route path="/" element={<SessionsPage />} />
      <Route path="/:sessionId" element={<RoomPage />} />
      <Route path="/:sessionId/cards" element={<CardsPage />} />
    </Routes>
  );
}

mountStaffApp({
  app: "room",
  words: { vi, en },
  places: () => [{ to: "/", label: say("places.sessions") }],
  Routes: ConsoleRoutes,
});
