import { useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import type { CommandAnswer, CommandBody, RoomState } from "../../../server/contract/room.js";
import { api } from "../../shared/staff/api.js";
import { Dialog } from "../../shared/staff/dialog.js";
import { messageOf } from "../../shared/staff/problem.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { textOf } from "../../shared/staff/form.js";

type Act = CommandBody["act"];
/** What is commanded, without for whom. */
type Asked = Omit<CommandBody, "commandId" | "testTakerIds">;
/** These ask for a reason or a text before they are sent. */
const asking: Act[] = ["addMinutes", "end", "reopen", "message"];

function newCommandId(): string {
  // Lab rooms are served by plain http, where crypto.randomUUID is missing; getRandomValues is there.
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Commands for the selected test takers. Each has an id, so that sending it twice does it once. */
export function Commands({
  room,
  selected,
  pastEndWith,
  onSelect,
}: {
  room: RoomState;
  selected: string[];
  /** How many of the selected may go past the planned end with so many minutes more. */
  pastEndWith: (minutes: number) => number;
  onSelect: (ids: string[]) => void;
}) {
  const { t } = useLanguage();
  const [asked, setAsked] = useState<Act | null>(null);
  const send = useMutation({
    mutationFn: (command: Asked) =>
      api.post<CommandAnswer>(`/api/sessions/${room.sessionId}/commands`, {
        ...command,
        commandId: newCommandId(),
        testTakerIds: selected,
      }),
    onSuccess: () => setAsked(null),
  });
  const all = room.sittings.map((sitting) => sitting.testTakerId);
  const nameOf = (id: string) => room.sittings.find((sitting) => sitting.testTakerId === id)?.name ?? id;
  const refused = send.data?.results.filter((result) => !result.done) ?? [];
  const doneWords = ({ act, minutes = 0 }: Asked, count: number): string => {
    const done = act === "addMinutes" && minutes < 0 ? "takeMinutes" : act;
    return t(`commands.done.${done}`, { count, minutes: t("room.minutes", { count: Math.abs(minutes) }) });
  };
  const press = (act: Act) => {
    send.reset();
    if (asking.includes(act)) setAsked(act);
    else send.mutate({ act });
  };

  return (
    <div className="card commands no-print" role="group" aria-label={t("commands.title")}>
      <div className="row">
        <strong>{t("commands.selected", { count: selected.length })}</strong>
        <button className="button small-button" onClick={() => onSelect(all)}>
          {t("commands.all")}
        </button>
        <button className="button small-button" disabled={selected.length === 0} onClick={() => onSelect([])}>
          {t("commands.none")}
        </button>
        <button
          className="button small-button"
          onClick={() =>
            onSelect(room.sittings.filter((s) => s.phase === "waiting").map((s) => s.testTakerId))
          }
        >
          {t("commands.waiting")}
        </button>
      </div>
      <div className="row">
        {(["authorise", "pause", "resume", "addMinutes", "message", "reopen", "end"] as Act[]).map((act) => (
          <button
            key={act}
            className={act === "end" ? "button danger" : "button"}
            disabled={selected.length === 0 || send.isPending}
            onClick={() => press(act)}
          >
            {t(`commands.${act}`)}
            {asking.includes(act) && "…"}
          </button>
        ))}
      </div>
      <div role="status">
        {send.data && !send.isPending && (
          <p className={refused.length > 0 ? "banner attention" : "banner good"}>
            {send.data.results.length > refused.length &&
              doneWords(send.variables, send.data.results.length - refused.length)}
            {refused.map((result) => ` ${nameOf(result.testTakerId)}: ${result.message}`).join("")}
          </p>
        )}
      </div>
      <div role="alert">
        {send.isError && !asked && <p className="banner bad">{messageOf(send.error)}</p>}
      </div>
      {asked && (
        <AskDialog
          act={asked}
          names={selected.map(nameOf)}
          pastEndWith={pastEndWith}
          problem={send.isError ? messageOf(send.error) : null}
          isBusy={send.isPending}
          onClose={() => setAsked(null)}
          onSend={(extra) => send.mutate({ act: asked, ...extra })}
        />
      )}
    </div>
  );
}

function AskDialog(props: {
  act: Act;
  names: string[];
  pastEndWith: (minutes: number) => number;
  problem: string | null;
  isBusy: boolean;
  onClose: () => void;
  onSend: (extra: { minutes?: number; reason?: string; text?: string }) => void;
}) {
  const { t } = useLanguage();
  const [minutes, setMinutes] = useState(5);
  const late = props.act === "addMinutes" && minutes > 0 ? props.pastEndWith(minutes) : 0;
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const words = textOf(form, "words");
    if (props.act === "message") props.onSend({ text: words });
    else if (props.act === "addMinutes") props.onSend({ minutes, reason: words });
    else props.onSend({ reason: words });
  };
  const shown = props.names.slice(0, 3).join(", ");
  const more = props.names.length - 3;
  return (
    <Dialog title={t(`commands.${props.act}`)} isOpen onClose={props.onClose}>
      <form className="form" onSubmit={submit}>
        <p>
          {more > 0
            ? t("commands.forMany", { names: shown, count: more })
            : t("commands.forSome", { names: shown })}
        </p>
        {props.act === "end" && <p className="banner attention">{t("commands.endExplained")}</p>}
        {props.act === "addMinutes" && (
          <label className="field">
            <span>{t("commands.minutes")}</span>
            <input
              className="input"
              name="minutes"
              type="number"
              min={-120}
              max={120}
              step={1}
              value={Number.isNaN(minutes) ? "" : minutes}
              onChange={(event) => setMinutes(event.currentTarget.valueAsNumber)}
              required
              autoFocus
            />
          </label>
        )}
        <div role="status">
          {late > 0 && <p className="banner attention">{t("commands.pastEnd", { count: late })}</p>}
        </div>
        <label className="field">
          <span>{props.act === "message" ? t("commands.text") : t("commands.reason")}</span>
          <textarea
            className="textarea"
            name="words"
            rows={3}
            maxLength={400}
            required
            autoFocus={props.act !== "addMinutes"}
          />
        </label>
        <div role="alert">{props.problem && <p className="banner bad">{props.problem}</p>}</div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={props.onClose}>
            {t("act.cancel")}
          </button>
          <button
            className={props.act === "end" ? "button danger" : "button primary"}
            disabled={props.isBusy}
          >
            {t(`commands.${props.act}`)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
