import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { Link } from "react-router";
import type { ItemProblem } from "../../../item-bank/problems.js";
import type { Item, Unit } from "../../../item-bank/types.js";
import type { ItemDetail } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { LeaveWarning } from "../../shared/staff/leave-warning.js";
import { messageOf } from "../../shared/staff/problem.js";
import { SaveState } from "../../shared/staff/save-state.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { LocalisedMarkupField } from "./fields/markup-field.js";
import { goToField } from "./go-to-field.js";
import { HistoryTab } from "./history-tab.js";
import { InteractionEditor } from "./interactions/index.js";
import { MetadataTab } from "./metadata-tab.js";
import { Preview } from "./preview.js";
import { Problems } from "./problems.js";
import { RubricTab } from "./rubric-tab.js";
import { useDebounced } from "./use-debounced.js";
import { UnitTab } from "./unit-tab.js";
import { Workflow } from "./workflow.js";

type Tab = "content" | "unit" | "rubric" | "metadata" | "history";

/** The author's desk: what is typed stands in the preview at once, is checked as it is typed, and is kept by Save. */
export function ItemDesk({
  detail,
  savedAt,
  onSaved,
}: {
  detail: ItemDetail;
  savedAt: Date | null;
  onSaved: () => void;
}) {
  const { t } = useLanguage();
  const account = useAccount();
  const queries = useQueryClient();
  const [item, setItem] = useState<Item>(detail.item);
  const [unit, setUnit] = useState<Unit>(detail.unit);
  const [tab, setTab] = useState<Tab>("content");
  const isChanged = item !== detail.item || unit !== detail.unit;

  const mayWrite = account?.roles.some((role) => role === "author" || role === "admin") ?? false;
  const problems = useProblems(item, unit, detail);
  const save = useMutation({
    mutationFn: async () => {
      if (unit !== detail.unit)
        await api.put(`/api/units/${unit.id}`, { revision: detail.unitRevision, unit });
      if (item !== detail.item) await api.put(`/api/items/${item.id}`, { revision: detail.revision, item });
    },
    onSuccess: async () => {
      onSaved();
      await queries.invalidateQueries({ queryKey: ["item", item.id] });
      await queries.invalidateQueries({ queryKey: ["items"] });
    },
  });

  const go = (path: string) => {
    // The field is on the screen only once its tab is.
    flushSync(() => setTab(tabOf(path)));
    // What is wrong with the key is mended in the interaction's fields.
    if (!goToField(path.replace(/^\/scoring\b.*$/u, "/interaction")))
      document.getElementById("tab-panel")?.focus();
  };
  const tabs: Tab[] = [
    "content",
    "unit",
    ...(item.interaction.kind === "extendedText" ? (["rubric"] as const) : []),
    "metadata",
    "history",
  ];
  return (
    <>
      <div className="page-head">
        <h1>
          <Link to="/" className="small">
            {t("places.items")}
          </Link>{" "}
          / {item.id}
        </h1>
        <div className="row">
          <SaveState isChanged={isChanged} savedAt={savedAt} />
          <Workflow detail={detail} isChanged={isChanged} />
          {mayWrite && (
            <button
              className="button primary"
              disabled={!isChanged || save.isPending}
              onClick={() => save.mutate()}
            >
              {detail.isFrozen ? t("editor.saveAsNext", { version: detail.version + 1 }) : t("act.save")}
            </button>
          )}
        </div>
      </div>
      {detail.isFrozen && (
        <p className="banner info">
          {t("editor.frozen", { version: detail.version, next: detail.version + 1 })}
        </p>
      )}
      <div role="alert">{save.isError && <p className="banner bad">{messageOf(save.error)}</p>}</div>
      {/* While saving is under way the answer replaces the desk; leaving then loses nothing. */}
      <LeaveWarning isChanged={isChanged && !save.isSuccess} />
      <div className="item-desk">
        <div className="stack">
          <div className="tabs" role="tablist" aria-label={item.id}>
            {tabs.map((name) => (
              <button
                key={name}
                type="button"
                role="tab"
                className="tab"
                id={`tab-${name}`}
                aria-selected={tab === name}
                aria-controls="tab-panel"
                onClick={() => setTab(name)}
              >
                {t(`editor.tabs.${name}`)}
              </button>
            ))}
          </div>
          <fieldset
            id="tab-panel"
            role="tabpanel"
            tabIndex={-1}
            aria-labelledby={`tab-${tab}`}
            className="stack"
            disabled={!mayWrite && tab !== "history"}
          >
            {tab === "content" && (
              <>
                <LocalisedMarkupField
                  label={t("editor.stem")}
                  path="/stem"
                  rows={4}
                  value={item.stem}
                  onChange={(stem) => setItem({ ...item, stem })}
                />
                <div className="stack" data-path="/interaction">
                  <InteractionEditor item={item} onChange={setItem} />
                </div>
              </>
            )}
            {tab === "unit" && <UnitTab unit={unit} assets={detail.assets} onChange={setUnit} />}
            {tab === "rubric" && <RubricTab item={item} onChange={setItem} />}
            {tab === "metadata" && <MetadataTab item={item} onChange={setItem} />}
            {tab === "history" && <HistoryTab detail={detail} mayComment={mayWrite} />}
          </fieldset>
          <Problems problems={problems} onGo={go} />
        </div>
        <Preview item={item} unit={unit} assets={detail.assets} />
      </div>
    </>
  );
}

/** Problems of what stands on the screen, asked for when the author pauses; those of the saved item until then. */
function useProblems(item: Item, unit: Unit, detail: ItemDetail): ItemProblem[] {
  const settled = useDebounced(item, 600);
  const settledUnit = useDebounced(unit, 600);
  const isSaved = settled === detail.item && settledUnit === detail.unit;
  const check = useQuery({
    queryKey: ["check", settled, settledUnit],
    queryFn: () =>
      api.post<{ problems: ItemProblem[] }>("/api/items/check", { item: settled, unit: settledUnit }),
    enabled: !isSaved,
    placeholderData: (before) => before,
  });
  return isSaved ? detail.problems : (check.data?.problems ?? detail.problems);
}

/** The tab on which a problem's place is edited. */
function tabOf(path: string): Tab {
  if (path.startsWith("/unit")) return "unit";
  if (path.startsWith("/rubric")) return "rubric";
  if (path.startsWith("/metadata") || path.startsWith("/maxScore")) return "metadata";
  return "content";
}
