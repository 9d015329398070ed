import { hasAdmin, insertAccount } from "./accounts/accounts.service.js";
import { randomPassword } from "./accounts/passwords.js";
import type { Config } from "./config.js";
import { makeDemo, type Demo } from "./demo/demo.service.js";

/** What the first start made, to be told once. */
export interface FirstStart {
  admin: { login: string; password: string };
  demo: Demo | null;
}

/**
 * Make the demo where it is wanted, and last of all the administrator: a first start that was cut short left none, is
 * recognised by that, and is finished by the next start.
 *
 * @returns null when there is an administrator already.
 */
export async function prepareFirstStart({
  makesDemo,
}: Pick<Config, "makesDemo">): Promise<FirstStart | null> {
  if (await hasAdmin()) return null;
  const demo = makesDemo ? await makeDemo() : null;
  const password = randomPassword();
  await insertAccount({
    login: "admin",
    name: "Quản trị viên",
    roles: ["admin"],
    language: "vi",
    password,
    isDemo: false,
  });
  return { admin: { login: "admin", password }, demo };
}
