import type { SittingState, TestTakerLoginAnswer } from "../../server/contract/sitting.js";
import type { Language, ResponseValue } from "../../item-bank/types.js";
import * as act from "./actions.js";
import { Api, Refusal } from "./api.js";
import { Clock } from "./clock.js";
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
import { beatMs, Link } from "./link.js";
import { sendLeftBehind } from "./left-behind.js";
import type { NewEntry } from "./outbox.js";
import { answeredCount, currentBlock, mayAnswer, unitOfItem } from "./select.js";
import { defaults, type Display, type PlayerState, type Trouble } from "./state.js";
import { gatherMs } from "./sync.js";
import { TabLease } from "./tab-lease.js";
import { normaliseCode } from "./code.js";
import { playerVersion } from "./version.js";

/** Says, for this tab's life, that the person was asked "is this you?": a reload goes on without asking again. */
const confirmedKey = "khao-confirmed";
/** How soon a step that the network prevented is tried again. */
const retryMs = 3_000;

/**
 * The player without its screens: holds the state, does what the test taker asks for, and keeps device and server in step.
 * The view subscribes to it and calls its verbs; nothing here knows of React.
 */
export class Player {
  readonly state: PlayerState;
  readonly clock = new Clock();
  private version = 0;
  private readonly listeners = new Set<() => void>();
  private database: Database | null = null;
  private deviceId = "";
  private lease: TabLease | null = null;
  private link: Link | null = null;
  /** A login that waits for "is this you?". */
  private pending: KeptSitting | null = null;
  private timeUp: ReturnType<typeof setTimeout> | undefined;
  private isLoading = false;

  constructor(language: Language) {
    this.state = defaults(language);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  /** Counts changes, so that a view knows when to draw again. */
  snapshot = (): number => this.version;

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
    this.listen();
    const display = await database.get("device", "display");
    if (display && typeof display === "object") this.change((state) => act.setDisplay(state, display));
    const activeId = await database.get("device", "activeSittingId");
    const kept = typeof activeId === "string" ? await database.get("sittings", activeId) : undefined;
    void sendLeftBehind(database, this.lease.tabId, kept?.sittingId ?? null).catch(() => undefined);
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
      const fresh = isReturning ? await this.askFresh(api) : login.state;
      const kept = await this.keep({ ...login, state: fresh ?? estimated(login) });
      await this.takeAnswers(api, kept, fresh !== null);
      const firstFree = Math.max(kept.state.savedThrough + 1, fresh ? 0 : kept.nextSequence);
      this.link = await Link.open(database, kept, firstFree, lease.tabId, api, this.listener());
      this.pending = null;
      sessionStorage.setItem(confirmedKey, kept.sittingId);
      this.change((state) => {
        act.enter(state);
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

  private change(how: (state: PlayerState) => void): void {
    how(this.state);
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  private listen(): void {
    addEventListener("online", () => void this.link?.comeBack());
    addEventListener("offline", () => this.listener().onOnline(false));
    addEventListener("blur", () => this.logInBlock({ kind: "blur" }));
    addEventListener("focus", () => this.logInBlock({ kind: "focus" }));
    document.addEventListener("visibilitychange", () => {
      // A sleeping computer's clock may have stood still.
      if (document.visibilityState === "visible") void this.link?.askState();
      else this.link?.sync.nudge(0);
    });
    // A page taken out of the browser's memory may be hours old.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    setInterval(() => {
      if (document.visibilityState !== "visible" || this.state.isInOtherTab) return;
      const unit = this.state.content?.units[this.state.unitIndex]?.unit;
      void this.link?.beat(unit ? { unitId: unit.id, answeredCount: answeredCount(this.state) } : null);
    }, beatMs);
  }

  private listener() {
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

  /** The server's state, or null while it cannot be reached and the device has to go on alone. */
  private async askFresh(api: Api): Promise<SittingState | null> {
    try {
      return await api.state();
    } catch (problem) {
      if (problem instanceof Refusal && problem.isPassing) return null;
      throw problem;
    }
  }

  private meetOnEntering(problem: unknown): void {
    if (problem instanceof Refusal && problem.code === "sitting-moved") this.change(act.moveAway);
    else if (problem instanceof Refusal && problem.status === 401) this.needLogin();
    else this.change((state) => act.meetTrouble(state, troubleOf(problem)));
  }

  /** Write the login to the device. Answers of an older epoch are not this device's any more: the server has newer ones. */
  private async keep(login: KeptSitting): Promise<KeptSitting> {
    const database = this.database as Database;
    const transaction = database.transaction(["sittings", "answers", "device"], "readwrite");
    const before = await transaction.objectStore("sittings").get(login.sittingId);
    const { epoch } = login.state;
    const isSame = before?.epoch === epoch;
    if (!isSame) await transaction.objectStore("answers").delete(ofSitting(login.sittingId));
    const kept: KeptSitting = {
      ...(isSame ? before : login),
      token: login.token,
      person: login.person,
      state: login.state,
      stateAt: Date.now(),
      epoch,
      nextSequence: isSame ? before.nextSequence : 0,
    };
    await transaction.objectStore("sittings").put(kept);
    await transaction.objectStore("device").put(kept.sittingId, "activeSittingId");
    await transaction.done;
    return kept;
  }

  /** The answers so far: the device's own, which are the newest of this epoch, over what the server has. */
  private async takeAnswers(api: Api, kept: KeptSitting, isOnline: boolean): Promise<void> {
    const local = await (this.database as Database).getAll("answers", ofSitting(kept.sittingId));
    const server = isOnline && local.length === 0 ? await api.responses() : null;
    const responses = { ...server?.responses };
    const marked = new Set(server?.marked);
    for (const { itemId, value, isMarked } of local) {
      responses[itemId] = value;
      if (isMarked) marked.add(itemId);
    }
    this.startItemId = server?.position ?? null;
    this.change((state) => act.takeResponses(state, { responses, marked: [...marked], position: null }));
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
    if (sitting.phase === "submitted") void this.tidyUp();
  }

  /** Submitted and everything acknowledged: nothing of it stays on this computer. */
  private async tidyUp(): Promise<void> {
    const { link, database } = this;
    if (!link || !database) return;
    await link.sync.flush().catch(() => undefined);
    if (link.outbox.unsentCount === 0)
      await forgetSitting(database, link.api.sittingId).catch(() => undefined);
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

/** When something happened: on the device's monotonic clock, and by its date as a remark. */
const moment = () => ({ elapsedMs: Math.round(performance.now()), deviceTime: new Date().toISOString() });

function troubleOf(problem: unknown): Trouble {
  if (problem instanceof Refusal) return { code: problem.code, message: problem.message };
  return { code: "unexpected", message: problem instanceof Error ? problem.message : String(problem) };
}

/** Text as it is stored and compared: composed letters, whatever the keyboard made. What stands in the field stays as typed. */
export function normalised(value: ResponseValue): ResponseValue {
  if (typeof value === "string") return value.normalize("NFC");
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const parts = Object.entries(value).map(([id, part]: [string, unknown]) => [
    id,
    typeof part === "string" ? part.normalize("NFC") : part,
  ]);
  return Object.fromEntries(parts) as ResponseValue;
}

function keptFrom(answer: TestTakerLoginAnswer): KeptSitting {
  const { token, sitting, name, group, sessionTitle, place, studyTitle, languages } = answer;
  return {
    sittingId: sitting.sittingId,
    token,
    person: { name, group, sessionTitle, place, studyTitle, languages },
    state: sitting,
    stateAt: Date.now(),
    epoch: sitting.epoch,
    nextSequence: 0,
    blockId: null,
    unitIndex: 0,
    seenUnits: [],
    dismissedMessageId: null,
  };
}

/** The kept state with the time that has gone since, by the device's date: the best there is until the server answers. */
function estimated({ state, stateAt }: KeptSitting): SittingState {
  const gone = Math.max(0, Date.now() - stateAt);
  return {
    ...state,
    blocks: state.blocks.map((block) =>
      block.isClockRunning && block.remainingMs !== null
        ? { ...block, remainingMs: Math.max(0, block.remainingMs - gone) }
        : block,
    ),
  };
}
