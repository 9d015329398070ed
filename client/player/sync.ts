import type { SaveEntriesAnswer } from "../../server/contract/sitting.js";
import { Refusal } from "./api.js";
import type { Batch, Outbox } from "./outbox.js";

interface Options {
  outbox: Pick<Outbox, "batch" | "forget" | "stored">;
  /** Carries a batch to the server, over whichever door is open. */
  send: (batch: Batch) => Promise<SaveEntriesAnswer>;
  /** The network or the server came or went. */
  onOnline: (isOnline: boolean) => void;
  /** The server answers but cannot save now, or can again. */
  onStuck: (isStuck: boolean) => void;
  /** The server answered and refused; null when it takes entries again. */
  onRefused: (refusal: Refusal | null) => void;
  /** Waits between failed attempts, in milliseconds: doubled each time from the first to the last. */
  firstWaitMs?: number;
  lastWaitMs?: number;
}

/** Changes made within this time travel in one batch. */
export const gatherMs = 800;

/**
 * Carries entries from the outbox to the server: one batch at a time, again after every failure, until `savedThrough`
 * covers them. Nothing is given up: what the server refuses stays in the outbox and is shown.
 */
export class Sync {
  private readonly options: Options;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private dueAt = Infinity;
  private running: Promise<void> | null = null;
  private failureCount = 0;
  private isStopped = false;

  constructor(options: Options) {
    this.options = options;
  }

  /** Send within `delayMs`; sooner where that was asked for before. After failures the growing wait holds, unless `isUrgent`. */
  nudge(delayMs = gatherMs, isUrgent = false): void {
    if (this.isStopped) return;
    if (isUrgent) this.failureCount = 0;
    const wait = this.failureCount > 0 ? Math.max(delayMs, this.waitMs()) : delayMs;
    const dueAt = Date.now() + wait;
    if (this.timer !== null && !isUrgent && this.dueAt <= dueAt) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.sendAll().catch(() => undefined);
    }, wait);
  }

  /**
   * Send everything now.
   *
   * @throws {Refusal} what stood in the way; the entries are still in the outbox and are sent again later.
   */
  async flush(): Promise<void> {
    // A run under way may have taken its last batch already; what came since needs one of its own.
    await this.running?.catch(() => undefined);
    await this.sendAll();
  }

  stop(): void {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private sendAll(): Promise<void> {
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    const { outbox, send, onOnline, onStuck, onRefused } = this.options;
    try {
      // On the disk before on the wire: what the server has seen must never be missing here.
      await outbox.stored();
      for (let batch = outbox.batch(); batch && !this.isStopped; batch = outbox.batch()) {
        const { savedThrough } = await send(batch);
        onOnline(true);
        const first = batch.entries[0]?.sequence ?? 0;
        if (savedThrough < first)
          throw new Refusal(409, "gap", `the server has entries up to ${savedThrough} only`);
        await outbox.forget(batch.epoch, savedThrough);
        this.failureCount = 0;
        onStuck(false);
      }
      onRefused(null);
    } catch (problem) {
      const refusal = problem instanceof Refusal ? problem : new Refusal(0, "unreachable", String(problem));
      this.failureCount += 1;
      if (refusal.status === 0) onOnline(false);
      else if (refusal.isServersFault) {
        onOnline(true);
        onStuck(true);
      } else if (!refusal.isPassing) onRefused(refusal);
      this.nudge(0);
      throw refusal;
    }
  }

  private waitMs(): number {
    const { firstWaitMs = 1_000, lastWaitMs = 15_000 } = this.options;
    const wait = Math.min(lastWaitMs, firstWaitMs * 2 ** (this.failureCount - 1));
    // A room full of computers that lost the same server must not all come back in the same moment.
    return wait * (0.75 + Math.random() / 2);
  }
}
