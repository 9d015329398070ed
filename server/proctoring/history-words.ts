import type { KeptEntry } from "../responses/entries.js";
import type { SittingLogEntry } from "../sittings/records.service.js";

type Words = { vi: string; en: string };

const minutesOf = (ms: unknown): number => Math.round(Number(ms) / 6_000) / 10;

/** What an event of a sitting is called in its history. */
export function wordsOfEvent({ kind, details, reason }: SittingLogEntry): Words {
  const words = eventWords(kind, details);
  return reason ? { vi: `${words.vi} Lý do: ${reason}`, en: `${words.en} Reason: ${reason}` } : words;
}

function eventWords(kind: SittingLogEntry["kind"], details: SittingLogEntry["details"]): Words {
  const block = String(details.blockId ?? "");
  const minutes = String(details.minutes ?? "");
  switch (kind) {
    case "created":
      return { vi: "Đăng nhập lần đầu.", en: "First login." };
    case "loggedIn":
      return { vi: "Đăng nhập lại trên cùng máy.", en: "Logged in again at the same computer." };
    case "moved":
      return {
        vi: `Chuyển sang máy khác${Number(details.creditMs) > 0 ? `; được bù ${minutesOf(details.creditMs)} phút` : ""}.`,
        en: `Moved to another computer${Number(details.creditMs) > 0 ? `; ${minutesOf(details.creditMs)} minutes were given back` : ""}.`,
      };
    case "authorised":
      return { vi: "Được phép bắt đầu.", en: "Was given leave to begin." };
    case "paused":
      return { vi: "Tạm dừng.", en: "Paused." };
    case "resumed":
      return { vi: "Làm tiếp.", en: "Went on." };
    case "minutesAdded":
      return {
        vi: `Phần ${block}: ${Number(minutes) < 0 ? "bớt" : "thêm"} ${Math.abs(Number(minutes))} phút.`,
        en: `Block ${block}: ${Number(minutes) < 0 ? "took away" : "added"} ${Math.abs(Number(minutes))} minutes.`,
      };
    case "blockStarted":
      return { vi: `Bắt đầu phần ${block}.`, en: `Began block ${block}.` };
    case "blockFinished":
      return { vi: `Hoàn thành phần ${block}.`, en: `Finished block ${block}.` };
    case "timeOver":
      return { vi: `Hết giờ phần ${block}.`, en: `Time was over for block ${block}.` };
    case "submitted":
      return { vi: "Nộp bài.", en: "Handed in." };
    case "ended":
      return { vi: "Bài làm bị kết thúc.", en: "The sitting was ended." };
    case "reopened":
      return { vi: `Mở lại phần ${block}.`, en: `Block ${block} was reopened.` };
    case "message":
      return { vi: `Tin nhắn: ${String(details.text)}`, en: `Message: ${String(details.text)}` };
  }
}

/** What an entry of the device is called in the history; null for those that say nothing to a proctor. */
export function wordsOfEntry(entry: KeptEntry): Words | null {
  const detail = typeof entry.value === "string" ? entry.value : "";
  switch (entry.kind) {
    case "connection":
      return { vi: `Kết nối mạng của máy: ${detail}.`, en: `The device’s connection: ${detail}.` };
    case "blur":
      return { vi: "Rời khỏi cửa sổ bài làm.", en: "Left the test’s window." };
    case "focus":
      return { vi: "Trở lại cửa sổ bài làm.", en: "Came back to the test’s window." };
    case "reload":
      return { vi: "Trang bài làm được tải lại.", en: "The test’s page was loaded again." };
    case "language":
      return { vi: `Đổi ngôn ngữ: ${detail}.`, en: `Changed the language: ${detail}.` };
    case "confirm":
      return { vi: "Xác nhận đúng tên mình.", en: "Confirmed the name." };
    default:
      return null;
  }
}
