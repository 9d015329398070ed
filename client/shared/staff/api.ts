import { currentLanguage, say } from "./i18n.js";
import { freshToken, readAnswer } from "./login-session.js";
import { RequestProblem } from "./problem.js";

/**
 * Ask the server. A body that is a Blob or File goes as it is; any other as JSON.
 *
 * @throws RequestProblem with a sentence to show; code `unreachable` when the server did not answer.
 */
async function ask(method: string, path: string, body?: unknown): Promise<Response> {
  const token = await freshToken();
  const isFile = body instanceof Blob;
  const headers: Record<string, string> = { "Accept-Language": currentLanguage() };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined)
    headers["Content-Type"] = isFile ? body.type || "application/octet-stream" : "application/json";
  try {
    return await fetch(path, {
      method,
      credentials: "same-origin",
      headers,
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new RequestProblem(0, { code: "unreachable", message: say("problem.unreachable") });
  }
}

export const api = {
  get: async <T>(path: string) => readAnswer<T>(await ask("GET", path)),
  post: async <T>(path: string, body: unknown = {}) => readAnswer<T>(await ask("POST", path, body)),
  put: async <T>(path: string, body: unknown) => readAnswer<T>(await ask("PUT", path, body)),
  patch: async <T>(path: string, body: unknown) => readAnswer<T>(await ask("PATCH", path, body)),
  delete: async <T>(path: string) => readAnswer<T>(await ask("DELETE", path)),

  /** Fetch a file with the caller's rights, made for the body where there is one, and hand it to the browser to save. */
  async download(path: string, fileName: string, body?: unknown): Promise<void> {
    const response = await ask(body === undefined ? "GET" : "POST", path, body);
    if (!response.ok) await readAnswer(response);
    const address = URL.createObjectURL(await response.blob());
    const link = document.createElement("a");
    link.href = address;
    link.download = fileName;
    link.click();
    // The browser has taken the file by the next turn; the memory can go.
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  },
};
