import { randomBytes } from "node:crypto";
import type {
  AccountView,
  ChangeAccountBody,
  ChangeOwnAccountBody,
  NewAccountBody,
} from "../contract/accounts.js";
import type { StaffCaller } from "../caller.js";
import { Problem } from "../problem.js";
import { AccountModel, type AccountRecord } from "./accounts.model.js";
import { endLoginsOf } from "./logins.service.js";
import { checkPassword, hashPassword, isPassword } from "./passwords.js";
import { readStaffToken, type StaffToken } from "./tokens.js";

/** How long an account's state may be remembered by this process; another process sees a change after this time. */
const rememberMs = 5_000;
const remembered = new Map<string, { account: AccountRecord | null; until: number }>();

/**
 * The member of staff that an access token belongs to, with the roles the account has now.
 *
 * @throws {Problem} `login-expired` when the token has ended or the account has changed since, `login-needed` when it is not ours.
 */
export async function staffOfToken(token: string): Promise<StaffCaller> {
  const claims = readStaffToken(token);
  const account = await recall(claims.accountId);
  if (!account?.isActive || account.version !== claims.version) throw new Problem("login-expired");
  const { login, roles, language } = account;
  return { accountId: claims.accountId, login, roles, language };
}

/**
 * The member of staff as the account is now, for a connection that outlives its token.
 *
 * @throws {Problem} `login-expired` when the account was switched off.
 */
export async function currentStaff(accountId: string): Promise<StaffCaller> {
  const account = await recall(accountId);
  if (!account?.isActive) throw new Problem("login-expired");
  const { login, roles, language } = account;
  return { accountId, login, roles, language };
}

/**
 * The account of a login and its password.
 *
 * @throws {Problem} `login-refused`, the same for an unknown login, a wrong password and an account that is switched off.
 */
export async function accountOfPassword(login: string, password: string): Promise<AccountView> {
  const account = await AccountModel.findOne({ login: login.trim().toLowerCase() }).lean();
  const isRight = await isPassword(password, account?.passwordHash ?? null);
  if (!account || !isRight || !account.isActive) throw new Problem("login-refused");
  const lastLoginAt = new Date();
  await AccountModel.updateOne({ _id: account._id }, { $set: { lastLoginAt } });
  return view({ ...account, lastLoginAt });
}

/** An account as the screens see it. @throws {Problem} `account-not-found`. */
export async function account(accountId: string): Promise<AccountView> {
  return view(await find(accountId));
}

/** What a new access token of this account says. @throws {Problem} `login-expired` when it is switched off. */
export async function tokenOfAccount(accountId: string): Promise<StaffToken> {
  const record = await AccountModel.findById(accountId).lean();
  if (!record?.isActive) throw new Problem("login-expired");
  const { login, roles, language, version } = record;
  return { accountId, login, roles, language, version };
}

/** All accounts by login. */
export async function accounts(): Promise<AccountView[]> {
  return (await AccountModel.find().sort({ login: 1 }).lean()).map(view);
}

/** The names of those of these logins that are accounts. */
export async function namesOf(logins: string[]): Promise<Map<string, string>> {
  const found = await AccountModel.find({ login: { $in: logins } }).lean();
  return new Map(found.map(({ login, name }) => [login, name]));
}

/** Those of these logins that belong to active accounts with the proctor's role. */
export async function proctorsAmong(logins: string[]): Promise<string[]> {
  const found = await AccountModel.find({ login: { $in: logins }, roles: "proctor", isActive: true }).lean();
  return found.map((record) => record.login);
}

/** Make an account. @throws {Problem} `login-taken`, `password-too-easy`. */
export async function addAccount(body: NewAccountBody): Promise<AccountView> {
  checkPassword(body.password, body.login);
  return insertAccount({ ...body, isDemo: false });
}

/** Make an account without asking how good its password is: for the first administrator and the demo's accounts. */
export async function insertAccount({
  password,
  ...body
}: NewAccountBody & { isDemo: boolean }): Promise<AccountView> {
  const record: AccountRecord = {
    ...body,
    _id: `A${randomBytes(8).toString("hex")}`,
    passwordHash: await hashPassword(password),
    isActive: true,
    version: 0,
    lastLoginAt: null,
  };
  try {
    await AccountModel.create(record);
  } catch (error) {
    if ((error as { code?: number }).code === 11000) throw new Problem("login-taken", { login: body.login });
    throw error;
  }
  return view(record);
}

/**
 * Change someone's account. A new password, other roles or switching off ends all the account's logins at once.
 *
 * @throws {Problem} `account-not-found`, `last-admin`, `demo-account-fixed`, `password-too-easy`.
 */
export async function changeAccount(accountId: string, body: ChangeAccountBody): Promise<AccountView> {
  const before = await find(accountId);
  if (before.isDemo && (body.password !== undefined || body.roles !== undefined)) {
    throw new Problem("demo-account-fixed");
  }
  const losesAdmin = body.isActive === false || (body.roles && !body.roles.includes("admin"));
  if (losesAdmin && before.isActive && before.roles.includes("admin")) await requireOtherAdmin(accountId);
  const { password, ...change } = body;
  if (password !== undefined) checkPassword(password, before.login);
  const passwordChange = password === undefined ? {} : { passwordHash: await hashPassword(password) };
  return apply(accountId, { ...change, ...passwordChange }, endsLogins(body));
}

/** Change one's own language or password. @throws {Problem} `old-password-wrong`, `password-too-easy`, `demo-account-fixed`. */
export async function changeOwnAccount(
  accountId: string,
  { language, password }: ChangeOwnAccountBody,
): Promise<AccountView> {
  const before = await find(accountId);
  const languageChange = language === undefined ? {} : { language };
  if (password === undefined) return apply(accountId, languageChange, false);
  if (before.isDemo) throw new Problem("demo-account-fixed");
  if (!(await isPassword(password.old, before.passwordHash))) throw new Problem("old-password-wrong");
  checkPassword(password.new, before.login);
  const passwordHash = await hashPassword(password.new);
  return apply(accountId, { ...languageChange, passwordHash }, true);
}

/** Whether there is an administrator, which every start after the first one finds. */
export async function hasAdmin(): Promise<boolean> {
  return (await AccountModel.findOne({ roles: "admin" }).lean()) !== null;
}

const endsLogins = (body: ChangeAccountBody): boolean =>
  body.password !== undefined || body.roles !== undefined || body.isActive === false;

async function apply(
  accountId: string,
  change: Partial<AccountRecord>,
  endsLogins: boolean,
): Promise<AccountView> {
  const after = await AccountModel.findByIdAndUpdate(
    accountId,
    { $set: change, ...(endsLogins ? { $inc: { version: 1 } } : {}) },
    { returnDocument: "after" },
  ).lean();
  if (!after) throw new Problem("account-not-found");
  remembered.delete(accountId);
  if (endsLogins) await endLoginsOf(accountId);
  return view(after);
}

async function requireOtherAdmin(accountId: string): Promise<void> {
  const other = await AccountModel.findOne({
    _id: { $ne: accountId },
    roles: "admin",
    isActive: true,
  }).lean();
  if (!other) throw new Problem("last-admin");
}

async function find(accountId: string): Promise<AccountRecord> {
  const record = await AccountModel.findById(accountId).lean();
  if (!record) throw new Problem("account-not-found");
  return record;
}

async function recall(accountId: string): Promise<AccountRecord | null> {
  const known = remembered.get(accountId);
  if (known && known.until > Date.now()) return known.account;
  const account = await AccountModel.findById(accountId).lean();
  remembered.set(accountId, { account, until: Date.now() + rememberMs });
  return account;
}

function view(record: AccountRecord): AccountView {
  const { _id, login, name, roles, language, isDemo, isActive, lastLoginAt } = record;
  return {
    id: _id,
    login,
    name,
    roles,
    language,
    isDemo,
    isActive,
    lastLoginAt: lastLoginAt?.toISOString() ?? null,
  };
}
