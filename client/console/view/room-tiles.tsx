import { useLanguage } from "../../shared/staff/use-language.js";
import { remainingNow } from "../state.js";
import { Connection, minutesAndSeconds, Needs, PastEnd, PhaseBadge, type RoomParts } from "./room-parts.js";

/** The room as tiles in the order of the seats, for a look from across the room. */
export function RoomTiles({ view, sittings, now, onToggle, onOpen }: RoomParts) {
  const { t } = useLanguage();
  return (
    <ul className="room-tiles plain-list" aria-label={t("room.tiles")}>
      {sittings.map((sitting) => {
        const left = remainingNow(view, sitting, now);
        const isSelected = view.selected.has(sitting.testTakerId);
        const classes = [
          "card",
          "room-tile",
          sitting.needs.length > 0 && "needs-hand",
          isSelected && "is-selected",
        ];
        return (
          <li key={sitting.testTakerId} className={classes.filter(Boolean).join(" ")}>
            <label className="check">
              <input type="checkbox" checked={isSelected} onChange={() => onToggle(sitting.testTakerId)} />
              <strong>{sitting.name}</strong>
            </label>
            <PhaseBadge phase={sitting.phase} />
            <Needs sitting={sitting} />
            <PastEnd view={view} sitting={sitting} now={now} />
            <progress
              max={Math.max(1, sitting.itemCount)}
              value={sitting.answeredCount}
              aria-label={t("room.answeredOf", { answered: sitting.answeredCount, count: sitting.itemCount })}
            />
            <span className="row-between small">
              <Connection sitting={sitting} />
              <span className="number">{left === null ? "" : minutesAndSeconds(left)}</span>
            </span>
            <button className="link small" onClick={() => onOpen(sitting.testTakerId)}>
              {t("room.history")}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
