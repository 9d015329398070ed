import { hasAdmin, insertAccount } from "./accounts/accounts.service.js";
import { randomPassword } from "./accounts/passwords.js";
import type { Demo } from "./demo/demo.service.js";

/** What the first start made, to be told once. */
export interface FirstStart {
  admin: { login: string; password: string };
  demo: Demo | null;
}

/** Whether nobody can administer this data folder yet. A first start that was cut short is recognised by that, and finished by the next one. */
export const isFirstStart = async (): Promise<boolean> => !(await hasAdmin());

/** Make the administrator, with a password that is told once; the last step of the first start, so that it is told for certain. */
export async function makeAdmin(): Promise<FirstStart["admin"]> {
  const password = randomPassword();
  await insertAccount({
    login: "admin",
    // Whose account it is, nobody has said yet: a word that both languages read.
    name: "Admin",
    roles: ["admin"],
    language: "vi",
    password,
    isDemo: false,
  });
  return { login: "admin", password };
}
