import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DifBody, Grouping, Groupings } from "../../../server/contract/comparisons.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { GroupingSelect, GroupSelect, isUsable } from "./grouping-fields.js";

/** The first two groups that are large enough, the larger one as reference. */
function start(grouping: Grouping): Pick<DifBody, "grouping" | "reference" | "focal"> {
  const [first, second] = grouping.groups
    .filter(({ n }) => n !== null)
    .slice(0, 2)
    .sort((a, b) => (b.n ?? 0) - (a.n ?? 0));
  return { grouping: grouping.id, reference: first?.id ?? "", focal: second?.id ?? "" };
}

/** Which groups to compare, and how. */
export function DifForm({ runId, all }: { runId: string; all: Groupings }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const usable = all.groupings.find(isUsable);
  const [body, setBody] = useState<DifBody | null>(() =>
    usable ? { ...start(usable), match: "auto", purify: false, likelihoodRatio: false } : null,
  );
  const ask = useMutation({
    mutationFn: () => api.post(`/api/research/runs/${runId}/dif`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["comparisons", runId] }),
  });
  const grouping = all.groupings.find(({ id }) => id === body?.grouping);
  if (!body || !grouping) {
    return <p className="banner attention">{t("compare.nothing", { least: all.groupSizeMin })}</p>;
  }
  const set = (change: Partial<DifBody>) => setBody({ ...body, ...change });
  const check = (name: "purify" | "likelihoodRatio") => (
    <label className="check">
      <input
        type="checkbox"
        checked={body[name]}
        onChange={(event) => set({ [name]: event.target.checked })}
      />
      <span>
        {t(`dif.${name}`)} <small className="hint">{t(`dif.${name}Explained`)}</small>
      </span>
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
        <GroupSelect
          label={t("dif.reference")}
          grouping={grouping}
          least={all.groupSizeMin}
          chosen={body.reference}
          onChange={(reference) => set({ reference })}
        />
        <GroupSelect
          label={t("dif.focal")}
          grouping={grouping}
          least={all.groupSizeMin}
          chosen={body.focal}
          onChange={(focal) => set({ focal })}
        />
      </div>
      <details>
        <summary>{t("compare.more")}</summary>
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
          {check("purify")}
          {check("likelihoodRatio")}
        </div>
      </details>
      <p className="quiet small measure">{t("compare.privacy", { least: all.groupSizeMin })}</p>
      <div role="alert">{ask.isError && <p className="banner bad">{messageOf(ask.error)}</p>}</div>
      <div>
        <button className="button primary" disabled={ask.isPending || body.reference === body.focal}>
          {t("compare.start")}
        </button>
      </div>
    </form>
  );
}
