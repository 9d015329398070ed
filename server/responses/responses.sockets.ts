import { SaveEntriesBody } from "../contract/sitting.js";
import { event, type SocketEvent } from "../sockets/event.js";
import type { Starter } from "../starter.js";
import { saveEntries, savesDone } from "./responses.service.js";

/** The socket's half of `responses.routes.ts`: the same service, reached by another door. */
export const responsesEvents: SocketEvent[] = [
  event(
    {
      namespace: "/sitting",
      name: "entries:save",
      allow: "testTaker",
      summary: "Keep a batch of entries; acknowledged when they are on the disk.",
      reads: SaveEntriesBody,
    },
    async ({ testTaker, body }) => saveEntries(testTaker, body as SaveEntriesBody),
  ),
];

/** Before the store is let go, what was taken is written. */
export const startResponses: Starter = async () => savesDone;
