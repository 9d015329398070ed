import { useState } from "react";
import type { RunResult } from "../../../server/contract/run-result.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { wrightRange } from "../plots/wright-map.js";
import { Facts, type Fact } from "./facts.js";
import { ItemPanel } from "./item-panel.js";
import { RunItems } from "./run-items.js";
import { RunPlots } from "./run-plots.js";
import { Warnings } from "./warnings.js";

/** The run's parameters: what they rest on, the table, and beside it the plots that let one believe them. */
export function RunParameters({ result }: { result: RunResult }) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState<string | null>(result.items[0]?.itemId ?? null);
  const item = result.items.find((row) => row.itemId === opened);
  return (
    <>
      <Warnings warnings={result.warnings} />
      <Summary result={result} />
      <h2>{t("run.items")}</h2>
      <div className="run-items">
        <RunItems items={result.items} range={wrightRange(result)} opened={opened} onOpen={setOpened} />
        {item && <ItemPanel key={item.itemId} item={item} />}
      </div>
      <RunPlots result={result} />
    </>
  );
}

function Summary({ result }: { result: RunResult }) {
  const { t, local, format } = useLanguage();
  const s = result.summary;
  const { group } = result.run;
  const facts: Fact[] = [
    [t("run.model"), t(`model.${result.run.options.model}`)],
    ...(group ? [[local(group.grouping), local(group.title)] satisfies Fact] : []),
    [t("run.persons"), format.count(s.personCount)],
    [t("run.itemCount"), format.count(s.itemCount)],
    [t("run.logLikelihood"), format.number(s.logLikelihood, 3)],
    [t("run.parameters"), format.count(s.parameterCount)],
    ["AIC", format.number(s.aic, 1)],
    ["BIC", format.number(s.bic, 1)],
    [t("run.latent"), `${format.number(s.latentMean)} / ${format.number(s.latentVariance)}`],
    [t("run.eapReliability"), format.number(s.eapReliability)],
    [t("run.wleReliability"), format.number(s.wleReliability)],
    [
      t("run.cycles"),
      `${format.count(s.cycles)} (${s.converged ? t("run.converged") : t("run.notConverged")})`,
    ],
    [t("run.seconds"), format.number(result.run.seconds, 1)],
    [t("run.version"), result.run.programVersion],
    [t("run.dataHash"), result.run.dataHash?.slice(0, 16) ?? "–"],
  ];
  return <Facts facts={facts} />;
}
