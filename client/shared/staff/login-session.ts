import type { AccountView, LoginAnswer } from "../../../server/contract/accounts.js";
import type { ProblemBody } from "../../../server/contract/common.js";
import { currentLanguage, say } from "./i18n.js";
import { RequestProblem } from "./problem.js";

/**
 * Who is logged in on this page. The access token lives in memory only; the refresh token is a cookie that scripts cannot
 * read, so a reload asks for a new access token and a copied page address carries no rights.
 */
let accessToken: string | null = null;
let account: AccountView | null = null;
let endsAt = 0;
let refreshing: Promise<AccountView | null> | null = null;
const listeners = new Set<() => void>();

/** Refresh this long before the token ends, so that a slow network does not lose a request. */
const refreshBeforeMs = 30_000;

function take(answer: LoginAnswer | null): AccountView | null {
  accessToken = answer?.accessToken ?? null;
  account = answer?.account ?? null;
  endsAt = answer ? performance.now() + answer.expiresInSeconds * 1000 : 0;
  for (const listener of listeners) listener();
  return account;
}

/** Read an answer as JSON, or throw the problem it carries. */
export async function readAnswer<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const problem = body as ProblemBody | null;
  throw new RequestProblem(
    response.status,
    problem?.code
      ? problem
      : { code: "unreadable-answer", message: say("problem.unreadable", { status: response.status }) },
  );
}

async function post<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "Accept-Language": currentLanguage() },
    body: JSON.stringify(body ?? {}),
  }).catch(() => {
    throw new RequestProblem(0, { code: "unreachable", message: say("problem.unreachable") });
  });
  return readAnswer<T>(response);
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const currentAccount = (): AccountView | null => account;

export async function logIn(login: string, password: string): Promise<AccountView> {
  const answer = await post<LoginAnswer>("/api/login", { login, password });
  take(answer);
  return answer.account;
}

export async function logOut(): Promise<void> {
  await post("/api/logout").catch(() => undefined);
  take(null);
}

/** Ask for a new access token with the cookie; null where nobody is logged in. Calls at the same time share one request. */
export function resume(): Promise<AccountView | null> {
  refreshing ??= post<LoginAnswer>("/api/login/refresh")
    .then(take)
    .catch((problem: unknown) => {
      if (problem instanceof RequestProblem && problem.status === 0) throw problem;
      return take(null);
    })
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

/** A token that is good for at least the next seconds, or null where nobody is logged in. */
export async function freshToken(): Promise<string | null> {
  if (accessToken && performance.now() < endsAt - refreshBeforeMs) return accessToken;
  await resume();
  return accessToken;
}
