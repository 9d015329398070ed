import type { AnalysisBody } from "../../../server/contract/research.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** How a calibration counts what was omitted, and what was not reached. */
export function MissingRules(props: {
  body: AnalysisBody;
  onChange: (change: Partial<AnalysisBody>) => void;
}) {
  const { t } = useLanguage();
  return (
    <div className="row form-row">
      {(["omitted", "notReached"] as const).map((name) => (
        <label key={name} className="field">
          <span>{t(`analysis.${name}`)}</span>
          <select
            className="select"
            value={props.body[name]}
            onChange={(event) => props.onChange({ [name]: event.target.value as AnalysisBody["omitted"] })}
          >
            <option value="wrong">{t("analysis.wrong")}</option>
            <option value="notAdministered">{t("analysis.notAdministered")}</option>
          </select>
        </label>
      ))}
    </div>
  );
}
