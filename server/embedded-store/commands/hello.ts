import type { Document } from "../language/values.js";
import { messageBytesMax } from "../protocol/wire.js";

/**
 * The greeting of a replica set's primary: drivers take transactions and retryable writes from nothing else. Wire
 * version 21 is MongoDB 7.0; without a topologyVersion drivers poll and do not hold a connection open.
 */
export function hello({ id, address }: { id: number; address: string }, isLegacy: boolean): Document {
  return {
    helloOk: true,
    [isLegacy ? "ismaster" : "isWritablePrimary"]: true,
    setName: "embedded",
    setVersion: 1,
    hosts: [address],
    primary: address,
    me: address,
    secondary: false,
    maxBsonObjectSize: 16777216,
    maxMessageSizeBytes: messageBytesMax,
    // Drivers cut larger batches: one batch is one commit, and no commit should hold up the others for long.
    maxWriteBatchSize: 2000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: id,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
    ok: 1,
  };
}
