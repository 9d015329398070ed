import type { DifBody, Grouping, Groupings } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { ComparisonForm, type ComparisonFields } from "./comparison-form.js";
import { GroupSelect } from "./grouping-fields.js";

const usual = { match: "auto", purify: false, likelihoodRatio: false } as const;

/** The first two groups that are large enough, the larger one as reference. */
function start(grouping: Grouping, before: DifBody | null): DifBody {
  const [first, second] = grouping.groups
    .filter(({ n }) => n !== null)
    .slice(0, 2)
    .sort((a, b) => (b.n ?? 0) - (a.n ?? 0));
  const groups = { reference: first?.id ?? "", focal: second?.id ?? "" };
  return { ...(before ?? usual), grouping: grouping.id, ...groups };
}

/** Which groups to compare, and how. */
export function DifForm({ runId, all }: { runId: string; all: Groupings }) {
  const { t } = useLanguage();
  return (
    <ComparisonForm<DifBody>
      runId={runId}
      all={all}
      kind="dif"
      start={start}
      isComplete={({ reference, focal }) => reference !== focal}
      startLabel={t("compare.start")}
      beside={({ body, set, grouping }) =>
        (["reference", "focal"] as const).map((role) => (
          <GroupSelect
            key={role}
            label={t(`dif.${role}`)}
            grouping={grouping}
            least={all.groupSizeMin}
            chosen={body[role]}
            onChange={(id) => set({ [role]: id })}
          />
        ))
      }
      more={(fields) => <Matching {...fields} />}
    />
  );
}

function Matching({ body, set }: ComparisonFields<DifBody>) {
  const { t } = useLanguage();
  return (
    <div className="stack">
      <label className="field">
        <span>{t("dif.match")}</span>
        <select
          className="select"
          value={body.match}
          onChange={(event) => set({ match: event.target.value as DifBody["match"] })}
        >
          {(["auto", "score", "ability"] as const).map((match) => (
            <option key={match} value={match}>
              {t(`dif.matchOn.${match}`)}
            </option>
          ))}
        </select>
      </label>
      {(["purify", "likelihoodRatio"] as const).map((name) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={body[name]}
            onChange={(event) => set({ [name]: event.target.checked })}
          />
          <span>
            {t(`dif.${name}`)} <small className="hint">{t(`dif.${name}Explained`)}</small>
          </span>
        </label>
      ))}
    </div>
  );
}
