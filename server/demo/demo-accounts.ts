import { insertAccount } from "../accounts/accounts.service.js";
import { ignore } from "../problem.js";
import type { NewAccountBody } from "../contract/accounts.js";

/** Everyone knows it: demo accounts are marked on every screen, and an administrator can switch them off. */
export const demoPassword = "khao-demo";

type DemoAccount = Pick<NewAccountBody, "login" | "name" | "roles">;

/**
 * One account for each kind of staff, and a second author, because nobody approves what is their own. Made-up people have
 * names that read the same in every language; the roles and the mark of a demo account are the screens' words.
 */
export const demoAccounts: DemoAccount[] = [
  { login: "author", name: "Nguyễn Thu Hà", roles: ["author"] },
  { login: "author2", name: "Trần Văn Long", roles: ["author"] },
  { login: "designer", name: "Lê Thị Kim Oanh", roles: ["designer"] },
  { login: "proctor", name: "Phạm Quang Dũng", roles: ["proctor"] },
  { login: "coder", name: "Hoàng Minh Tâm", roles: ["coder"] },
  { login: "coder2", name: "Vũ Thanh Hương", roles: ["coder"] },
  { login: "researcher", name: "Đặng Hải Nam", roles: ["researcher"] },
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
