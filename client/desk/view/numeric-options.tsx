import type { AnalysisBody } from "../../../server/contract/research.js";
import { useLanguage } from "../../shared/staff/use-language.js";

const numbers = [
  ["quadratureNodes", { min: 11, max: 201, step: 2 }],
  ["quadratureRange", { min: 3, max: 12, step: 0.5 }],
  ["tolerance", { min: 1e-9, max: 0.01, step: "any" }],
] as const;

/** The quadrature and the stopping rule of a calibration, and whether its design may fall into parts. */
export function NumericOptions(props: {
  body: AnalysisBody;
  onChange: (change: Partial<AnalysisBody>) => void;
}) {
  const { t } = useLanguage();
  const { body, onChange } = props;
  return (
    <details>
      <summary>{t("analysis.numerics")}</summary>
      <div className="stack">
        <div className="row form-row">
          {numbers.map(([name, attributes]) => (
            <label key={name} className="field">
              <span>{t(`analysis.${name}`)}</span>
              <input
                className="input"
                type="number"
                {...attributes}
                value={body[name]}
                required
                onChange={(event) => onChange({ [name]: event.target.valueAsNumber })}
              />
            </label>
          ))}
        </div>
        <label className="check">
          <input
            type="checkbox"
            checked={body.unconnected ?? false}
            onChange={(event) => onChange({ unconnected: event.target.checked || undefined })}
          />
          <span>
            {t("analysis.unconnected")} <small className="hint">{t("analysis.unconnectedExplained")}</small>
          </span>
        </label>
      </div>
    </details>
  );
}
