import { randomUUID } from "node:crypto";
import type { Entry } from "../../server/contract/sitting.js";
import { httpClient } from "../../server/simulate/http-client.js";
import {
  openSitting,
  type SittingClient,
  type SittingClientOptions,
} from "../../server/simulate/sitting-client.js";

/** A simulated test taker that remembers everything it did, so that a test can look for it on the server. */
export interface SimulatedTestTaker extends SittingClient {
  made: Entry[];
  /** Every acknowledged batch: how long it took, in milliseconds, and how many entries it had. */
  saves: { ms: number; entryCount: number }[];
}

/**
 * A test taker at a computer of its own, by the same API and sockets as the browser. It is patient: while the server is
 * away it tries again, as the player does.
 */
export async function simulatedTestTaker(
  url: string,
  code: string,
  options: Partial<Pick<SittingClientOptions, "deviceId" | "usesSocket">> & { patienceMs?: number } = {},
): Promise<SimulatedTestTaker> {
  const { patienceMs = 180_000, deviceId = randomUUID(), usesSocket = true } = options;
  const saves: SimulatedTestTaker["saves"] = [];
  const client = await openSitting(httpClient(url, patienceMs), {
    code,
    deviceId,
    usesSocket,
    onSaved: (ms, entryCount) => saves.push({ ms, entryCount }),
  });
  const made: Entry[] = [];
  return {
    ...client,
    made,
    saves,
    note(kind, itemId, value) {
      const entry = client.note(kind, itemId, value);
      made.push(entry);
      return entry;
    },
  };
}
