// What drivers and administrators ask about the store itself.
import type { Document } from "../language/values.js";

export async function ping(): Promise<Document> {
  return { ok: 1 };
}

/** The MongoDB version whose commands are spoken here, and by whom. */
export async function buildInfo(): Promise<Document> {
  return {
    version: "7.0.14",
    versionArray: [7, 0, 14, 0],
    gitVersion: "embedded",
    modules: ["khao-embedded-store"],
    bits: 64,
    maxBsonObjectSize: 16777216,
    ok: 1,
  };
}
