/** Whatever JSON came; a test names what it expects of it. */
type Json = ReturnType<typeof JSON.parse>;

/** What came back: the status, the JSON (or text), and the headers. */
export interface ApiAnswer<T> {
  status: number;
  body: T;
  headers: Headers;
}

/** A client of the API that keeps its cookie and its token, as a browser page does. */
export interface Api {
  url: string;
  token: string | null;
  cookie: string | null;
  get: <T = Json>(path: string) => Promise<ApiAnswer<T>>;
  post: <T = Json>(path: string, body?: unknown) => Promise<ApiAnswer<T>>;
  put: <T = Json>(path: string, body?: unknown) => Promise<ApiAnswer<T>>;
  patch: <T = Json>(path: string, body?: unknown) => Promise<ApiAnswer<T>>;
  delete: <T = Json>(path: string) => Promise<ApiAnswer<T>>;
  /** A file as the raw body. */
  send: <T = Json>(
    method: string,
    path: string,
    bytes: Uint8Array | string,
    type: string,
  ) => Promise<ApiAnswer<T>>;
  logIn: (login: string, password: string) => Promise<ApiAnswer<Json>>;
}

/** A client that is not logged in. */
export function makeApi(url: string, language: "vi" | "en" = "en"): Api {
  const ask = async <T>(
    method: string,
    path: string,
    body?: BodyInit,
    type?: string,
  ): Promise<ApiAnswer<T>> => {
    const headers: Record<string, string> = { "Accept-Language": language };
    if (api.token) headers.Authorization = `Bearer ${api.token}`;
    if (api.cookie) headers.Cookie = api.cookie;
    if (type) headers["Content-Type"] = type;
    const response = await fetch(url + path, { method, headers, body, redirect: "manual" });
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
    if (cookie) api.cookie = cookie.endsWith("=") ? null : cookie;
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return {
      status: response.status,
      body: (isJson && text ? JSON.parse(text) : text) as T,
      headers: response.headers,
    };
  };
  const asJson =
    (method: string) =>
    <T>(path: string, body: unknown = {}) =>
      ask<T>(method, path, JSON.stringify(body), "application/json");
  const api: Api = {
    url,
    token: null,
    cookie: null,
    get: (path) => ask("GET", path),
    post: asJson("POST"),
    put: asJson("PUT"),
    patch: asJson("PATCH"),
    delete: (path) => ask("DELETE", path),
    send: (method, path, bytes, type) => ask(method, path, bytes as BodyInit, type),
    async logIn(login, password) {
      const answer = await api.post("/api/login", { login, password });
      api.token = answer.body.accessToken ?? null;
      return answer;
    },
  };
  return api;
}
