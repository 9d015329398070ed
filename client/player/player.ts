import type { SittingState } from "../../server/contract/sitting.js";
import type { Language, ResponseValue } from "../../item-bank/types.js";
import * as act from "./actions.js";
import { Api, Refusal, troubleOf } from "./api.js";
import { answersSoFar, askFresh, estimated, keepLogin, keptFrom } from "./arrival.js";
import { listenToBrowser } from "./browser-events.js";
import { Clock } from "./clock.js";
import { normaliseCode } from "./code.js";
import { loadContent } from "./content.js";
import {
  changeKept,
  deviceIdOf,
  forgetSitting,
  ofSitting,
  openDatabase,
  randomId,
  type Database,
  type KeptSitting,
} from "./database.js";
import { moment, normalised } from "./entry-values.js";
import { Link, type LinkListener } from "./link.js";
import type { NewEntry } from "./outbox.js";
import { answeredCount, currentBlock, mayAnswer, unitOfItem } from "./select.js";
import { defaults, type Display, type PlayerState } from "./state.js";
import { Store } from "./store.js";
import { gatherMs } from "./sync.js";
import { TabLease } from "./tab-lease.js";
import { playerVersion } from "./version.js";

/** Says, for this tab's life, that the person was asked "is this you?": a reload goes on without asking again. */
const confirmedKey = "khao-confirmed";
/** How soon a step that the network prevented is tried again. */
const retryMs = 3_000;

/**
 * The player without its screens: holds the state, does what the test taker asks for, and keeps device and server in step.
 * The view subscribes to it and calls its verbs; nothing here knows of React.
 */
export class Player extends Store<PlayerState> {
  readonly clock = new Clock();
  private database: Database | null = null;
  private deviceId = "";
  private lease: TabLease | null = null;
  private link: Link | null = null;
  /** A login that waits for "is this you?". */
  private pending: KeptSitting | null = null;
  private timeUp: ReturnType<typeof setTimeout> | undefined;
  private isLoading = false;

  constructor(language: Language) {
    super(defaults(language));
  }

  /** Begin: take up what the device kept, or ask for the code. */
  async start(codeInAddress: string | null): Promise<void> {
    try {
      this.database = await openDatabase();
      this.deviceId = await deviceIdOf(this.database);
    } catch {
      this.change((state) => act.askForCode(state, { code: "no-storage", message: "" }));
      return;
    }
    const database = this.database;
    this.lease = new TabLease(database, randomId(), () => this.letGo());
    listenToBrowser({
      onOnline: () => void this.link?.comeBack(),
      onOffline: () => this.listener().onOnline(false),
      onFocus: (kind) => this.logInBlock({ kind }),
      onShown: () => void this.link?.askState(),
      onHidden: () => this.link?.sync.nudge(0),
      onBeat: () => this.beat(),
    });
    const display = await database.get("device", "display");
    if (display && typeof display === "object") this.change((state) => act.setDisplay(state, display));
    const activeId = await database.get("device", "activeSittingId");
    const kept = typeof activeId === "string" ? await database.get("sittings", activeId) : undefined;
    this.sendLeftBehind(kept?.sittingId ?? null);
    if (codeInAddress !== null) {
      this.change((state) => {
        act.askForCode(state);
        state.code = normaliseCode(codeInAddress);
      });
    } else if (!kept) this.change((state) => act.askForCode(state));
    else {
      this.pending = kept;
      this.change((state) => act.askIsThisYou(state, kept.person, true));
      if (sessionStorage.getItem(confirmedKey) === kept.sittingId) await this.confirm();
    }
  }

  typeCode(code: string): void {
    this.change((state) => {
      state.code = code;
      state.trouble = null;
    });
  }

  async logIn(): Promise<void> {
    const code = normaliseCode(this.state.code);
    if (code === "" || this.state.isBusy || !this.database) return;
    this.change(act.waitFor);
    try {
      const answer = await Api.logIn(
        { code, deviceId: this.deviceId, playerVersion },
        this.state.display.language,
      );
      this.pending = keptFrom(answer);
      this.change((state) => act.askIsThisYou(state, answer, false));
    } catch (problem) {
      this.change((state) => act.meetTrouble(state, troubleOf(problem)));
    }
  }

  /** "No, this is not me." */
  reject(): void {
    this.pending = null;
    sessionStorage.removeItem(confirmedKey);
    this.change((state) => {
      act.askForCode(state);
      state.code = "";
    });
  }

  /** "Yes, this is me": take the sitting into this tab and go on where it stands. */
  async confirm(): Promise<void> {
    const login = this.pending;
    const { database, lease } = this;
    if (!login || !database || !lease) return;
    const { isReturning } = this.state;
    this.change(act.waitFor);
    const api = new Api(login.sittingId, login.token, this.state.display.language);
    try {
      await lease.take(login.sittingId);
      const fresh = isReturning ? await askFresh(api) : login.state;
      const kept = await keepLogin(database, { ...login, state: fresh ?? estimated(login) });
      const answers = await answersSoFar(database, api, kept.sittingId, fresh !== null);
      this.startItemId = answers.position;
      const firstFree = Math.max(kept.state.savedThrough + 1, fresh ? 0 : kept.nextSequence);
      this.link = await Link.open(database, kept, firstFree, lease.tabId, api, this.listener());
      this.pending = null;
      sessionStorage.setItem(confirmedKey, kept.sittingId);
      this.change((state) => {
        act.enter(state);
        act.takeResponses(state, answers);
        state.dismissedMessageId = kept.dismissedMessageId;
      });
      this.log(isReturning ? { kind: "reload" } : { kind: "confirm" });
      this.takeState(kept.state);
    } catch (problem) {
      this.meetOnEntering(problem);
    }
  }

  async startBlock(): Promise<void> {
    const block = currentBlock(this.state);
    if (block) await this.step((api) => api.startBlock(block.blockId));
  }

  answer(itemId: string, value: ResponseValue): void {
    if (!mayAnswer(this.state)) return;
    const item = this.state.content?.units.flatMap(({ items }) => items).find(({ id }) => id === itemId);
    const isTyped = ["extendedText", "textEntry", "slider"].includes(item?.interaction.kind ?? "");
    this.change((state) => act.answer(state, itemId, value));
    this.keepAnswer(itemId, { kind: "response", itemId, value: normalised(value) }, isTyped);
  }

  mark(itemId: string, isMarked: boolean): void {
    if (!mayAnswer(this.state)) return;
    this.change((state) => act.mark(state, itemId, isMarked));
    this.keepAnswer(itemId, { kind: "mark", itemId, value: isMarked }, false);
  }

  goTo(unitIndex: number): void {
    if (!mayAnswer(this.state)) return;
    this.leaveUnit();
    this.change((state) => act.showUnit(state, unitIndex));
    this.visitUnit();
  }

  goToItem(itemId: string): void {
    this.goTo(unitOfItem(this.state.content, itemId));
  }

  showReview(): void {
    if (!mayAnswer(this.state)) return;
    this.leaveUnit();
    this.change(act.showReview);
  }

  /** Close the block for good, once the server has every answer. */
  async finishBlock(): Promise<void> {
    const block = currentBlock(this.state);
    if (!block) return;
    this.change((state) => act.askToClose(state, block.blockId));
    await this.step((api) => api.finishBlock(block.blockId), true);
  }

  async submit(): Promise<void> {
    const { link } = this;
    const epoch = this.state.sitting?.epoch ?? 0;
    await this.step((api) => api.submit({ epoch, lastSequence: link?.outbox.lastSequence ?? -1 }), true);
  }

  goOnAfterTime(): void {
    this.change(act.goOnAfterTime);
    if (this.state.sitting) this.takeState(this.state.sitting);
  }

  /** A reload needs no network from now on. */
  mayReload(): void {
    this.change((state) => (state.saving.mayReload = true));
  }

  dismissMessage(): void {
    this.change(act.dismissMessage);
    const { sitting, dismissedMessageId } = this.state;
    if (sitting) void this.keepChange({ dismissedMessageId });
  }

  setDisplay(change: Partial<Display>): void {
    const { language } = this.state.display;
    this.change((state) => act.setDisplay(state, change));
    if (this.link) this.link.api.language = this.state.display.language;
    if (this.state.display.language !== language)
      this.log({ kind: "language", value: this.state.display.language });
    void this.database?.put("device", { ...this.state.display }, "display").catch(() => undefined);
  }

  /** Take the sitting back from the other tab. */
  takeOver(): void {
    location.reload();
  }

  /** After the end: make the computer ready for the next person. What is unsent stays until it is sent. */
  async leave(): Promise<void> {
    const sittingId = this.state.sitting?.sittingId ?? this.pending?.sittingId;
    await this.link?.outbox.close();
    await this.link?.sync.flush().catch(() => undefined);
    this.link?.close();
    this.link = null;
    if (sittingId && this.database) await forgetSitting(this.database, sittingId).catch(() => undefined);
    this.reject();
  }

  private beat(): void {
    if (this.state.isInOtherTab) return;
    // What was not acknowledged when the end came may be by now.
    if (this.state.sitting?.phase === "ended") void this.tidyUp();
    const unit = this.state.content?.units[this.state.unitIndex]?.unit;
    void this.link?.beat(unit ? { unitId: unit.id, answeredCount: answeredCount(this.state) } : null);
  }

  private listener(): LinkListener {
    return {
      onState: (sitting: SittingState) => this.takeState(sitting),
      onMoved: () => {
        clearTimeout(this.timeUp);
        this.change(act.moveAway);
      },
      onFenced: () => this.change(act.giveToOtherTab),
      onLoginNeeded: () => this.needLogin(),
      onOnline: (isOnline: boolean) => {
        if (this.state.saving.isOnline === isOnline) return;
        this.change((state) => {
          state.saving.isOnline = isOnline;
        });
        this.log({ kind: "connection", value: isOnline ? "back" : "lost" });
        if (isOnline) this.link?.sync.nudge(0, true);
      },
      onStuck: (isStuck: boolean) => {
        if (this.state.saving.isServerStuck !== isStuck)
          this.change((state) => (state.saving.isServerStuck = isStuck));
      },
      onRefused: (isRefused: boolean) => {
        if (this.state.saving.isRefused !== isRefused)
          this.change((state) => (state.saving.isRefused = isRefused));
      },
      onSaving: () => this.change((state) => this.readSaving(state)),
    };
  }

  private readSaving(state: PlayerState): void {
    const outbox = this.link?.outbox;
    if (!outbox) return;
    state.saving.isStored = outbox.isStored;
    state.saving.hasStorageFailed = outbox.hasStorageFailed;
    state.saving.unsentCount = outbox.unsentCount;
  }

  /** Another tab asked for the sitting: finish writing, stop sending, and say so. */
  private async letGo(): Promise<void> {
    this.change(act.giveToOtherTab);
    clearTimeout(this.timeUp);
    await this.link?.outbox.close();
    this.link?.close();
  }

  private needLogin(): void {
    this.link?.close();
    this.link = null;
    sessionStorage.removeItem(confirmedKey);
    this.change((state) => act.askForCode(state, { code: "log-in-again", message: "" }));
  }

  /** Nobody waits for this, so its code comes after the first screen; what fails is tried at the next start. */
  private sendLeftBehind(exceptId: string | null): void {
    const { database, lease } = this;
    if (!database || !lease) return;
    import("./left-behind.js")
      .then(({ sendLeftBehind }) => sendLeftBehind(database, lease.tabId, exceptId))
      .catch(() => undefined);
  }

  private meetOnEntering(problem: unknown): void {
    if (problem instanceof Refusal && problem.code === "sitting-moved") {
      this.change(act.moveAway);
      // Nobody opens this sitting here again, but what it could not send still counts.
      this.sendLeftBehind(null);
    } else if (problem instanceof Refusal && problem.status === 401) this.needLogin();
    else this.change((state) => act.meetTrouble(state, troubleOf(problem)));
  }

  /** The item to begin at where the device itself does not know, from the server. */
  private startItemId: string | null = null;

  private takeState(sitting: SittingState): void {
    const { epoch } = this.state.sitting ?? sitting;
    if (sitting.epoch !== epoch) {
      this.change(act.moveAway);
      return;
    }
    let wasTaken = false;
    this.change((state) => {
      wasTaken = act.takeSitting(state, sitting);
    });
    if (!wasTaken) return;
    const block = currentBlock(this.state);
    this.clock.set(
      block?.remainingMs ?? null,
      sitting.phase === "running" && (block?.isClockRunning ?? false),
    );
    this.awaitTimeUp();
    void this.keepChange({ state: sitting, stateAt: Date.now() });
    if (sitting.phase === "running" && !this.state.content && !this.state.timeOverBlockId)
      void this.loadBlock();
    if (sitting.phase === "submitted" || sitting.phase === "ended") void this.tidyUp();
  }

  /**
   * Over and everything acknowledged: nothing of it stays on this computer. What the proctor ended may be opened again: its
   * items go, and come anew from the server then; who sat and what was answered stays until this screen is left.
   */
  private async tidyUp(): Promise<void> {
    const { link, database } = this;
    if (!link || !database) return;
    await link.sync.flush().catch(() => undefined);
    if (link.outbox.unsentCount > 0) return;
    const { sittingId } = link.api;
    if (this.state.sitting?.phase === "submitted")
      await forgetSitting(database, sittingId).catch(() => undefined);
    if (this.state.sitting?.phase === "ended") {
      this.change(act.leaveBlock);
      await database.delete("contents", ofSitting(sittingId)).catch(() => undefined);
    }
  }

  private awaitTimeUp(): void {
    clearTimeout(this.timeUp);
    const left = this.clock.left();
    if (left === null || !this.clock.isTicking) return;
    // Longer waits than a day's overflow the timer; the state is asked for long before.
    this.timeUp = setTimeout(() => void this.endTime(), Math.min(left, 86_400_000));
  }

  private async endTime(): Promise<void> {
    if (this.state.sitting?.phase !== "running") return;
    if ((this.clock.left() ?? 1) > 0) return this.awaitTimeUp();
    const block = currentBlock(this.state);
    this.leaveUnit();
    this.change(act.endTime);
    await this.link?.sync.flush().catch(() => undefined);
    try {
      if (block && this.link) this.takeState(await this.link.api.finishBlock(block.blockId));
    } catch {
      await this.link?.askState();
    }
    if (this.state.sitting.phase === "running" && currentBlock(this.state)?.blockId === block?.blockId) {
      clearTimeout(this.timeUp);
      this.timeUp = setTimeout(() => void this.endTime(), retryMs);
    }
  }

  private async loadBlock(): Promise<void> {
    const block = currentBlock(this.state);
    const { link, database } = this;
    if (!block || !link || !database || this.isLoading) return;
    this.isLoading = true;
    try {
      const content = await loadContent(database, link.api, block.blockId);
      if (currentBlock(this.state)?.blockId !== block.blockId) return;
      const kept = await database.get("sittings", link.api.sittingId);
      const isSame = kept?.blockId === block.blockId;
      const start = this.startItemId === null ? 0 : Math.max(0, unitOfItem(content, this.startItemId));
      this.change((state) =>
        act.openBlock(state, content, isSame ? kept.unitIndex : start, isSame ? kept.seenUnits : []),
      );
      this.visitUnit();
    } catch (problem) {
      if (problem instanceof Refusal) link.meet(problem);
      this.change((state) => act.meetTrouble(state, troubleOf(problem)));
      setTimeout(() => this.state.sitting && this.takeState(this.state.sitting), retryMs);
    } finally {
      this.isLoading = false;
    }
  }

  /** A step of the sitting that the server decides; `needsAll` where it must have every answer first. */
  private async step(ask: (api: Api) => Promise<SittingState>, needsAll = false): Promise<void> {
    const { link } = this;
    if (!link || this.state.isBusy) return;
    this.leaveUnit();
    this.change(act.waitFor);
    try {
      if (needsAll) await link.sync.flush();
      const sitting = await ask(link.api);
      this.listener().onOnline(true);
      this.change((state) => act.meetTrouble(state, null));
      this.takeState(sitting);
    } catch (problem) {
      if (problem instanceof Refusal) link.meet(problem);
      this.change((state) => act.meetTrouble(state, troubleOf(problem)));
      // The server may be ahead of this screen: then its state tells more than the refusal.
      if (problem instanceof Refusal && !problem.isPassing) await link.askState();
    }
  }

  private visitUnit(): void {
    const { content, unitIndex, seenUnits } = this.state;
    const shown = content?.units[unitIndex];
    if (!content || !shown) return;
    this.log({ kind: "visit", itemId: shown.items[0]?.id ?? "", value: shown.unit.id });
    void this.keepChange({ blockId: content.blockId, unitIndex, seenUnits: [...seenUnits] });
  }

  private leaveUnit(): void {
    const { content, unitIndex, view } = this.state;
    const shown = content?.units[unitIndex];
    if (shown && view === "items")
      this.log({ kind: "leave", itemId: shown.items[0]?.id ?? "", value: shown.unit.id });
  }

  private async keepChange(change: Partial<KeptSitting>): Promise<void> {
    const sittingId = this.link?.api.sittingId;
    if (sittingId && this.database) await changeKept(this.database, sittingId, change).catch(() => undefined);
  }

  private keepAnswer(
    itemId: string,
    entry: Pick<NewEntry, "kind" | "itemId" | "value">,
    mayReplace: boolean,
  ): void {
    const value = normalised(this.state.responses[itemId] ?? null);
    const isMarked = this.state.marked.has(itemId);
    this.link?.outbox.append({ ...entry, ...moment() }, { itemId, value, isMarked }, mayReplace);
    // Typing comes in bursts; a click is worth sending at once.
    this.link?.sync.nudge(mayReplace ? gatherMs : gatherMs / 4);
  }

  private log(entry: Pick<NewEntry, "kind" | "itemId" | "value">): void {
    this.link?.outbox.append({ ...entry, ...moment() });
    this.link?.sync.nudge();
  }

  private logInBlock(entry: Pick<NewEntry, "kind">): void {
    if (this.state.content && this.state.sitting?.phase === "running") this.log(entry);
  }
}
