import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { insertAccount } from "../../server/accounts/accounts.service.js";
import type { Role } from "../../server/contract/common.js";
import { startServer as start, type RunningServer } from "../../server/start.js";
import { makeApi, type Api } from "./api.js";

export interface TestServer {
  url: string;
  dataDir: string;
  running: RunningServer;
  admin: { login: string; password: string };
  /** A client that is not logged in. */
  api: Api;
  /** A client logged in as someone of this role; called twice with another name it is someone else. */
  login: (role: Role, name?: string) => Promise<Api>;
  close: () => Promise<void>;
}

const password = "mot mat khau dai";

/** A message of MongoDB's own server is asked for with MONGODB_URI; each test file then has a database of its own. */
function ownDatabase(): string | null {
  const uri = process.env.MONGODB_URI;
  if (!uri) return null;
  const address = new URL(uri);
  address.pathname = `/khao-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  return address.toString();
}

/**
 * The real application on a free port with a real store in a temporary folder. One per test file, in `beforeAll`.
 *
 * @param options.demo makes the demo study with its accounts; else there is only an administrator.
 * @param options.dataDir a folder to start on, kept when the server is closed.
 */
export async function startServer(options: { demo?: boolean; dataDir?: string } = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "khao-test-"));
  const running = await start({
    host: "127.0.0.1",
    port: 0,
    dataDir,
    mongodbUri: ownDatabase(),
    secret: null,
    trustedProxies: 0,
    logLevel: "error",
    makesDemo: options.demo ?? false,
  });
  const { url } = running;
  const admin = running.firstStart?.admin ?? { login: "admin", password: "" };

  const login = async (role: Role, name: string = role): Promise<Api> => {
    const api = makeApi(url);
    if (role === "admin" && name === "admin") {
      await api.logIn(admin.login, admin.password);
      return api;
    }
    const account = { login: name, name, roles: [role], language: "en" as const, password, isDemo: false };
    await insertAccount(account).catch((error: { code?: string }) => {
      if (error.code !== "login-taken") throw error;
    });
    const answer = await api.logIn(name, password);
    if (answer.status !== 200) throw new Error(`could not log in as ${name}: ${JSON.stringify(answer.body)}`);
    return api;
  };

  const close = async (): Promise<void> => {
    await running.stop();
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  };
  return { url, dataDir, running, admin, api: makeApi(url), login, close };
}
