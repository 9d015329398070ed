import type { LinkableRun, LinkMethodName } from "../../../server/contract/linking.js";
import { useLanguage } from "../../shared/staff/use-language.js";

const methods: LinkMethodName[] = [
  "stocking-lord",
  "haebara",
  "mean-sigma",
  "mean-mean",
  "mean-geometric-mean",
];

/** A link as it was chosen: which base, which method, robust or not. */
export interface LinkChoice {
  base: string;
  method: LinkMethodName;
  isRobust: boolean;
}

/** Asks which calibration is the base, by which method, and whether robustly. */
export function LinkForm(props: {
  runs: LinkableRun[];
  choice: LinkChoice;
  onChange: (change: Partial<LinkChoice>) => void;
}) {
  const { t, local, format } = useLanguage();
  const { runs, choice, onChange } = props;
  const studies = [...new Set(runs.map(({ studyId }) => studyId))];
  return (
    <div className="card form">
      <div className="row form-row">
        <label className="field">
          <span>{t("linking.base")}</span>
          <select
            className="select"
            value={choice.base}
            onChange={(event) => onChange({ base: event.target.value })}
          >
            <option value="">{t("linking.choose")}</option>
            {studies.map((studyId) => {
              const own = runs.filter((run) => run.studyId === studyId);
              return (
                <optgroup key={studyId} label={local(own[0]?.studyTitle)}>
                  {own.map(({ id, title, finishedAt }) => (
                    <option key={id} value={id}>
                      {title} · {format.dateTime(finishedAt)}
                    </option>
                  ))}
                </optgroup>
              );
            })}
          </select>
        </label>
        <label className="field">
          <span>{t("linking.method")}</span>
          <select
            className="select"
            value={choice.method}
            onChange={(event) => onChange({ method: event.target.value as LinkMethodName })}
          >
            {methods.map((name) => (
              <option key={name} value={name}>
                {t(`linking.methodOf.${name}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={choice.isRobust}
          onChange={(event) => onChange({ isRobust: event.target.checked })}
        />
        <span>
          {t("linking.robust")} <small className="hint">{t("linking.robustExplained")}</small>
        </span>
      </label>
    </div>
  );
}
