import type { RoomSitting, RoomState } from "../contract/room.js";
import { newLedger } from "../responses/ledger.js";
import { ledgersOf } from "../responses/ledgers.service.js";
import { session } from "../sessions/sessions.service.js";
import { isConnected, unitOf } from "../sittings/presence.js";
import { recordsOfSession } from "../sittings/records.service.js";
import { studyPackage } from "../studies/studies.service.js";
import { cardsOfSession } from "../test-takers/test-takers.service.js";
import { rowBeforeLogin, rowOf } from "./room-row.js";

/** A row for every test taker of the session, logged in or not. */
export async function roomRows(sessionId: string, nowMs: number): Promise<RoomSitting[]> {
  const room = await session(sessionId);
  const [cards, records] = await Promise.all([cardsOfSession(sessionId), recordsOfSession(sessionId)]);
  const sittings = new Map(records.map((record) => [record.testTakerId, record]));
  if (records.length === 0) return cards.map(rowBeforeLogin);
  const [pkg, ledgers] = await Promise.all([
    studyPackage(room.studyId),
    ledgersOf(records.map(({ _id }) => _id)),
  ]);
  return cards.map((seat) => {
    const record = sittings.get(seat.testTakerId);
    if (!record) return rowBeforeLogin(seat);
    const contact = { isConnected: isConnected(record._id, nowMs), unitId: unitOf(record._id) };
    return rowOf(seat, record, ledgers.get(record._id) ?? newLedger(record._id), pkg, contact, nowMs);
  });
}

/** The whole room. */
export async function roomState(sessionId: string, version: number): Promise<RoomState> {
  const nowMs = Date.now();
  const [room, sittings] = await Promise.all([session(sessionId), roomRows(sessionId, nowMs)]);
  return {
    sessionId,
    sessionTitle: room.title,
    place: room.place,
    sessionStatus: room.status,
    endsAt: room.endsAt,
    version,
    serverTime: new Date(nowMs).toISOString(),
    sittings,
  };
}
