import { useQuery } from "@tanstack/react-query";
import type { StudyRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { appRoles, type StaffApp } from "../../shared/staff/shell.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** The first screen after the login: what this account may do, and how the studies stand. */
export function HomePage() {
  const { t } = useLanguage();
  const account = useAccount();
  if (!account) return null;
  const apps = (Object.keys(appRoles) as StaffApp[]).filter(
    (app) => app !== "office" && appRoles[app].some((role) => account.roles.includes(role)),
  );
  return (
    <div className="page">
      <h1>{t("home.title", { name: account.name })}</h1>
      <p className="quiet">{account.roles.map((role) => t(`roles.${role}`)).join(" · ")}</p>
      <ul className="grid plain-list">
        {apps.map((app) => (
          <li key={app}>
            <a className="card tile" href={`/${app}/`}>
              <strong>{t(`apps.${app}`)}</strong>
              <span>{t(`home.${app}`)}</span>
            </a>
          </li>
        ))}
      </ul>
      <h2>{t("home.studies")}</h2>
      <Studies />
    </div>
  );
}

/** Where a study can be worked on, by app. */
const studyPages: [StaffApp, string][] = [
  ["studio", "/studio/studies/"],
  ["coding", "/coding/"],
  ["desk", "/desk/"],
];

function StudyLinks({ study }: { study: StudyRow }) {
  const { t, local } = useLanguage();
  const account = useAccount();
  const links = studyPages.filter(
    ([app]) =>
      appRoles[app].some((role) => account?.roles.includes(role)) &&
      // An author finds items in the studio; studies are the designer's.
      (app !== "studio" || account?.roles.some((role) => role === "designer" || role === "admin")) &&
      (app === "studio" || study.status !== "preparing"),
  );
  if (links.length === 0) return null;
  return (
    <p className="tile-links">
      {links.map(([app, path]) => (
        <a key={app} href={`${path}${study.id}`}>
          {t(`home.to${app.charAt(0).toUpperCase()}${app.slice(1)}`)}
          <span className="visually-hidden">: {local(study.title)}</span>
        </a>
      ))}
    </p>
  );
}

function Studies() {
  const { t, local, format } = useLanguage();
  const studies = useQuery({ queryKey: ["studies"], queryFn: () => api.get<StudyRow[]>("/api/studies") });
  return (
    <Loaded query={studies}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty title={t("home.noStudies")} />
        ) : (
          <ul className="stack plain-list">
            {rows.map((study) => (
              <li key={study.id} className="card stack">
                <div className="row-between">
                  <h3>
                    {local(study.title)}{" "}
                    {study.isDemo && <span className="badge info">{t("home.demo")}</span>}
                  </h3>
                  <span className={study.status === "open" ? "badge good" : "badge"}>
                    {t(`status.${study.status}`)}
                  </span>
                </div>
                <p className="quiet">
                  {t("home.counts", {
                    sessions: format.count(study.sessionCount),
                    submitted: format.count(study.submittedCount),
                    total: format.count(study.testTakerCount),
                  })}
                </p>
                <progress
                  max={Math.max(1, study.testTakerCount)}
                  value={study.submittedCount}
                  aria-label={t("home.progress")}
                />
                <StudyLinks study={study} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
