import type { Grouping } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Which groups of a grouping take part; those that are too small cannot. */
export function GroupChecks(props: {
  grouping: Grouping;
  chosen: readonly string[];
  least: number;
  onChange: (chosen: string[]) => void;
}) {
  const { t, local, format } = useLanguage();
  const { grouping, chosen, least } = props;
  const toggle = (id: string) =>
    props.onChange(
      grouping.groups.map((group) => group.id).filter((each) => (each === id) !== chosen.includes(each)),
    );
  return (
    <fieldset>
      <legend>{t("invariance.groups")}</legend>
      <div className="row">
        {grouping.groups.map(({ id, title, n }) => (
          <label key={id} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={n === null}
              onChange={() => toggle(id)}
            />
            <span>
              {local(title)}{" "}
              <small className="hint">
                {n === null ? t("compare.tooSmall", { least }) : `n = ${format.count(n)}`}
              </small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
