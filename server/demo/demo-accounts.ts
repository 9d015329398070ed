import { insertAccount } from "../accounts/accounts.service.js";
import { ignore } from "../problem.js";
import type { NewAccountBody } from "../contract/accounts.js";

/** Everyone knows it: demo accounts are marked on every screen, and an administrator can switch them off. */
export const demoPassword = "khao-demo";

type DemoAccount = Pick<NewAccountBody, "login" | "name" | "roles">;

/** One account for each kind of staff, and a second author, because nobody approves what is their own. */
export const demoAccounts: DemoAccount[] = [
  { login: "author", name: "Tác giả (trình diễn)", roles: ["author"] },
  { login: "author2", name: "Tác giả thứ hai (trình diễn)", roles: ["author"] },
  { login: "designer", name: "Người thiết kế (trình diễn)", roles: ["designer"] },
  { login: "proctor", name: "Giám thị (trình diễn)", roles: ["proctor"] },
  { login: "coder", name: "Người chấm (trình diễn)", roles: ["coder"] },
  { login: "coder2", name: "Người chấm thứ hai (trình diễn)", roles: ["coder"] },
  { login: "researcher", name: "Nhà nghiên cứu (trình diễn)", roles: ["researcher"] },
];

/** Make those of the demo's accounts that are not there yet. */
export async function addDemoAccounts(): Promise<void> {
  await Promise.all(
    demoAccounts.map((account) =>
      insertAccount({ ...account, language: "vi", password: demoPassword, isDemo: true }).catch(
        ignore("login-taken"),
      ),
    ),
  );
}
