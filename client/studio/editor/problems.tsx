import type { ItemProblem } from "../../../item-bank/problems.js";
import { useLanguage } from "../../shared/staff/use-language.js";

const headingId = "problems-heading";

/** Leads to the list: it comes into view and reading goes on from its heading. */
export function goToProblems(): void {
  document.getElementById(headingId)?.focus();
}

/** What is to be mended before the item can be approved, each with the way to its place. */
export function Problems({ problems, onGo }: { problems: ItemProblem[]; onGo: (path: string) => void }) {
  const { t, language } = useLanguage();
  if (problems.length === 0) return <p className="banner good">✓ {t("problems.none")}</p>;
  return (
    <section aria-labelledby={headingId} className="stack">
      <h2 id={headingId} tabIndex={-1}>
        {t("problems.title", { count: problems.length })}
      </h2>
      <ul className="plain-list stack" role="status">
        {problems.map((problem) => (
          <li
            key={`${problem.path}-${problem.message.en}`}
            className={problem.severity === "error" ? "banner bad" : "banner attention"}
          >
            <span>
              <strong>{t(`problems.${problem.severity}`)}:</strong> {problem.message[language]}{" "}
              <button type="button" className="link" onClick={() => onGo(problem.path)}>
                {t("problems.go")}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
