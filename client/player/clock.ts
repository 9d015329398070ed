/**
 * A block's clock: counts down on the device's monotonic clock from what the server last said. The device's date is never
 * asked, so setting it changes nothing.
 */
export class Clock {
  private readonly now: () => number;
  private setAt = 0;
  private remainingMs: number | null = null;
  private isRunning = false;

  /** @param now milliseconds of a clock that never goes back, such as `performance.now`. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Take what the server says is left; null for a block without a limit. */
  set(remainingMs: number | null, isRunning: boolean): void {
    this.setAt = this.now();
    this.remainingMs = remainingMs;
    this.isRunning = isRunning;
  }

  /** Milliseconds left, never below 0; null without a limit. */
  left(): number | null {
    if (this.remainingMs === null) return null;
    const gone = this.isRunning ? this.now() - this.setAt : 0;
    return Math.max(0, this.remainingMs - gone);
  }

  get isTicking(): boolean {
    return this.isRunning && this.remainingMs !== null;
  }
}

/** Minutes and seconds as people read a clock: 12:05, and 1:02:05 from an hour on. Begun seconds count. */
export function clockText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
