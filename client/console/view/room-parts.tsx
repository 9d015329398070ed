import type { RoomSitting } from "../../../server/contract/room.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { pastEndMs } from "../planned-end.js";
import type { RoomView } from "../state.js";

/** What the table and the tiles are both drawn from. */
export interface RoomParts {
  view: RoomView;
  sittings: RoomSitting[];
  /** `performance.now()` of this drawing. */
  now: number;
  onToggle: (testTakerId: string) => void;
  onOpen: (testTakerId: string) => void;
}

const tone: Record<RoomSitting["phase"], string> = {
  notStarted: "badge",
  waiting: "badge attention",
  ready: "badge info",
  running: "badge info",
  paused: "badge attention",
  submitted: "badge good",
  ended: "badge",
};
const sign: Record<RoomSitting["phase"], string> = {
  notStarted: "○",
  waiting: "✋",
  ready: "◐",
  running: "▶",
  paused: "❚❚",
  submitted: "✓",
  ended: "■",
};

/** The state of a sitting by colour, sign and word together. */
export function PhaseBadge({ phase }: { phase: RoomSitting["phase"] }) {
  const { t } = useLanguage();
  return (
    <span className={tone[phase]}>
      <span aria-hidden="true">{sign[phase]}</span> {t(`phase.${phase}`)}
    </span>
  );
}

/** What needs a hand, in words; nothing when all is calm. */
export function Needs({ sitting }: { sitting: RoomSitting }) {
  const { t } = useLanguage();
  if (sitting.needs.length === 0) return null;
  return (
    <span className="badge attention">⚠ {sitting.needs.map((need) => t(`needs.${need}`)).join(", ")}</span>
  );
}

/** How far the sitting may go past the planned end, by sign and words; nothing where it does not. */
export function PastEnd({ view, sitting, now }: { view: RoomView; sitting: RoomSitting; now: number }) {
  const { t } = useLanguage();
  const past = pastEndMs(view, sitting, now);
  if (past === 0) return null;
  return (
    <span className="badge attention">
      <span aria-hidden="true">⏱</span> {t("room.pastEnd", { count: Math.round(past / 60_000) })}
    </span>
  );
}

/** Connection by sign and word. */
export function Connection({ sitting }: { sitting: RoomSitting }) {
  const { t } = useLanguage();
  // Whoever is done may leave: that the line is down is no news then.
  if (sitting.phase === "submitted" || sitting.phase === "ended") return <span>–</span>;
  const signs = { connected: "●", lost: "✕", never: "–" };
  return (
    <span className={`connection ${sitting.connection}`}>
      <span aria-hidden="true">{signs[sitting.connection]}</span> {t(`connection.${sitting.connection}`)}
    </span>
  );
}

/** Milliseconds as minutes and seconds, "12:05". */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
