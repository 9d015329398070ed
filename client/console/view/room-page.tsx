import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { Loading } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import type { RoomSitting } from "../../../server/contract/room.js";
import { pastEndMs } from "../planned-end.js";
import { countPhases, inOrder, openHistory, select, toggle } from "../state.js";
import { useRoom } from "../use-room.js";
import { Commands } from "./commands.js";
import { HistoryPanel } from "./history-panel.js";
import { Incidents } from "./incidents.js";
import { RoomTable } from "./room-table.js";
import { RoomTiles } from "./room-tiles.js";
import { SessionEnd } from "./session-end.js";

/** Draw again every second, so that the times left count down. */
function useNow(): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** The room, live: who is where, what needs a hand, and commands for one, some or all. */
export function RoomPage() {
  const { t, format } = useLanguage();
  const { sessionId = "" } = useParams();
  const { view, change } = useRoom(sessionId);
  const [shape, setShape] = useState<"table" | "tiles">("table");
  const [onlyNeeds, setOnlyNeeds] = useState(false);
  const now = useNow();

  const room = view.room;
  if (!room)
    return view.isConnected ? (
      <Loading label={t("room.joining")} />
    ) : (
      <Loading label={t("room.connecting")} />
    );

  const counts = countPhases(room.sittings);
  const ordered = inOrder(room.sittings);
  const shown = onlyNeeds ? ordered.filter((sitting) => sitting.needs.length > 0) : ordered;
  const needing = room.sittings.filter((sitting) => sitting.needs.length > 0).length;
  const opened = room.sittings.find((sitting) => sitting.testTakerId === view.opened);
  const clock = format.time(new Date(now + view.serverOffsetMs));
  const pastEnd = (sittings: RoomSitting[], minutes = 0): number =>
    sittings.filter((sitting) => pastEndMs(view, sitting, now, minutes * 60_000) > 0).length;
  const late = pastEnd(room.sittings);
  const selected = room.sittings.filter((sitting) => view.selected.has(sitting.testTakerId));
  const parts = {
    view,
    sittings: shown,
    now,
    onToggle: (id: string) => change((v) => toggle(v, id)),
    onOpen: (id: string) => change((v) => openHistory(v, id)),
  };

  return (
    <div className="page wide room">
      <div className="page-head">
        <div>
          <h1>{room.sessionTitle}</h1>
          <p className="quiet">
            {[room.place, t(`sessions.status.${room.sessionStatus}`)].filter(Boolean).join(" · ")}
          </p>
        </div>
        <div className="row">
          <SessionEnd view={view} now={now} />
          <span className={view.isConnected ? "badge good" : "badge bad"} role="status">
            {view.isConnected ? t("room.live") : t("room.lost")}
          </span>
          <time className="room-clock" aria-label={t("room.clock")}>
            {clock}
          </time>
          <Link className="button" to={`/${sessionId}/cards`}>
            {t("sessions.cards")}
          </Link>
        </div>
      </div>
      {!view.isConnected && <p className="banner attention">{t("room.lostExplained")}</p>}
      <p className="row room-counts">
        {(["notStarted", "waiting", "ready", "running", "paused", "submitted", "ended"] as const).map(
          (phase) =>
            counts[phase] > 0 && (
              <span key={phase}>
                <strong>{counts[phase]}</strong> {t(`phase.${phase}`)}
              </span>
            ),
        )}
        <span className={needing > 0 ? "badge attention" : "badge good"}>
          {needing > 0 ? t("room.needing", { count: needing }) : t("room.calm")}
        </span>
        {late > 0 && (
          <span className="badge attention">
            <span aria-hidden="true">⏱</span> {t("room.latecomers", { count: late })}
          </span>
        )}
      </p>
      <Commands
        room={room}
        selected={[...view.selected]}
        pastEndWith={(minutes) => pastEnd(selected, minutes)}
        onSelect={(ids) => change((v) => select(v, ids))}
      />
      <div className="row-between no-print">
        <label className="check">
          <input type="checkbox" checked={onlyNeeds} onChange={() => setOnlyNeeds(!onlyNeeds)} />
          {t("room.onlyNeeds")}
        </label>
        <div className="segmented" role="group" aria-label={t("room.shape")}>
          {(["table", "tiles"] as const).map((name) => (
            <button
              key={name}
              className="button"
              aria-pressed={shape === name}
              onClick={() => setShape(name)}
            >
              {t(`room.${name}`)}
            </button>
          ))}
        </div>
      </div>
      <div className={opened ? "room-body with-panel" : "room-body"}>
        {shape === "table" ? <RoomTable {...parts} /> : <RoomTiles {...parts} />}
        {opened && (
          <HistoryPanel
            sessionId={sessionId}
            sitting={opened}
            version={room.version}
            onClose={() => change((v) => openHistory(v, null))}
          />
        )}
      </div>
      <Incidents sessionId={sessionId} sittings={room.sittings} selected={[...view.selected]} />
    </div>
  );
}
