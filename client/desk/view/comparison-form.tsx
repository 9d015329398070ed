import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { ComparisonRow, Grouping, Groupings } from "../../../server/contract/comparisons.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { GroupingSelect, isUsable } from "./grouping-fields.js";

/** What the fields of a kind of comparison are drawn from. */
export interface ComparisonFields<Body> {
  body: Body;
  set: (change: Partial<Body>) => void;
  grouping: Grouping;
}

interface Props<Body> {
  runId: string;
  all: Groupings;
  kind: ComparisonRow["ask"]["kind"];
  /** What is asked for where a grouping is chosen: some of its groups, and the rest as it was, or as it usually is. */
  start: (grouping: Grouping, before: Body | null) => Body;
  isComplete: (body: Body) => boolean;
  startLabel: string;
  /** In the row of the grouping. */
  beside: (fields: ComparisonFields<Body>) => ReactNode;
  /** Below the row. */
  below?: (fields: ComparisonFields<Body>) => ReactNode;
  /** What few need to change. */
  more: (fields: ComparisonFields<Body>) => ReactNode;
}

/** Asks for a comparison of groups: by what to group, the fields of its kind, and why small groups are left out. */
export function ComparisonForm<Body extends { grouping: string }>(props: Props<Body>) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const { runId, all, start } = props;
  const usable = all.groupings.find(isUsable);
  const [body, setBody] = useState<Body | null>(() => (usable ? start(usable, null) : null));
  const ask = useMutation({
    mutationFn: () => api.post(`/api/research/runs/${runId}/${props.kind}`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["comparisons", runId] }),
  });
  const grouping = all.groupings.find(({ id }) => id === body?.grouping);
  if (!body || !grouping) {
    return <p className="banner attention">{t("compare.nothing", { least: all.groupSizeMin })}</p>;
  }
  const fields = { body, grouping, set: (change: Partial<Body>) => setBody({ ...body, ...change }) };
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <div className="row form-row">
        <GroupingSelect
          all={all}
          chosen={body.grouping}
          onChange={(chosen) => chosen && setBody(start(chosen, body))}
        />
        {props.beside(fields)}
      </div>
      {props.below?.(fields)}
      <details>
        <summary>{t("compare.more")}</summary>
        {props.more(fields)}
      </details>
      <p className="quiet small measure">{t("compare.privacy", { least: all.groupSizeMin })}</p>
      <div role="alert">{ask.isError && <p className="banner bad">{messageOf(ask.error)}</p>}</div>
      <div>
        <button className="button primary" disabled={ask.isPending || !props.isComplete(body)}>
          {props.startLabel}
        </button>
      </div>
    </form>
  );
}
