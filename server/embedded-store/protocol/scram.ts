// SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side: on loopback TCP any user of the machine could connect.
import { Binary } from "bson";
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import { StoreError } from "../errors.js";
import type { Document } from "../language/values.js";

export const userName = "khao";
const iterations = 15000;

const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest();
const xor = (a: Buffer, b: Buffer) => Buffer.from(a.map((value, i) => value ^ (b[i] ?? 0)));

/** What the store keeps instead of the password. */
export type Credentials = ReturnType<typeof credentialsOf>;

export function credentialsOf(password: string) {
  const salt = randomBytes(28);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const storedKey = digest(hmac(salted, "Client Key"));
  return { salt, storedKey, serverKey: hmac(salted, "Server Key") };
}

/** The conversation of one connection. */
export class Scram {
  readonly #credentials: Credentials;
  #nonce = "";
  #firstMessages = "";
  isProved = false;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  start(command: Document): Document {
    if (command.mechanism !== "SCRAM-SHA-256")
      throw new StoreError(18, "the only mechanism is SCRAM-SHA-256");
    const [, , ...parts] = payloadOf(command).split(",");
    const fields = fieldsOf(parts.join(","));
    if (fields.n !== userName || !fields.r) throw new StoreError(18, "Authentication failed.");
    this.#nonce = fields.r + randomBytes(24).toString("base64");
    const first = `r=${this.#nonce},s=${this.#credentials.salt.toString("base64")},i=${iterations}`;
    this.#firstMessages = `${parts.join(",")},${first}`;
    return { conversationId: 1, done: false, payload: new Binary(Buffer.from(first)), ok: 1 };
  }

  proceed(command: Document): Document {
    const payload = payloadOf(command);
    const fields = fieldsOf(payload);
    const proof = Buffer.from(fields.p ?? "", "base64");
    const message = `${this.#firstMessages},${payload.slice(0, payload.lastIndexOf(",p="))}`;
    const { storedKey, serverKey } = this.#credentials;
    const clientKey = xor(proof, hmac(storedKey, message));
    const isRight =
      this.#nonce !== "" &&
      fields.r === this.#nonce &&
      proof.length === 32 &&
      timingSafeEqual(digest(clientKey), storedKey);
    this.#nonce = "";
    if (!isRight) throw new StoreError(18, "Authentication failed.");
    this.isProved = true;
    const signature = `v=${hmac(serverKey, message).toString("base64")}`;
    return { conversationId: 1, done: true, payload: new Binary(Buffer.from(signature)), ok: 1 };
  }
}

function payloadOf(command: Document): string {
  if (!(command.payload instanceof Binary)) throw new StoreError(9, "a SASL payload must be binary");
  return Buffer.from(command.payload.value()).toString("utf8");
}

function fieldsOf(message: string): Record<string, string | undefined> {
  return Object.fromEntries(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}
