import { useQuery } from "@tanstack/react-query";
import type { HistoryEntry, RoomSitting } from "../../../server/contract/room.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";

interface Props {
  sessionId: string;
  sitting: RoomSitting;
  /** The room's version: a change asks for the history again. */
  version: number;
  onClose: () => void;
}

/** The booklets of a design are numbered, and called "Đề 4" or "Booklet 4" from their ids; other ids are names already. */
const bookletWords = (bookletId: string): string => bookletId.replace(/^BOOKLET-(?=\d+$)/, "");

/** What happened with one test taker, newest first. */
export function HistoryPanel({ sessionId, sitting, version, onClose }: Props) {
  const { t, language, format } = useLanguage();
  const history = useQuery({
    queryKey: ["history", sessionId, sitting.testTakerId, version],
    queryFn: () =>
      api.get<HistoryEntry[]>(`/api/sessions/${sessionId}/test-takers/${sitting.testTakerId}/history`),
    placeholderData: (before) => before,
  });
  const by = (entry: HistoryEntry) => entry.byName ?? t(`history.by.${entry.by}`, { defaultValue: entry.by });
  return (
    <aside className="card room-panel" aria-label={t("history.title", { name: sitting.name })}>
      <div className="row-between">
        <h2>{sitting.name}</h2>
        <button className="button small-button" onClick={onClose}>
          {t("act.close")}
        </button>
      </div>
      <dl className="definition small">
        <dt>{t("history.code")}</dt>
        <dd>
          <code>{sitting.code}</code>
        </dd>
        <dt>{t("history.booklet")}</dt>
        <dd>{bookletWords(sitting.bookletId)}</dd>
        <dt>{t("room.answered")}</dt>
        <dd>
          {sitting.answeredCount} / {sitting.itemCount}
        </dd>
      </dl>
      <Loaded query={history}>
        {(entries) => (
          <ol className="history plain-list">
            {entries.map((entry, index) => (
              <li key={`${entry.at}-${index}`}>
                <time dateTime={entry.at} className="quiet small">
                  {format.dateTime(entry.at)}
                </time>
                <br />
                {entry.text[language]} <span className="quiet small">({by(entry)})</span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </aside>
  );
}
