import type { BlockContent, SittingState, TestTakerLoginAnswer } from "../../server/contract/sitting.js";
import type { Language, ResponseValue } from "../../item-bank/types.js";

/** Who sits here, as the login answered. */
export type Person = Pick<
  TestTakerLoginAnswer,
  "name" | "group" | "sessionTitle" | "place" | "studyTitle" | "languages"
>;

/** How the test taker wants the screen; kept on the device. */
export interface Display {
  language: Language;
  /** 1 is 18 px, 2 a fifth larger, 3 half as large again. */
  textSize: 1 | 2 | 3;
  /** `contrast` is the dark theme of high contrast. */
  theme: "light" | "contrast";
  isTimeHidden: boolean;
}

/** What is being kept where; the words of the top bar follow from it. */
export interface Saving {
  /** Every change is in IndexedDB. */
  isStored: boolean;
  /** IndexedDB refuses to write (full or broken); changes live in memory and are sent at once. */
  hasStorageFailed: boolean;
  /** Entries the server has not yet acknowledged. */
  unsentCount: number;
  isOnline: boolean;
  /** The browser keeps the player itself, so a reload needs no network. */
  mayReload: boolean;
  /** The server answers but cannot save now, as on a full disk; it is tried again by itself. */
  isServerStuck: boolean;
  /** The server answers but does not take the entries: the proctor has to look. */
  isRefused: boolean;
}

/** A sentence for the test taker about something that did not work. */
export interface Trouble {
  code: string;
  message: string;
}

/** Everything the player's screens are drawn from. The actions change it; the view only reads. */
export interface PlayerState {
  /** The way to a running sitting: reading what the device kept, asking for the code, asking "is this you?", in. */
  stage: "opening" | "code" | "confirm" | "in";
  /** Asking "is this you?" after the browser was closed, not after a login. */
  isReturning: boolean;
  /** The code as typed, or from the QR code's address. */
  code: string;
  /** A request that the test taker waits for is under way. */
  isBusy: boolean;
  trouble: Trouble | null;
  person: Person | null;
  sitting: SittingState | null;
  display: Display;
  /** The list of keys is open. */
  isHelpOpen: boolean;
  /** What the running block shows; null until it is loaded. */
  content: BlockContent | null;
  /** By item id, of every block; missing is not given. */
  responses: Record<string, ResponseValue>;
  /** Ids of items marked for review. */
  marked: Set<string>;
  /** Ids of units of the running block that were on the screen. */
  seenUnits: Set<string>;
  /** Index of the unit on the screen, within the running block. */
  unitIndex: number;
  view: "items" | "review";
  saving: Saving;
  /** The block that the test taker has asked to close. */
  leavingBlockId: string | null;
  /** The block whose time ran out while it was open, until the test taker goes on. */
  timeOverBlockId: string | null;
  /** The sitting goes on at another computer. */
  hasMoved: boolean;
  /** Another tab of this browser has the sitting. */
  isInOtherTab: boolean;
  /** The last message of the proctor that was put away. */
  dismissedMessageId: string | null;
}

export function defaults(language: Language): PlayerState {
  return {
    stage: "opening",
    isReturning: false,
    code: "",
    isBusy: false,
    trouble: null,
    person: null,
    sitting: null,
    display: { language, textSize: 1, theme: "light", isTimeHidden: false },
    isHelpOpen: false,
    content: null,
    responses: {},
    marked: new Set(),
    seenUnits: new Set(),
    unitIndex: 0,
    view: "items",
    saving: {
      isStored: true,
      hasStorageFailed: false,
      unsentCount: 0,
      isOnline: true,
      mayReload: false,
      isServerStuck: false,
      isRefused: false,
    },
    leavingBlockId: null,
    timeOverBlockId: null,
    hasMoved: false,
    isInOtherTab: false,
    dismissedMessageId: null,
  };
}
