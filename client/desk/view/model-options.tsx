import type { AnalysisBody } from "../../../server/contract/research.js";
import { LowerAsymptotePrior } from "./lower-asymptote-prior.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** The choices of the form, the simplest first. */
export const modelPresets = ["rasch", "2pl", "3pl", "grm", "rsm", "nominal"] as const;

type Models = NonNullable<AnalysisBody["models"]>;

const byType = {
  choice: ["rasch", "1pl", "2pl", "3pl"],
  rightWrong: ["rasch", "1pl", "2pl"],
  severalScores: ["pcm", "rsm", "gpcm", "grm", "nominal"],
} as const;

/** A model for each type of item, and the prior of the 3PL. */
export function ModelOptions(props: {
  body: AnalysisBody;
  onChange: (change: Partial<AnalysisBody>) => void;
}) {
  const { t } = useLanguage();
  const { body, onChange } = props;
  const chosen = body.models ?? {};
  const setModel = (type: keyof Models, name: string) => {
    const { [type]: _, ...others } = chosen;
    const models = name === "" ? others : { ...others, [type]: name };
    onChange({ models: Object.keys(models).length > 0 ? models : undefined });
  };
  const hasAsymptotes = (chosen.choice ?? (body.model === "3pl" ? "3pl" : "")) === "3pl";
  return (
    <div className="stack">
      <p className="quiet small measure">{t("analysis.byType")}</p>
      <div className="row form-row">
        {(["choice", "rightWrong", "severalScores"] as const).map((type) => (
          <label key={type} className="field">
            <span>{t(`analysis.type.${type}`)}</span>
            <select
              className="select"
              value={chosen[type] ?? ""}
              onChange={(event) => setModel(type, event.target.value)}
            >
              <option value="">{t("analysis.asChosen")}</option>
              {byType[type].map((name) => (
                <option key={name} value={name}>
                  {t(`itemModel.${name}`)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {hasAsymptotes && (
        <LowerAsymptotePrior
          prior={body.lowerAsymptotePrior}
          onChange={(lowerAsymptotePrior) => onChange({ lowerAsymptotePrior })}
        />
      )}
    </div>
  );
}
