import * as act from "./actions.js";
import { Api, Refusal, troubleOf } from "./api.js";
import { answersSoFar, askFresh, estimated, keepLogin, keptFrom } from "./arrival.js";
import { takeState } from "./block-flow.js";
import { normaliseCode } from "./code.js";
import { log } from "./journal.js";
import { keepConfirmed, moveAway, needLogin } from "./leaving.js";
import { Link } from "./link.js";
import type { Player } from "./player.js";
import { readSaving, setOnline, setRefused, setStuck } from "./saving.js";
import { playerVersion } from "./version.js";

/** From the code on the card into the sitting. */

export function typeCode(player: Player, code: string): void {
  player.change((state) => {
    state.code = code;
    state.trouble = null;
  });
}

export async function logIn(player: Player): Promise<void> {
  const { deviceId } = player;
  const { code: typed, isBusy, display } = player.state;
  const code = normaliseCode(typed);
  if (code === "" || isBusy || !player.database) return;
  player.change(act.waitFor);
  try {
    const answer = await Api.logIn({ code, deviceId, playerVersion }, display.language);
    player.pending = keptFrom(answer);
    player.change((state) => act.askIsThisYou(state, answer, false));
  } catch (problem) {
    player.change((state) => act.meetTrouble(state, troubleOf(problem)));
  }
}

/** "Yes, this is me": take the sitting into this tab and go on where it stands. */
export async function confirm(player: Player): Promise<void> {
  const { database, lease, pending } = player;
  if (!pending || !database || !lease) return;
  const { isReturning, display } = player.state;
  player.change(act.waitFor);
  const api = new Api(pending.sittingId, pending.token, display.language);
  try {
    await lease.take(pending.sittingId);
    // The login's own state may be minutes old, and another tab have sent entries until now: their numbers are used.
    const fresh = isReturning ? await askFresh(api) : await api.state();
    const kept = await keepLogin(database, { ...pending, state: fresh ?? estimated(pending) });
    const answers = await answersSoFar(database, api, kept.sittingId, fresh !== null);
    player.startItemId = answers.position;
    const firstFree = Math.max(kept.state.savedThrough + 1, fresh ? 0 : kept.nextSequence);
    player.link = await Link.open(database, kept, firstFree, lease.tabId, api, {
      onState: (sitting) => takeState(player, sitting),
      onMoved: () => moveAway(player),
      onFenced: () => player.change(act.giveToOtherTab),
      onLoginNeeded: () => needLogin(player),
      onOnline: (isOnline) => setOnline(player, isOnline),
      onStuck: (isStuck) => setStuck(player, isStuck),
      onRefused: (isRefused) => setRefused(player, isRefused),
      onSaving: () => readSaving(player),
    });
    player.pending = null;
    keepConfirmed(kept.sittingId);
    player.change((state) => {
      act.enter(state);
      act.takeResponses(state, answers);
      state.dismissedMessageId = kept.dismissedMessageId;
    });
    log(player, { kind: isReturning ? "reload" : "confirm" });
    takeState(player, kept.state);
  } catch (problem) {
    meetOnEntering(player, problem);
  }
}

function meetOnEntering(player: Player, problem: unknown): void {
  if (problem instanceof Refusal && problem.code === "sitting-moved") {
    player.change(act.moveAway);
    // Nobody opens this sitting here again, but what it could not send still counts.
    sendLeftBehind(player, null);
  } else if (problem instanceof Refusal && problem.status === 401) needLogin(player);
  else player.change((state) => act.meetTrouble(state, troubleOf(problem)));
}

/** Nobody waits for this, so its code comes after the first screen; what fails is tried at the next start. */
export function sendLeftBehind({ database, lease }: Player, exceptId: string | null): void {
  if (!database || !lease) return;
  import("./left-behind.js")
    .then((leftBehind) => leftBehind.sendLeftBehind(database, lease.tabId, exceptId))
    .catch(() => undefined);
}
