import type { Grouping, Groupings, InvarianceBody } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { ComparisonForm, type ComparisonFields } from "./comparison-form.js";
import { GroupChecks } from "./group-checks.js";

/** RMSDs that surveys free items above; `rmsdThresholds` of the library has the sources. */
const thresholds = [0.12, 0.1, 0.25, 0.3] as const;

const usual = { threshold: thresholds[0], freePerRound: 1, responsesMin: 50 };

/** Every group that is large enough. */
function start({ id, groups }: Grouping, before: InvarianceBody | null): InvarianceBody {
  const large = groups.filter(({ n }) => n !== null).map((group) => group.id);
  return { ...(before ?? usual), grouping: id, groups: large };
}

/** Over which groups items are to be invariant, and from which deviation on they are freed. */
export function InvarianceForm({ runId, all }: { runId: string; all: Groupings }) {
  const { t } = useLanguage();
  return (
    <ComparisonForm<InvarianceBody>
      runId={runId}
      all={all}
      kind="invariance"
      start={start}
      isComplete={({ groups }) => groups.length > 1}
      startLabel={t("invariance.start")}
      beside={(fields) => <Threshold {...fields} />}
      below={({ body, set, grouping }) => (
        <GroupChecks
          grouping={grouping}
          chosen={body.groups}
          least={all.groupSizeMin}
          onChange={(groups) => set({ groups })}
        />
      )}
      more={(fields) => (
        <div className="row form-row">
          <Count {...fields} name="freePerRound" min={1} max={20} />
          <Count {...fields} name="responsesMin" min={0} max={10_000} />
        </div>
      )}
    />
  );
}

type Fields = ComparisonFields<InvarianceBody>;

function Threshold({ body, set }: Fields) {
  const { t, format } = useLanguage();
  return (
    <label className="field">
      <span>{t("invariance.threshold")}</span>
      <select
        className="select"
        value={body.threshold}
        onChange={(event) => set({ threshold: Number(event.target.value) })}
      >
        {thresholds.map((threshold) => (
          <option key={threshold} value={threshold}>
            {format.number(threshold)} – {t(`invariance.thresholdOf.${String(threshold).replace(".", "_")}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Count(props: Fields & { name: "freePerRound" | "responsesMin"; min: number; max: number }) {
  const { t } = useLanguage();
  const { body, set, name, min, max } = props;
  return (
    <label className="field">
      <span>{t(`invariance.${name}`)}</span>
      <input
        className="input"
        type="number"
        min={min}
        max={max}
        step={1}
        required
        value={body[name]}
        onChange={(event) => set({ [name]: event.target.valueAsNumber })}
      />
    </label>
  );
}
