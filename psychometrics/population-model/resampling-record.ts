import { message, type Message } from "../messages/message.js";

/** Candidates that a draw's weights should come to. With fewer the draws follow the posterior only roughly. */
const effectiveMin = 6;
/** A share of draws with fewer that is worth a note. */
const shareNoted = 0.01;

/** Keeps account of plausible values that were chosen among weighted candidates. */
export class ResamplingRecord {
  private draws = 0;
  private concentrated = 0;

  /** Take a draw, whose candidates' weights come to so many. */
  add(effectiveCandidates: number): void {
    this.draws++;
    if (effectiveCandidates < effectiveMin) this.concentrated++;
  }

  /** A note where the weights of more than 1 % of the draws are concentrated. */
  notes(): Message[] {
    const share = this.draws > 0 ? this.concentrated / this.draws : 0;
    if (!(share > shareNoted)) return [];
    const percent = Number((100 * share).toPrecision(2));
    return [message("draws-concentrated", { percent, least: effectiveMin })];
  }
}
