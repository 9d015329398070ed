import type { AnalysisBody } from "../../../server/contract/research.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { modelPresets } from "./model-options.js";

/** Which model a calibration takes, with a line on what it says. */
export function ModelChoice(props: {
  chosen: AnalysisBody["model"];
  onChange: (model: AnalysisBody["model"]) => void;
}) {
  const { t } = useLanguage();
  return (
    <fieldset>
      <legend>{t("analysis.model")}</legend>
      {modelPresets.map((model) => (
        <label key={model} className="check">
          <input
            type="radio"
            name="model"
            checked={props.chosen === model}
            onChange={() => props.onChange(model)}
          />
          <span>
            {t(`model.${model}`)} <small className="hint">{t(`model.${model}Explained`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
