import { Route, Routes } from "react-router";
import "../styles/design.css";
import "../styles/studio.css";
import { say, type Words } from "../shared/staff/i18n.js";
import { currentAccount } from "../shared/staff/login-session.js";
import { mountStaffApp } from "../shared/staff/mount.js";
import { BankPage } from "./bank/bank-page.js";
import bankEn from "./bank/i18n/en.json";
import bankVi from "./bank/i18n/vi.json";
import { BlocksPage } from "./design/blocks-page.js";
import designEn from "./design/i18n/en.json";
import designVi from "./design/i18n/vi.json";
import { StudiesPage } from "./design/studies-page.js";
import { StudyPage } from "./design/study-page.js";
import editorEn from "./editor/i18n/en.json";
import editorVi from "./editor/i18n/vi.json";
import { ItemPage } from "./editor/item-page.js";

function StudioRoutes() {
  return (
    <Routes>
      <Route path="/" element={<BankPage />} />
      <Route path="/items/:itemId" element={<ItemPage />} />
      <Route path="/blocks" element={<BlocksPage />} />
      <Route path="/studies" element={<StudiesPage />} />
      <Route path="/studies/:studyId" element={<StudyPage />} />
    </Routes>
  );
}

function places() {
  const roles = currentAccount()?.roles ?? [];
  const mayDesign = roles.includes("designer") || roles.includes("admin");
  return [
    { to: "/", label: say("places.items") },
    ...(mayDesign
      ? [
          { to: "/blocks", label: say("places.blocks") },
          { to: "/studies", label: say("places.studies") },
        ]
      : []),
  ];
}

const words: Words = {
  vi: { ...bankVi, ...designVi, ...editorVi },
  en: { ...bankEn, ...designEn, ...editorEn },
};

mountStaffApp({ app: "studio", words, places, Routes: StudioRoutes });
