import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Grouping, Groupings, InvarianceBody } from "../../../server/contract/comparisons.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { GroupingSelect, isUsable } from "./grouping-fields.js";

/** RMSDs that surveys free items above; `rmsdThresholds` of the library has the sources. */
const thresholds = [0.12, 0.1, 0.25, 0.3] as const;

/** Every group that is large enough. */
const start = ({ id, groups }: Grouping): Pick<InvarianceBody, "grouping" | "groups"> => ({
  grouping: id,
  groups: groups.filter(({ n }) => n !== null).map((group) => group.id),
});

/** Over which groups items are to be invariant, and from which deviation on they are freed. */
export function InvarianceForm({ runId, all }: { runId: string; all: Groupings }) {
  const { t, local, format } = useLanguage();
  const queries = useQueryClient();
  const usable = all.groupings.find(isUsable);
  const [body, setBody] = useState<InvarianceBody | null>(() =>
    usable ? { ...start(usable), threshold: 0.12, freePerRound: 1, responsesMin: 50 } : null,
  );
  const ask = useMutation({
    mutationFn: () => api.post(`/api/research/runs/${runId}/invariance`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["comparisons", runId] }),
  });
  const grouping = all.groupings.find(({ id }) => id === body?.grouping);
  if (!body || !grouping) {
    return <p className="banner attention">{t("compare.nothing", { least: all.groupSizeMin })}</p>;
  }
  const set = (change: Partial<InvarianceBody>) => setBody({ ...body, ...change });
  const toggle = (id: string) =>
    set({
      groups: grouping.groups
        .map((group) => group.id)
        .filter((each) => (each === id) !== body.groups.includes(each)),
    });
  const number = (name: "freePerRound" | "responsesMin", min: number, max: number) => (
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
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <div className="row form-row">
        <GroupingSelect all={all} chosen={body.grouping} onChange={(chosen) => set(start(chosen))} />
        <label className="field">
          <span>{t("invariance.threshold")}</span>
          <select
            className="select"
            value={body.threshold}
            onChange={(event) => set({ threshold: Number(event.target.value) })}
          >
            {thresholds.map((threshold) => (
              <option key={threshold} value={threshold}>
                {format.number(threshold)} –{" "}
                {t(`invariance.thresholdOf.${String(threshold).replace(".", "_")}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <fieldset>
        <legend>{t("invariance.groups")}</legend>
        <div className="row">
          {grouping.groups.map(({ id, title, n }) => (
            <label key={id} className="check">
              <input
                type="checkbox"
                checked={body.groups.includes(id)}
                disabled={n === null}
                onChange={() => toggle(id)}
              />
              <span>
                {local(title)}{" "}
                <small className="hint">
                  {n === null ? t("compare.tooSmall", { least: all.groupSizeMin }) : `n = ${format.count(n)}`}
                </small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <details>
        <summary>{t("compare.more")}</summary>
        <div className="row form-row">
          {number("freePerRound", 1, 20)}
          {number("responsesMin", 0, 10_000)}
        </div>
      </details>
      <p className="quiet small measure">{t("compare.privacy", { least: all.groupSizeMin })}</p>
      <div role="alert">{ask.isError && <p className="banner bad">{messageOf(ask.error)}</p>}</div>
      <div>
        <button className="button primary" disabled={ask.isPending || body.groups.length < 2}>
          {t("invariance.start")}
        </button>
      </div>
    </form>
  );
}
