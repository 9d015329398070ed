import type { Database } from "./database.js";
import { takeUnwritten } from "./unwritten.js";

type Word = { word: "taking" | "released"; sittingId: string; tabId: string };

/** The session storage's word that this tab held the lease when it was reloaded, so that nobody has to be asked. */
const leftKey = "khao-lease-left";

/** A frozen tab cannot answer; after this long the sitting is taken without it, and its writes are refused. */
const waitForReleaseMs = 700;

/**
 * One tab at a time writes a sitting. A new tab asks the others to let go, waits for a moment, and then holds the lease in
 * IndexedDB, which every write checks. `navigator.locks` would do this, but plain http does not have it.
 */
export class TabLease {
  readonly tabId: string;
  private readonly database: Database;
  private readonly channel = new BroadcastChannel("khao-player");
  private sittingId: string | null = null;

  /** @param letGo finishes what is being written; called when another tab wants the sitting. */
  constructor(database: Database, tabId: string, letGo: () => Promise<void>) {
    this.database = database;
    this.tabId = tabId;
    // Written only on the way out: a duplicated tab copies the session storage of one that still lives.
    addEventListener("pagehide", () => {
      if (this.sittingId !== null) sessionStorage.setItem(leftKey, tabId);
    });
    this.channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      if (data.word !== "taking" || data.tabId === tabId || data.sittingId !== this.sittingId) return;
      this.sittingId = null;
      void letGo().finally(() => this.say("released", data.sittingId));
    });
  }

  async take(sittingId: string): Promise<void> {
    const holder = await this.database.get("device", `lease:${sittingId}`);
    const isFree =
      holder === undefined || holder === this.tabId || holder === sessionStorage.getItem(leftKey);
    sessionStorage.removeItem(leftKey);
    if (!isFree) await this.askToLetGo(sittingId);
    // A tab that held the sitting may have gone since this one began, even while it was asked: what it left is told by its
    // lease, which ends here.
    await takeUnwritten(this.database);
    await this.database.put("device", this.tabId, `lease:${sittingId}`);
    this.sittingId = sittingId;
  }

  private askToLetGo(sittingId: string): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.channel.removeEventListener("message", hear);
        resolve();
      };
      const hear = ({ data }: MessageEvent<Word>) => {
        if (data.word === "released" && data.sittingId === sittingId) done();
      };
      const timer = setTimeout(done, waitForReleaseMs);
      this.channel.addEventListener("message", hear);
      this.say("taking", sittingId);
    });
  }

  private say(word: Word["word"], sittingId: string): void {
    this.channel.postMessage({ word, sittingId, tabId: this.tabId } satisfies Word);
  }
}
