import { counted } from "../counted.js";
import type { Localised } from "../../item-bank/types.js";
import type { KeptEntry } from "../responses/entries.js";
import type { SittingLogEntry } from "../sittings/records.service.js";

type Words = { vi: string; en: string };

/** A block's title in each language; undefined where the study's package has no such block. */
type TitleOf = (blockId: string) => Localised<string> | undefined;

/** The reason that the server gives when it ends the sittings of a session that is closed. */
export const sessionClosed = "session closed";

const minutesOf = (ms: unknown): number => Math.round(Number(ms) / 6_000) / 10;

/** What an event of a sitting is called in its history. */
export function wordsOfEvent({ kind, details, reason, by }: SittingLogEntry, titleOf: TitleOf): Words {
  const words = eventWords(kind, details, titleOf);
  const why = reasonWords(reason, by);
  return why ? { vi: `${words.vi} Lý do: ${why.vi}`, en: `${words.en} Reason: ${why.en}` } : words;
}

/** A proctor's reason as it was typed; the server's own in both languages. */
function reasonWords(reason: string, by: string): Words | null {
  if (!reason) return null;
  if (by === "server" && reason === sessionClosed)
    return { vi: "ca thi được đóng.", en: "the session was closed." };
  return { vi: reason, en: reason };
}

/** A block's title in quotes, in the other language where it has none in this one; its id where the title is not known. */
function blockWords(blockId: string, titleOf: TitleOf): Words {
  const title = titleOf(blockId);
  const vi = title?.vi ?? title?.en;
  const en = title?.en ?? title?.vi;
  return { vi: vi ? `“${vi}”` : blockId, en: en ? `“${en}”` : blockId };
}

function eventWords(
  kind: SittingLogEntry["kind"],
  details: SittingLogEntry["details"],
  titleOf: TitleOf,
): Words {
  const block = blockWords(String(details.blockId ?? ""), titleOf);
  const minutes = Number(details.minutes);
  const count = Math.abs(minutes);
  switch (kind) {
    case "created":
      return { vi: "Đăng nhập lần đầu.", en: "First login." };
    case "loggedIn":
      return { vi: "Đăng nhập lại trên cùng máy.", en: "Logged in again at the same computer." };
    case "moved":
      return {
        vi: `Chuyển sang máy khác${Number(details.creditMs) > 0 ? `; được bù ${minutesOf(details.creditMs)} phút` : ""}.`,
        en: `Moved to another computer${Number(details.creditMs) > 0 ? `; ${counted(minutesOf(details.creditMs), "minute was", "minutes were")} given back` : ""}.`,
      };
    case "authorised":
      return { vi: "Được phép bắt đầu.", en: "Was given leave to begin." };
    case "paused":
      return { vi: "Tạm dừng.", en: "Paused." };
    case "resumed":
      return { vi: "Làm tiếp.", en: "Went on." };
    case "minutesAdded":
      return {
        vi: `Phần ${block.vi}: ${minutes < 0 ? "bớt" : "thêm"} ${count} phút.`,
        en: `Block ${block.en}: ${minutes < 0 ? "took away" : "added"} ${counted(count, "minute", "minutes")}.`,
      };
    case "blockStarted":
      return { vi: `Bắt đầu phần ${block.vi}.`, en: `Began block ${block.en}.` };
    case "blockFinished":
      return { vi: `Hoàn thành phần ${block.vi}.`, en: `Finished block ${block.en}.` };
    case "timeOver":
      return { vi: `Hết giờ phần ${block.vi}.`, en: `Time was over for block ${block.en}.` };
    case "submitted":
      return { vi: "Nộp bài.", en: "Handed in." };
    case "ended":
      return { vi: "Bài làm bị kết thúc.", en: "The sitting was ended." };
    case "reopened":
      return { vi: `Mở lại phần ${block.vi}.`, en: `Block ${block.en} was reopened.` };
    case "message":
      return { vi: `Tin nhắn: ${String(details.text)}`, en: `Message: ${String(details.text)}` };
  }
}

/** What the device tells of its connection, and the languages, in words; anything else stands as it was sent. */
const detailWords: Record<string, Words> = {
  lost: { vi: "mất", en: "lost" },
  back: { vi: "có lại", en: "back" },
  vi: { vi: "tiếng Việt", en: "Vietnamese" },
  en: { vi: "tiếng Anh", en: "English" },
};

/** What an entry of the device is called in the history; null for those that say nothing to a proctor. */
export function wordsOfEntry(entry: KeptEntry): Words | null {
  const sent = typeof entry.value === "string" ? entry.value : "";
  const detail = detailWords[sent] ?? { vi: sent, en: sent };
  switch (entry.kind) {
    case "connection":
      return { vi: `Kết nối mạng của máy: ${detail.vi}.`, en: `The device’s connection: ${detail.en}.` };
    case "blur":
      return { vi: "Rời khỏi cửa sổ bài làm.", en: "Left the test’s window." };
    case "focus":
      return { vi: "Trở lại cửa sổ bài làm.", en: "Came back to the test’s window." };
    case "reload":
      return { vi: "Trang bài làm được tải lại.", en: "The test’s page was loaded again." };
    case "language":
      return { vi: `Đổi ngôn ngữ: ${detail.vi}.`, en: `Changed the language: ${detail.en}.` };
    case "confirm":
      return { vi: "Xác nhận đúng tên mình.", en: "Confirmed the name." };
    default:
      return null;
  }
}
