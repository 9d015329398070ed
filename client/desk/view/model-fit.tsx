import type { RunFit } from "../../../server/contract/run-result.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { Facts, type Fact } from "./facts.js";

/** How the model fits as a whole: limited-information fit where the data have it, and information criteria. */
export function ModelFit({ fit: { whole, criteria } }: { fit: RunFit }) {
  const { t, language, format } = useLanguage();
  const interval = `${format.number(whole.rmsea05, 3)} – ${format.number(whole.rmsea95, 3)}`;
  const facts: Fact[] = [
    ...(whole.m2 === null
      ? []
      : ([
          [
            `${whole.statistic} (${t("fit.df")})`,
            `${format.number(whole.m2, 1)} (${format.count(whole.df ?? 0)})`,
          ],
          ["p", format.p(whole.p)],
          [t("fit.rmsea"), `${format.number(whole.rmsea, 3)} (${interval})`],
          ["SRMSR", format.number(whole.srmsr, 3)],
          ["TLI", format.number(whole.tli, 3)],
          ["CFI", format.number(whole.cfi, 3)],
          [t("fit.wholeN"), format.count(whole.n)],
        ] satisfies [string, string][])),
    ["AIC", format.number(criteria.aic, 1)],
    ["AICc", format.number(criteria.aicc, 1)],
    ["BIC", format.number(criteria.bic, 1)],
    ["SABIC", format.number(criteria.sabic, 1)],
    ["CAIC", format.number(criteria.caic, 1)],
    ["HQ", format.number(criteria.hq, 1)],
  ];
  return (
    <section className="stack" aria-labelledby="model-fit">
      <h2 id="model-fit">{t("fit.whole")}</h2>
      <Facts facts={facts} />
      <p className="quiet small measure">
        {whole.reason ? t("fit.noM2", { reason: whole.reason[language] }) : t("fit.wholeExplained")}{" "}
        {!whole.reason && whole.comparisonReason
          ? `${t("fit.noComparison", { reason: whole.comparisonReason[language] })} `
          : null}
        {t("fit.criteriaExplained")}
      </p>
      {(whole.notes ?? []).map((note) => (
        <p className="quiet small measure" key={note.en}>
          {note[language]}.
        </p>
      ))}
    </section>
  );
}
