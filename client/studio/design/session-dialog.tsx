import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import type { SessionBody, SessionRow } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { textOf } from "../../shared/staff/form.js";

/** ISO time as the browser's date-and-time field wants it, in this computer's zone. */
function toField(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Make a session, or change one. */
export function SessionDialog(props: { studyId: string; session: SessionRow | null; onClose: () => void }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isReversed, setReversed] = useState(false);
  const save = useMutation({
    mutationFn: (body: SessionBody) =>
      props.session ? api.put(`/api/sessions/${props.session.id}`, body) : api.post("/api/sessions", body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["sessions", props.studyId] });
      props.onClose();
    },
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form, name);
    const time = (name: string) => (text(name) ? new Date(text(name)).toISOString() : null);
    const startsAt = time("startsAt");
    const endsAt = time("endsAt");
    const isReversed = startsAt !== null && endsAt !== null && endsAt <= startsAt;
    setReversed(isReversed);
    if (isReversed) return;
    save.mutate({
      studyId: props.studyId,
      title: text("title"),
      place: text("place"),
      startsAt,
      endsAt,
      mustAuthorise: form.get("mustAuthorise") !== null,
      proctorLogins: text("proctors")
        .split(/[\s,;]+/)
        .filter(Boolean),
    });
  };
  return (
    <Dialog title={props.session ? t("session.edit") : t("session.new")} isOpen onClose={props.onClose}>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t("session.title")}</span>
          <input
            className="input"
            name="title"
            required
            maxLength={120}
            defaultValue={props.session?.title}
            autoFocus
          />
        </label>
        <label className="field">
          <span>{t("session.place")}</span>
          <input className="input" name="place" maxLength={160} defaultValue={props.session?.place} />
        </label>
        <label className="field">
          <span>{t("session.startsAt")}</span>
          <input
            className="input"
            name="startsAt"
            type="datetime-local"
            defaultValue={toField(props.session?.startsAt ?? null)}
          />
        </label>
        <label className="field">
          <span>{t("session.endsAt")}</span>
          <input
            className="input"
            name="endsAt"
            type="datetime-local"
            defaultValue={toField(props.session?.endsAt ?? null)}
            aria-describedby="ends-at-hint"
          />
          <small className="hint" id="ends-at-hint">
            {t("session.endsAtHint")}
          </small>
        </label>
        <label className="field">
          <span>{t("session.proctors")}</span>
          <input className="input" name="proctors" defaultValue={props.session?.proctorLogins.join(", ")} />
          <small className="hint">{t("session.proctorsHint")}</small>
        </label>
        <label className="check">
          <input type="checkbox" name="mustAuthorise" defaultChecked={props.session?.mustAuthorise ?? true} />{" "}
          {t("session.mustAuthorise")}
        </label>
        <div role="alert">
          {isReversed && <p className="banner bad">{t("session.endsFirst")}</p>}
          {save.isError && <p className="banner bad">{messageOf(save.error)}</p>}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            {t("act.cancel")}
          </button>
          <button className="button primary" disabled={save.isPending}>
            {t("act.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
