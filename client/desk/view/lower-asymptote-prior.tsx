import type { AnalysisBody } from "../../../server/contract/research.js";
import { useLanguage } from "../../shared/staff/use-language.js";

type Prior = AnalysisBody["lowerAsymptotePrior"];
type Density = NonNullable<Prior>;

/** Where none is given: its mode is 0.2, a guess among five options. The normal one has its middle there too. */
const usual: { [Kind in Density["kind"]]: Extract<Density, { kind: Kind }> } = {
  beta: { kind: "beta", alpha: 5, beta: 17 },
  "normal-logit": { kind: "normal-logit", mean: -1.4, standardDeviation: 0.5 },
};

/** The prior of the 3PL's lower asymptotes: of which kind, with which values. */
export function LowerAsymptotePrior(props: { prior: Prior; onChange: (prior: Prior) => void }) {
  const { t, format } = useLanguage();
  const { onChange } = props;
  const prior = props.prior === undefined ? usual.beta : props.prior;
  const number = (name: string, value: number, min: number, max: number, set: (value: number) => Density) => (
    <label className="field">
      <span>{t(`analysis.prior.${name}`)}</span>
      <input
        className="input"
        type="number"
        min={min}
        max={max}
        step="any"
        required
        value={value}
        onChange={(event) => onChange(set(event.target.valueAsNumber))}
      />
    </label>
  );
  return (
    <>
      <div className="row form-row">
        <label className="field">
          <span>{t("analysis.prior.kind")}</span>
          <select
            className="select"
            value={prior?.kind ?? "none"}
            onChange={({ target: { value } }) =>
              onChange(value === "none" ? null : usual[value as Density["kind"]])
            }
          >
            {(["beta", "normal-logit", "none"] as const).map((kind) => (
              <option key={kind} value={kind}>
                {t(`analysis.prior.of.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        {prior?.kind === "beta" && (
          <>
            {number("alpha", prior.alpha, 1.1, 1000, (alpha) => ({ ...prior, alpha }))}
            {number("beta", prior.beta, 1.1, 1000, (beta) => ({ ...prior, beta }))}
          </>
        )}
        {prior?.kind === "normal-logit" && (
          <>
            {number("mean", prior.mean, -10, 10, (mean) => ({ ...prior, mean }))}
            {number("standardDeviation", prior.standardDeviation, 0.01, 10, (standardDeviation) => ({
              ...prior,
              standardDeviation,
            }))}
          </>
        )}
      </div>
      <p className="quiet small measure">
        {prior === null
          ? t("analysis.prior.noneExplained")
          : t("analysis.prior.explained", { middle: format.number(middleOf(prior)) })}
      </p>
    </>
  );
}

/** The most likely c of a beta density, the middle one of a normal density of its log-odds. */
function middleOf(prior: Density): number {
  if (prior.kind === "beta") return (prior.alpha - 1) / (prior.alpha + prior.beta - 2);
  return 1 / (1 + Math.exp(-prior.mean));
}
