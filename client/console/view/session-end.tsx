import { useLanguage } from "../../shared/staff/use-language.js";
import { isLongPast, untilEndMs } from "../planned-end.js";
import type { RoomView } from "../state.js";

/** From here on the end is near: it is shown in the colour of what wants attention, and spoken. */
const nearMs = 10 * 60_000;
const veryNearMs = 5 * 60_000;

/** The planned end of the session and the time until it; nothing where none is planned. */
export function SessionEnd({ view, now }: { view: RoomView; now: number }) {
  const { t, format } = useLanguage();
  const left = untilEndMs(view, now);
  if (left === null || !view.room?.endsAt) return null;
  const end = new Date(view.room.endsAt);
  const isToday = end.toDateString() === new Date(now + view.serverOffsetMs).toDateString();
  const at = isToday ? format.time(end) : format.dateTime(view.room.endsAt);
  const span = (ms: number): string => {
    const minutes = Math.ceil(ms / 60_000);
    if (minutes < 60) return t("room.minutes", { count: minutes });
    return t("room.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
  // An end of another day wants nobody's attention any more: when it was is enough.
  if (isLongPast(left)) return <span className="badge session-end">{t("room.endWasLongAgo", { at })}</span>;
  const words =
    left > 0
      ? t("room.endsAt", { at, left: span(left) })
      : t("room.endWas", { at, ago: span(Math.max(1, -left)) });
  // Spoken when the end comes near and when it is there, not at every minute.
  const spoken = left > nearMs ? "" : left > veryNearMs ? span(nearMs) : left > 0 ? span(veryNearMs) : "0";
  return (
    <>
      <span className={left > nearMs ? "badge session-end" : "badge attention session-end"}>
        <span aria-hidden="true">⏱</span> {words}
      </span>
      <span className="visually-hidden" role="status">
        {spoken === ""
          ? ""
          : spoken === "0"
            ? t("room.endIsNow", { at })
            : t("room.endIsNear", { left: spoken })}
      </span>
    </>
  );
}
