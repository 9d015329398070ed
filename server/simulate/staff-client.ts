import type { LoginAnswer } from "../contract/accounts.js";
import { Refused, type HttpClient } from "./http-client.js";

/** The API as a member of staff, who logs in again when the token has ended. */
export interface StaffClient {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body: unknown) => Promise<T>;
  put: <T>(path: string, body: unknown) => Promise<T>;
}

/** @throws {Refused} where the login or the password is wrong. */
export async function logInStaff(http: HttpClient, login: string, password: string): Promise<StaffClient> {
  const fresh = async (): Promise<string> =>
    (await http.post<LoginAnswer>("/api/login", { login, password })).accessToken;
  let token = await fresh();
  const again = async <T>(ask: (token: string) => Promise<T>): Promise<T> => {
    try {
      return await ask(token);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      token = await fresh();
      return ask(token);
    }
  };
  return {
    get: (path) => again((each) => http.get(path, each)),
    post: (path, body) => again((each) => http.post(path, body, each)),
    put: (path, body) => again((each) => http.put(path, body, each)),
  };
}
