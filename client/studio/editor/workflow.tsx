import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import type { ItemStatus } from "../../../item-bank/types.js";
import type { ItemDetail } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useAccount } from "../../shared/staff/use-account.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { goToProblems } from "./problems.js";
import { textOf } from "../../shared/staff/form.js";

/** Where an item can go from where it is; the server says who may. */
const ways: Record<ItemStatus, ItemStatus[]> = {
  draft: ["review"],
  review: ["approved", "draft"],
  approved: ["retired"],
  retired: [],
};

/** Whether an item has to be without errors for this step. */
const needsSound = (to: ItemStatus): boolean => to === "review" || to === "approved";

/** The item's status, and the steps from it, each with a comment that stays in the history. */
export function Workflow({ detail, isChanged }: { detail: ItemDetail; isChanged: boolean }) {
  const { t } = useLanguage();
  const account = useAccount();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<ItemStatus | null>(null);
  const move = useMutation({
    mutationFn: (comment: string) => api.post(`/api/items/${detail.item.id}/status`, { to: asked, comment }),
    onSuccess: async () => {
      setAsked(null);
      await queries.invalidateQueries({ queryKey: ["item", detail.item.id] });
      await queries.invalidateQueries({ queryKey: ["items"] });
    },
  });
  const mayWrite = account?.roles.some((role) => role === "author" || role === "admin") ?? false;
  const hasErrors = detail.problems.some((problem) => problem.severity === "error");
  // The server refuses it too: nobody but an administrator approves what they changed last.
  const isOwn = detail.changedBy === account?.login && !account.roles.includes("admin");
  const steps = mayWrite ? ways[detail.status].filter((to) => to !== "approved" || !isOwn) : [];
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    move.mutate(textOf(new FormData(event.currentTarget), "comment"));
  };
  return (
    <>
      <span
        className={
          detail.status === "approved"
            ? "badge good"
            : detail.status === "review"
              ? "badge attention"
              : "badge"
        }
      >
        {t(`bank.statuses.${detail.status}`)} · {t("history.version", { version: detail.version })}
      </span>
      {steps.map((to) => (
        <button
          key={to}
          type="button"
          className="button"
          disabled={isChanged || (hasErrors && needsSound(to))}
          aria-describedby={isChanged || (hasErrors && needsSound(to)) ? "workflow-reason" : undefined}
          onClick={() => setAsked(to)}
        >
          {t(`workflow.${to}`)}
        </button>
      ))}
      {steps.length > 0 && (isChanged || (hasErrors && steps.some(needsSound))) && (
        <span id="workflow-reason" className="small">
          {isChanged ? (
            t("workflow.saveFirst")
          ) : (
            <button type="button" className="link" onClick={goToProblems}>
              {t("workflow.mendFirst", { count: detail.problems.length })}
            </button>
          )}
        </span>
      )}
      {mayWrite && isOwn && detail.status === "review" && (
        <span className="small">{t("workflow.otherApproves")}</span>
      )}
      {asked && (
        <Dialog title={t(`workflow.${asked}`)} isOpen onClose={() => setAsked(null)}>
          <form className="form" onSubmit={submit}>
            <p className="measure">{t(`workflow.explained.${asked}`)}</p>
            <label className="field">
              <span>{t("workflow.comment")}</span>
              <textarea
                className="textarea"
                name="comment"
                rows={3}
                maxLength={2000}
                // Whoever reviews says why: the author reads it, and it stays in the history.
                required={detail.status === "review"}
                autoFocus
              />
            </label>
            <div role="alert">{move.isError && <p className="banner bad">{messageOf(move.error)}</p>}</div>
            <div className="dialog-actions">
              <button type="button" className="button" onClick={() => setAsked(null)}>
                {t("act.cancel")}
              </button>
              <button className="button primary" disabled={move.isPending}>
                {t(`workflow.${asked}`)}
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
