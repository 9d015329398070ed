import { hasAccounts, insertAccount } from "./accounts/accounts.service.js";
import { randomPassword } from "./accounts/passwords.js";
import type { Config } from "./config.js";

/** What the first start made, to be told once. */
export interface FirstStart {
  admin: { login: string; password: string };
}

/** Make the administrator, and the demo where it is wanted; null when there are accounts already. */
export async function prepareFirstStart(_config: Pick<Config, "makesDemo">): Promise<FirstStart | null> {
  if (await hasAccounts()) return null;
  const password = randomPassword();
  await insertAccount({
    login: "admin",
    name: "Quản trị viên",
    roles: ["admin"],
    language: "vi",
    password,
    isDemo: false,
  });
  return { admin: { login: "admin", password } };
}
