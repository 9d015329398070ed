import { entriesIn, segmentsOf } from "../responses/ledgers.service.js";
import { eventsOf } from "../sittings/records.service.js";
import type { StudyData } from "../research/study-data.service.js";
import { plain } from "./study-tables.js";
import type { CellValue, Table } from "./table.js";
import { idColumn } from "./variables.js";

const player = { vi: "Trình làm bài", en: "Player" };
const server = { vi: "Máy chủ", en: "Server" };

/** So many sittings' entries are read at once. */
const sittingsAtOnce = 20;

/** Everything the player noted, one row each, in the order in which it happened on the device. */
export function eventsTable({ sittings }: StudyData): Table {
  return {
    name: "events.csv",
    title: { vi: "Nhật ký thao tác, mỗi dòng một thao tác", en: "Process data, a row per event" },
    columns: [
      idColumn,
      plain(
        "epoch",
        "integer",
        "Máy tính thứ mấy của lượt làm bài, từ 0",
        "Which computer of the sitting, from 0",
        server,
      ),
      plain("sequence", "integer", "Số thứ tự trên máy đó, từ 0", "Number on that computer, from 0", player),
      plain(
        "elapsed_ms",
        "number",
        "Mili giây từ khi mở trình làm bài",
        "Milliseconds since the player was loaded",
        player,
      ),
      plain("received_at", "time", "Lúc máy chủ nhận, UTC", "When the server took it, UTC", server),
      plain("kind", "nominal", "Loại thao tác", "Kind of event", player),
      plain("item", "id", "Câu hỏi", "Item", player),
      plain("value", "text", "Giá trị dưới dạng JSON", "Value as JSON", player),
      plain(
        "flags",
        "text",
        "Điều bất thường, cách nhau bằng dấu cách",
        "What was unusual, separated by spaces",
        server,
      ),
    ],
    async *rows() {
      for (let first = 0; first < sittings.length; first += sittingsAtOnce) {
        const batch = sittings.slice(first, first + sittingsAtOnce);
        const segments = await segmentsOf(batch.map(({ _id }) => _id));
        for (const { _id, testTakerId } of batch) {
          for (const entry of entriesIn(segments.filter(({ sittingId }) => sittingId === _id))) {
            const row: CellValue[] = [
              testTakerId,
              entry.epoch,
              entry.sequence,
              entry.elapsedMs,
              new Date(entry.receivedAtMs).toISOString(),
              entry.kind,
              entry.itemId?.replaceAll("-", "_") ?? null,
              entry.value === undefined ? null : JSON.stringify(entry.value),
              entry.flags.length === 0 ? null : entry.flags.join(" "),
            ];
            yield row;
          }
        }
      }
    },
  };
}

/**
 * What happened to each sitting: blocks, pauses, extra minutes, moves to another computer. Who did it and the words of
 * reasons and messages are left out, because they can name people.
 */
export function sittingEventsTable({ sittings }: StudyData): Table {
  const detail = (value: string | number | boolean | null | undefined): CellValue =>
    typeof value === "string" || typeof value === "number" ? value : null;
  return {
    name: "sitting_events.csv",
    title: { vi: "Diễn biến của lượt làm bài", en: "What happened to each sitting" },
    columns: [
      idColumn,
      plain("at", "time", "Lúc nào, UTC", "When, UTC", server),
      plain("kind", "nominal", "Việc gì", "What", server),
      plain("by", "nominal", "Ai: testTaker, staff hoặc server", "Who: testTaker, staff or server", server),
      plain("block", "id", "Phần", "Block", server),
      plain(
        "used_ms",
        "number",
        "Thời gian đã dùng của phần, mili giây",
        "Time used of the block, milliseconds",
        server,
      ),
      plain("granted_ms", "number", "Thời gian được thêm, mili giây", "Time granted, milliseconds", server),
    ],
    async *rows() {
      for (const { _id, testTakerId } of sittings) {
        for (const { atMs, kind, by, details } of await eventsOf(_id)) {
          yield [
            testTakerId,
            new Date(atMs).toISOString(),
            kind,
            by === "testTaker" || by === "server" ? by : "staff",
            detail(details.blockId),
            detail(details.usedMs),
            detail(details.grantedMs ?? details.creditMs),
          ];
        }
      }
    },
  };
}
