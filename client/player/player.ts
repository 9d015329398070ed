import type { Language } from "../../item-bank/types.js";
import { Clock } from "./clock.js";
import type { Database, KeptSitting } from "./database.js";
import type { Link } from "./link.js";
import { defaults, type PlayerState } from "./state.js";
import { Store } from "./store.js";
import type { TabLease } from "./tab-lease.js";

/**
 * What the player's verbs share: the state that the view draws, and what this tab holds of the device and of the server.
 * The verbs are functions of it, each beside what it belongs to: `start`, `login`, `block-flow`, `moving`, `answering`,
 * `leaving` and `display`. Nothing here knows of React, and nothing below knows of the verbs.
 */
export class Player extends Store<PlayerState> {
  readonly clock = new Clock();
  /** Null until the browser has opened it. */
  database: Database | null = null;
  deviceId = "";
  lease: TabLease | null = null;
  /** The sitting's way to the server; null while nobody sits here. */
  link: Link | null = null;
  /** A login that waits for "is this you?". */
  pending: KeptSitting | null = null;
  /** The item to begin at where the device itself does not know, from the server. */
  startItemId: string | null = null;
  timeUp: ReturnType<typeof setTimeout> | undefined;
  /** The open block's content is on its way. */
  isLoading = false;

  constructor(language: Language) {
    super(defaults(language));
  }
}
