import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { StudyRow } from "../../../server/contract/studies.js";
import { api } from "./api.js";
import { Empty, Loaded } from "./states.js";
import { useLanguage } from "./use-language.js";

/** The studies that have been opened, to choose one; the app's words are `studies.title`, `.none` and `.submitted`. */
export function StudiesPage() {
  const { t, local, format } = useLanguage();
  const studies = useQuery({ queryKey: ["studies"], queryFn: () => api.get<StudyRow[]>("/api/studies") });
  return (
    <div className="page narrow">
      <h1>{t("studies.title")}</h1>
      <Loaded query={studies}>
        {(rows) => {
          const withData = rows.filter((row) => row.status !== "preparing");
          if (withData.length === 0) return <Empty title={t("studies.none")} />;
          return (
            <ul className="stack plain-list">
              {withData.map((study) => (
                <li key={study.id}>
                  <Link className="card tile" to={`/${study.id}`}>
                    <strong>{local(study.title)}</strong>
                    <span>
                      {t("studies.submitted", {
                        count: study.submittedCount,
                        submitted: format.count(study.submittedCount),
                        total: format.count(study.testTakerCount),
                      })}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </div>
  );
}
