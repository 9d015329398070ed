import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import type { ItemDetail } from "../../../server/contract/bank.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { textOf } from "../../shared/staff/form.js";

/** What happened to the item, and what people said of it. */
export function HistoryTab({ detail, mayComment }: { detail: ItemDetail; mayComment: boolean }) {
  const { t, format } = useLanguage();
  const queries = useQueryClient();
  const comment = useMutation({
    mutationFn: (text: string) => api.post(`/api/items/${detail.item.id}/comments`, { text }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["item", detail.item.id] }),
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = textOf(new FormData(form), "text");
    comment.mutate(text, { onSuccess: () => form.reset() });
  };
  return (
    <>
      <h2>{t("history.comments")}</h2>
      {detail.comments.length === 0 && <p className="quiet">{t("history.noComments")}</p>}
      <ul className="stack plain-list">
        {detail.comments.map((entry) => (
          <li key={entry.id} className="card">
            <p className="quiet small">
              {entry.by} · {format.dateTime(entry.at)}
            </p>
            <p>{entry.text}</p>
          </li>
        ))}
      </ul>
      {mayComment && (
        <form className="form" onSubmit={submit}>
          <label className="field">
            <span>{t("history.addComment")}</span>
            <textarea className="textarea" name="text" rows={3} required maxLength={2000} />
          </label>
          <div role="alert">
            {comment.isError && <p className="banner bad">{messageOf(comment.error)}</p>}
          </div>
          <button className="button" disabled={comment.isPending}>
            {t("history.send")}
          </button>
        </form>
      )}
      <h2>{t("history.title")}</h2>
      <ol className="plain-list stack" reversed>
        {detail.history.map((entry, index) => (
          <li key={`${entry.at}-${index}`}>
            <span className="quiet small">
              {format.dateTime(entry.at)} · {entry.by} · {t("history.version", { version: entry.version })}
            </span>
            <br />
            {t(`bank.statuses.${entry.status}`)} · {entry.act}
            {entry.comment && ` – ${entry.comment}`}
          </li>
        ))}
      </ol>
    </>
  );
}
