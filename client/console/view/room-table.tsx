import type { RoomSitting } from "../../../server/contract/room.js";
import { DataTable, type Column } from "../../shared/staff/data-table.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { remainingNow } from "../state.js";
import { Connection, minutesAndSeconds, Needs, PastEnd, PhaseBadge, type RoomParts } from "./room-parts.js";

/** The room as a table, a row a test taker; rows that need a hand come first until another column is sorted by. */
export function RoomTable({ view, sittings, now, onToggle, onOpen }: RoomParts) {
  const { t, local, format } = useLanguage();
  const remaining = (row: RoomSitting) => remainingNow(view, row, now);
  const columns: Column<RoomSitting>[] = [
    {
      id: "select",
      label: t("room.choose"),
      cell: (row) => (
        <input
          type="checkbox"
          aria-label={t("room.chooseOne", { name: row.name })}
          checked={view.selected.has(row.testTakerId)}
          onChange={() => onToggle(row.testTakerId)}
        />
      ),
    },
    {
      id: "name",
      label: t("room.name"),
      sortValue: (row) => row.name.split(" ").at(-1) ?? row.name,
      cell: (row) => (
        <span className="one-line">
          <button className="link" onClick={() => onOpen(row.testTakerId)}>
            {row.name}
          </button>
          <br />
          <span className="quiet small">
            {row.schoolNumber} · <code>{row.code}</code>
          </span>
        </span>
      ),
    },
    {
      id: "phase",
      label: t("room.state"),
      sortValue: (row) => row.phase,
      cell: (row) => (
        <span className="row">
          <PhaseBadge phase={row.phase} /> <Needs sitting={row} />
          <PastEnd view={view} sitting={row} now={now} />
        </span>
      ),
    },
    {
      id: "place",
      label: t("room.where"),
      cell: (row) =>
        row.blockNumber === 0 ? (
          "–"
        ) : (
          <>
            {t("room.block", { number: row.blockNumber, count: row.blockCount })}
            {row.blockTitle && ` · ${local(row.blockTitle)}`}
            {row.unitTitle && (
              <>
                <br />
                <span className="quiet small">{local(row.unitTitle)}</span>
              </>
            )}
          </>
        ),
    },
    {
      id: "answered",
      label: t("room.answered"),
      align: "end",
      sortValue: (row) => row.answeredCount,
      cell: (row) => (row.itemCount === 0 ? "–" : `${row.answeredCount} / ${row.itemCount}`),
    },
    {
      id: "remaining",
      label: t("room.remaining"),
      explanation: t("room.remainingExplained"),
      align: "end",
      sortValue: remaining,
      cell: (row) => {
        const left = remaining(row);
        return (
          <>
            {left === null || isOver(row) ? "–" : minutesAndSeconds(left)}
            {row.extraMinutes !== 0 && !isOver(row) && (
              <>
                <br />
                <span className="quiet small">
                  {t("room.extra", { minutes: format.number(row.extraMinutes, 0) })}
                </span>
              </>
            )}
          </>
        );
      },
    },
    {
      id: "connection",
      label: t("room.connection"),
      sortValue: (row) => row.connection,
      cell: (row) => (
        <>
          <Connection sitting={row} />
          {row.deviceCount > 1 && (
            <span className="quiet small"> · {t("room.devices", { count: row.deviceCount })}</span>
          )}
        </>
      ),
    },
    {
      id: "saved",
      label: t("room.saved"),
      explanation: t("room.savedExplained"),
      align: "end",
      sortValue: (row) => row.lastSavedAt,
      cell: (row) => ago(row.lastSavedAt, t),
    },
  ];
  return (
    <DataTable
      caption={t("room.table")}
      columns={columns}
      rows={sittings}
      rowKey={(row) => row.testTakerId}
      rowClass={(row) => (row.needs.length > 0 ? "needs-hand" : undefined)}
    />
  );
}

/** Nothing is left of a time that is over, nor of the minutes that were added to it. */
const isOver = ({ phase }: RoomSitting): boolean => phase === "submitted" || phase === "ended";

function ago(iso: string | null, t: (key: string, values?: Record<string, unknown>) => string): string {
  if (iso === null) return "–";
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(iso)) / 1000));
  if (seconds < 60) return t("room.secondsAgo", { count: seconds });
  return t("room.minutesAgo", { count: Math.round(seconds / 60) });
}
