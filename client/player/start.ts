import * as act from "./actions.js";
import { listenToBrowser } from "./browser-events.js";
import { normaliseCode } from "./code.js";
import { deviceIdOf, openDatabase, randomId } from "./database.js";
import { log } from "./journal.js";
import { isConfirmed, letGo, tidyUp } from "./leaving.js";
import { confirm, sendLeftBehind } from "./login.js";
import type { Player } from "./player.js";
import { setOnline } from "./saving.js";
import { answeredCount } from "./select.js";
import { TabLease } from "./tab-lease.js";
import { keepUnwritten, takeUnwritten } from "./unwritten.js";

/** Begin: take up what the device kept, or ask for the code; once, when the page has come. */
export async function start(player: Player, codeInAddress: string | null): Promise<void> {
  let database;
  try {
    database = player.database = await openDatabase();
    player.deviceId = await deviceIdOf(database);
    await takeUnwritten(database);
  } catch {
    player.change((state) => act.askForCode(state, { code: "no-storage", message: "" }));
    return;
  }
  player.lease = new TabLease(database, randomId(), () => letGo(player));
  followBrowser(player);
  const display = await database.get("device", "display");
  if (display && typeof display === "object") player.change((state) => act.setDisplay(state, display));
  const activeId = await database.get("device", "activeSittingId");
  const kept = typeof activeId === "string" ? await database.get("sittings", activeId) : undefined;
  sendLeftBehind(player, kept?.sittingId ?? null);
  if (codeInAddress !== null) {
    player.change((state) => {
      act.askForCode(state);
      state.code = normaliseCode(codeInAddress);
    });
  } else if (!kept) player.change((state) => act.askForCode(state));
  else {
    player.pending = kept;
    player.change((state) => act.askIsThisYou(state, kept.person, true));
    if (isConfirmed(kept.sittingId)) await confirm(player);
  }
}

function followBrowser(player: Player): void {
  listenToBrowser({
    onOnline: () => void player.link?.comeBack(),
    onOffline: () => setOnline(player, false),
    onFocus: (kind) => {
      if (player.state.content && player.state.sitting?.phase === "running") log(player, { kind });
    },
    onShown: () => void player.link?.askState(),
    onHidden: () => player.link?.sync.nudge(0),
    onGone: () => {
      if (player.lease) keepUnwritten(player.lease.tabId, player.link?.outbox.unwritten ?? null);
    },
    onBeat: () => beat(player),
  });
}

/** Tell the room where the test taker is, or ask what is new. */
function beat(player: Player): void {
  const { state, link } = player;
  if (state.isInOtherTab) return;
  // What was not acknowledged when the end came may be by now.
  if (state.sitting?.phase === "ended") void tidyUp(player);
  const unit = state.content?.units[state.unitIndex]?.unit;
  void link?.beat(unit ? { unitId: unit.id, answeredCount: answeredCount(state) } : null);
}
