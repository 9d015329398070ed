import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Design } from "../../../item-bank/types.js";
import type { BalancedDesignAnswer, BlockRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { fixedDesign } from "./design-edits.js";

interface Props {
  design: Design;
  blocks: BlockRow[];
  isReadOnly: boolean;
  onChange: (design: Design) => void;
}

/** One booklet for all, or seven blocks rotated over seven booklets; choosing the latter asks which seven. */
export function DesignKind({ design, blocks, isReadOnly, onChange }: Props) {
  const { t, local } = useLanguage();
  const tests = blocks.filter((row) => row.block.kind === "test");
  const used = [...new Set(design.booklets.flatMap((booklet) => booklet.blockIds))];
  const [chosen, setChosen] = useState<string[]>(used);
  const balance = useMutation({
    mutationFn: () => api.post<BalancedDesignAnswer>("/api/designs/balanced", { blockIds: chosen }),
    onSuccess: ({ booklets }) => onChange({ kind: "balancedIncompleteBlocks", booklets }),
  });
  const toggle = (id: string) =>
    setChosen((now) => (now.includes(id) ? now.filter((other) => other !== id) : [...now, id]));

  if (isReadOnly) return <p>{t(`design.kind.${design.kind}`)}</p>;
  return (
    <fieldset className="card stack">
      <legend className="visually-hidden">{t("design.choose")}</legend>
      <p className="quiet measure">{t("design.explained")}</p>
      <div className="row">
        {tests.map((row) => (
          <label key={row.block.id} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(row.block.id)}
              onChange={() => toggle(row.block.id)}
            />
            <span>
              {row.block.id} <span className="quiet">{local(row.block.title)}</span>
            </span>
          </label>
        ))}
      </div>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={chosen.length === 0}
          onClick={() => onChange(fixedDesign(chosen))}
        >
          {t("design.makeFixed")}
        </button>
        <button
          type="button"
          className="button"
          disabled={chosen.length !== 7 || balance.isPending}
          onClick={() => balance.mutate()}
        >
          {t("design.makeBalanced")}
        </button>
        <span className="quiet small">{t("design.chosen", { count: chosen.length })}</span>
      </div>
      <div role="alert">{balance.isError && <p className="banner bad">{messageOf(balance.error)}</p>}</div>
    </fieldset>
  );
}
