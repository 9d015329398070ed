import { describe, expect, it } from "vitest";
import { sessionClosed, wordsOfEntry, wordsOfEvent } from "../../../server/proctoring/history-words.js";
import type { KeptEntry } from "../../../server/responses/entries.js";
import type { SittingLogEntry } from "../../../server/sittings/records.service.js";

const titles: Record<string, { vi?: string; en?: string }> = {
  BL1: { vi: "Toán 1", en: "Mathematics 1" },
  BL2: { vi: "Toán 2" },
};
const event = (over: Partial<SittingLogEntry>) =>
  wordsOfEvent({ details: {}, reason: "", by: "testTaker", ...over } as SittingLogEntry, (id) => titles[id]);

describe("a sitting's history", () => {
  it("calls a block by its title, in the other language where it has none, and by its id where it is unknown", () => {
    const began = (blockId: string) => event({ kind: "blockStarted", details: { blockId } });
    expect(began("BL1")).toEqual({ vi: "Bắt đầu phần “Toán 1”.", en: "Began block “Mathematics 1”." });
    expect(began("BL2").en).toBe("Began block “Toán 2”.");
    expect(began("BL3").en).toBe("Began block BL3.");
  });

  it("says a proctor's reason as it was typed, and the server's in both languages", () => {
    expect(event({ kind: "ended", by: "proctor", reason: sessionClosed }).vi).toContain(sessionClosed);
    expect(event({ kind: "ended", by: "server", reason: sessionClosed })).toEqual({
      vi: "Bài làm bị kết thúc. Lý do: ca thi được đóng.",
      en: "The sitting was ended. Reason: the session was closed.",
    });
  });

  it("counts minutes that were given and taken", () => {
    const minutes = (count: number) =>
      event({ kind: "minutesAdded", details: { blockId: "BL1", minutes: count } });
    expect(minutes(1).en).toBe("Block “Mathematics 1”: added 1 minute.");
    expect(minutes(-5).en).toBe("Block “Mathematics 1”: took away 5 minutes.");
    expect(minutes(-5).vi).toBe("Phần “Toán 1”: bớt 5 phút.");
  });

  it("says what the device sent in words", () => {
    const entry = (kind: string, value: string) => wordsOfEntry({ kind, value } as KeptEntry)?.vi;
    expect(entry("connection", "lost")).toBe("Kết nối mạng của máy: mất.");
    expect(entry("language", "en")).toBe("Đổi ngôn ngữ: tiếng Anh.");
  });
});
