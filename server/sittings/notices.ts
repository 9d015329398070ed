import { EventEmitter } from "node:events";
import type { SittingRecord } from "./sittings.model.js";

/** What this process tells its own parts, so that sockets and the room hear of a change without being asked by the service. */
interface Notices {
  /** A sitting changed. */
  changed: [record: SittingRecord];
  /** Entries were saved, a device came or went, or a test taker turned to another unit. */
  seen: [where: { sittingId: string; testTakerId: string; sessionId: string }];
}

export const notices = new EventEmitter<Notices>();
notices.setMaxListeners(50);
