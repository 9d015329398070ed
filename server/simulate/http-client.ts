import { SpokenError, say, spokenLanguage } from "../terminal/words.js";
import type { ProblemBody } from "../contract/common.js";

/** What a server refused, with the code of its catalogue. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.message ?? say("simulate.refusedStatus", { status }));
    this.name = "Refused";
    this.status = status;
    this.code = body.code ?? "";
  }
}

/** A client of the API that is patient: while the server does not answer, or answers 5xx, it tries again. */
export interface HttpClient {
  url: string;
  get: <T>(path: string, token?: string) => Promise<T>;
  post: <T>(path: string, body: unknown, token?: string) => Promise<T>;
  put: <T>(path: string, body: unknown, token?: string) => Promise<T>;
}

/** The waits between attempts, in milliseconds: doubled from the first to the last. */
const firstWaitMs = 100;
const lastWaitMs = 2_000;

/** @param patienceMs how long a server may be away before the request fails; 0 fails at once. */
export function httpClient(url: string, patienceMs = 60_000): HttpClient {
  const ask = async <T>(method: string, path: string, body?: unknown, token?: string): Promise<T> => {
    const giveUpAt = performance.now() + patienceMs;
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(lastWaitMs, waitMs * 2)) {
      try {
        return await askOnce<T>(url + path, method, body, token);
      } catch (error) {
        const isPassing = !(error instanceof Refused) || error.status >= 500;
        if (!isPassing || performance.now() + waitMs > giveUpAt) throw readable(error, url);
      }
      await new Promise((go) => setTimeout(go, waitMs));
    }
  };
  return {
    url,
    get: (path, token) => ask("GET", path, undefined, token),
    post: (path, body, token) => ask("POST", path, body, token),
    put: (path, body, token) => ask("PUT", path, body, token),
  };
}

/** What does not leave this computer is not worth packing, which would be a tenth of a simulation's work. */
const packing = (address: string): Record<string, string> =>
  ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname)
    ? { "Accept-Encoding": "identity" }
    : {};

async function askOnce<T>(address: string, method: string, body: unknown, token?: string): Promise<T> {
  const response = await fetch(address, {
    method,
    headers: {
      // What the server refuses is told in the language of whoever asked.
      "Accept-Language": spokenLanguage(),
      ...packing(address),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const answer: unknown = isJson && text !== "" ? JSON.parse(text) : null;
  if (!response.ok) throw new Refused(response.status, answer ?? {});
  return answer as T;
}

function readable(error: unknown, url: string): Error {
  if (error instanceof Refused) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  return new SpokenError("simulate.noAnswer", { url, reason: cause });
}
