import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toPlayerItem, toPlayerUnit } from "../../../item-bank/player-item.js";
import type { Item, Language, ResponseValue, Unit } from "../../../item-bank/types.js";
import type { TryItemAnswer } from "../../../server/contract/bank.js";
import { ItemView, StimulusView } from "../../shared/item-view/index.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** The item exactly as a test taker sees it, in either language and narrow or wide; and what a response would score. */
export function Preview({ item, unit, assets }: { item: Item; unit: Unit; assets: Record<string, string> }) {
  const { t, language: interfaceLanguage } = useLanguage();
  const [language, setLanguage] = useState<Language>(interfaceLanguage);
  const [isNarrow, setNarrow] = useState(false);
  const [value, setValue] = useState<ResponseValue>(null);
  const trial = useMutation({
    mutationFn: () => api.post<TryItemAnswer>("/api/items/try", { item, value }),
  });
  const change = (next: ResponseValue) => {
    setValue(next);
    trial.reset();
  };
  return (
    <section className="preview" aria-label={t("preview.title")}>
      <div className="row-between">
        <h2>{t("preview.title")}</h2>
        <div className="row">
          <div className="segmented" role="group" aria-label={t("account.language")}>
            {(["vi", "en"] as const).map((name) => (
              <button
                key={name}
                type="button"
                className="button small-button"
                aria-pressed={language === name}
                onClick={() => setLanguage(name)}
              >
                {name.toUpperCase()}
              </button>
            ))}
          </div>
          <div className="segmented" role="group" aria-label={t("preview.width")}>
            {[false, true].map((narrow) => (
              <button
                key={String(narrow)}
                type="button"
                className="button small-button"
                aria-pressed={isNarrow === narrow}
                onClick={() => setNarrow(narrow)}
              >
                {t(narrow ? "preview.narrow" : "preview.wide")}
              </button>
            ))}
          </div>
        </div>
      </div>
      <div className={isNarrow ? "preview-paper narrow" : "preview-paper"} lang={language}>
        {unit.stimulus && <StimulusView unit={toPlayerUnit(unit)} language={language} assets={assets} />}
        <ItemView
          item={toPlayerItem(item)}
          language={language}
          value={value}
          onChange={change}
          assets={assets}
        />
      </div>
      <div className="row">
        <button type="button" className="button" disabled={trial.isPending} onClick={() => trial.mutate()}>
          {t("preview.try")}
        </button>
        <span role="status">
          {trial.data && (
            <span className="badge info">
              {trial.data.scored.status === "scored"
                ? t("preview.score", { score: trial.data.scored.score, max: trial.data.scored.maxScore })
                : t(`preview.status.${trial.data.scored.status}`)}
              {trial.data.scored.points !== undefined &&
                ` · ${t("preview.points", { points: trial.data.scored.points })}`}
            </span>
          )}
          {trial.isError && <span className="field-error">{messageOf(trial.error)}</span>}
        </span>
      </div>
    </section>
  );
}
