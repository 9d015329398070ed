import { counted } from "../counted.js";
import { namesOf } from "../accounts/accounts.service.js";
import type { HistoryEntry } from "../contract/room.js";
import { isLate, type KeptEntry } from "../responses/entries.js";
import { conflictsOf, entriesOf } from "../responses/ledgers.service.js";
import { session } from "../sessions/sessions.service.js";
import { eventsOf, findRecordOfTestTaker } from "../sittings/records.service.js";
import { studyPackage } from "../studies/studies.service.js";
import { wordsOfEntry, wordsOfEvent } from "./history-words.js";

/** What happened to a test taker's sitting, newest first: what the server decided, and what the device reported. */
export async function historyOf(sessionId: string, testTakerId: string): Promise<HistoryEntry[]> {
  const record = await findRecordOfTestTaker(testTakerId);
  if (!record || record.sessionId !== sessionId) return [];
  const [events, entries, conflicts, room] = await Promise.all([
    eventsOf(record._id),
    entriesOf(record._id),
    conflictsOf(record._id),
    session(sessionId),
  ]);
  const [pkg, names] = await Promise.all([
    studyPackage(room.studyId),
    namesOf([...new Set(events.map(({ by }) => by))]),
  ]);
  const titleOf = (blockId: string) => pkg.blocks[blockId]?.title;
  const history: (HistoryEntry & { atMs: number })[] = [
    ...events.map((event) => ({
      ...line(event.atMs, event.kind, event.by, wordsOfEvent(event, titleOf)),
      byName: names.get(event.by) ?? null,
    })),
    ...entries.flatMap((entry) => {
      const words = wordsOfEntry(entry);
      return words ? [line(entry.receivedAtMs, entry.kind, "device", words)] : [];
    }),
    ...lateLines(entries),
    ...conflicts.map(({ receivedAtMs, sequence }) =>
      line(receivedAtMs, "conflict", "device", {
        vi: `Máy gửi nội dung khác cho mục ${sequence} đã lưu; bản đầu được giữ, bản sau được ghi lại.`,
        en: `The device sent another content for entry ${sequence}, which was kept; the first stands, the other is on record.`,
      }),
    ),
  ];
  return history.sort((a, b) => b.atMs - a.atMs).map(({ atMs: _, ...entry }) => entry);
}

/** Late entries come in batches: one line for those that arrived together. */
function lateLines(entries: readonly KeptEntry[]): (HistoryEntry & { atMs: number })[] {
  const byArrival = new Map<number, number>();
  for (const entry of entries.filter(isLate)) {
    byArrival.set(entry.receivedAtMs, (byArrival.get(entry.receivedAtMs) ?? 0) + 1);
  }
  return [...byArrival].map(([atMs, count]) =>
    line(atMs, "late", "device", {
      vi: `${count} mục đến sau khi hết giờ; được giữ và đánh dấu, không tính vào bài làm.`,
      en: `${counted(count, "entry", "entries")} arrived after the time was over: kept and flagged, not counted.`,
    }),
  );
}

function line(
  atMs: number,
  kind: string,
  by: string,
  text: HistoryEntry["text"],
): HistoryEntry & { atMs: number } {
  return { atMs, at: new Date(atMs).toISOString(), kind, by, byName: null, text };
}
