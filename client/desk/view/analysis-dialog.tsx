import { useState } from "react";
import type { AnalysisBody, StudyOverview } from "../../../server/contract/research.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { useAnalysis } from "../use-analysis.js";
import { ItemChoice } from "./item-choice.js";
import { MissingRules } from "./missing-rules.js";
import { ModelChoice } from "./model-choice.js";
import { ModelOptions } from "./model-options.js";
import { NumericOptions } from "./numeric-options.js";
import { SubjectChoice } from "./subject-choice.js";
import { TestTakerChoice } from "./test-taker-choice.js";

/** What most surveys would start from: item responses as PISA treats them since 2015. */
function defaults(title: string): AnalysisBody {
  return {
    title,
    model: "2pl",
    subjects: [],
    withoutItems: [],
    omitted: "wrong",
    notReached: "notAdministered",
    quadratureNodes: 61,
    quadratureRange: 6,
    tolerance: 1e-6,
  };
}

/** The options of a calibration as a form. It can be saved as the analysis file it stands for, with the scores it would read. */
export function AnalysisDialog({ overview, onClose }: { overview: StudyOverview; onClose: () => void }) {
  const { t, format } = useLanguage();
  const [body, setBody] = useState(() =>
    defaults(t("analysis.startTitle", { date: format.date(new Date()) })),
  );
  const set = (change: Partial<AnalysisBody>) => setBody((now) => ({ ...now, ...change }));
  const { start, save } = useAnalysis(overview.studyId, body, onClose);
  const failed = start.error ?? save.error;
  const scored = overview.items.filter(
    (item) => item.maxScore > 0 && (body.subjects.length === 0 || body.subjects.includes(item.subject)),
  );
  return (
    <Dialog title={t("runs.new")} isOpen onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.reset();
          start.mutate();
        }}
      >
        <label className="field">
          <span>{t("analysis.title")}</span>
          <input
            className="input"
            value={body.title}
            required
            maxLength={120}
            onChange={(event) => set({ title: event.target.value })}
          />
        </label>
        <ModelChoice chosen={body.model} onChange={(model) => set({ model })} />
        <SubjectChoice
          subjects={overview.subjects.filter((subject) =>
            overview.items.some((item) => item.subject === subject && item.maxScore > 0),
          )}
          chosen={body.subjects}
          onChange={(subjects) => set({ subjects })}
        />
        <MissingRules body={body} onChange={set} />
        <ItemChoice
          items={scored}
          without={body.withoutItems}
          onChange={(withoutItems) => set({ withoutItems })}
        />
        <TestTakerChoice
          studyId={overview.studyId}
          chosen={body.testTakers}
          onChange={(testTakers) => set({ testTakers })}
        />
        <details>
          <summary>{t("analysis.more")}</summary>
          <ModelOptions body={body} onChange={set} />
        </details>
        <NumericOptions body={body} onChange={set} />
        <div role="alert">{failed && <p className="banner bad">{messageOf(failed)}</p>}</div>
        <div role="status">
          {save.isSuccess && (
            <p className="banner good">
              <span>
                {t("analysis.saved")} <code>khao analyse analysis.json --out results</code>
              </span>
            </p>
          )}
        </div>
        <div className="dialog-actions">
          <button
            type="button"
            className="button"
            disabled={save.isPending || scored.length < 2}
            onClick={() => {
              start.reset();
              save.mutate();
            }}
          >
            {t("analysis.save")}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("act.cancel")}
          </button>
          <button className="button primary" disabled={start.isPending || scored.length < 2}>
            {t("analysis.start")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
