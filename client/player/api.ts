import type { ProblemBody } from "../../server/contract/common.js";
import type {
  BlockContent,
  SaveEntriesAnswer,
  SaveEntriesBody,
  SittingResponses,
  SittingState,
  SubmitBody,
  TestTakerLoginAnswer,
  TestTakerLoginBody,
} from "../../server/contract/sitting.js";
import type { Trouble } from "./state.js";

/** A request that was refused, or that did not reach the server (`status` 0, code `unreachable`). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
  }

  /** Trying again later may help: no network, a server that is starting, or too many requests at once. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.isServersFault;
  }

  /** The server was reached and cannot do it now, as on a full disk. */
  get isServersFault(): boolean {
    return this.status >= 500;
  }
}

/** Longer than the slowest answer of a busy lab-room server, shorter than a student's patience. */
const timeoutMs = 15_000;

interface Question {
  method?: "GET" | "POST";
  token?: string;
  language: string;
  body?: unknown;
}

async function ask<T>(path: string, { method = "GET", token, language, body }: Question): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    const response = await fetch(path, {
      method,
      headers: {
        "Accept-Language": language,
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      cache: "no-store",
      signal: stop.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = response.status === 204 ? {} : await response.json();
    if (response.ok) return answer as T;
    const { code, message } = answer as ProblemBody;
    throw new Refusal(response.status, code, message);
  } catch (problem) {
    if (problem instanceof Refusal) throw problem;
    throw new Refusal(0, "unreachable", "");
  } finally {
    clearTimeout(timer);
  }
}

/** The delivery API over HTTP, as one test taker on this device. */
export class Api {
  language = "vi";
  readonly sittingId: string;
  private readonly token: string;

  constructor(sittingId: string, token: string, language: string) {
    this.sittingId = sittingId;
    this.token = token;
    this.language = language;
  }

  static logIn(body: TestTakerLoginBody, language: string): Promise<TestTakerLoginAnswer> {
    return ask("/api/test-takers/login", { method: "POST", language, body });
  }

  private get<T>(path: string): Promise<T> {
    return ask(`/api/sittings/${this.sittingId}${path}`, { token: this.token, language: this.language });
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    const { token, language } = this;
    return ask(`/api/sittings/${this.sittingId}${path}`, { method: "POST", token, language, body });
  }

  state = () => this.get<SittingState>("/state");
  responses = () => this.get<SittingResponses>("/responses");
  block = (blockId: string) => this.get<BlockContent>(`/blocks/${blockId}`);
  startBlock = (blockId: string) => this.post<SittingState>("/blocks/start", { blockId });
  finishBlock = (blockId: string) => this.post<SittingState>("/blocks/finish", { blockId });
  save = (body: SaveEntriesBody) => this.post<SaveEntriesAnswer>("/entries", body);
  submit = (body: SubmitBody) => this.post<SittingState>("/submit", body);
}

/** Anything that was thrown, as something to tell the test taker. */
export function troubleOf(problem: unknown): Trouble {
  if (problem instanceof Refusal) return { code: problem.code, message: problem.message };
  return { code: "unexpected", message: problem instanceof Error ? problem.message : String(problem) };
}
